import Glibc
import Poppler
import TestSupport
import Testing

/// Pages that share fonts must read as if each stood alone.
@Suite struct SharedFontsTests {
    /// A document and a word each of its pages must have; nil for a page without text.
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var pages: [PDFFixture.RawPage]
        var words: [String?]
        var catalog = ""
    }

    private static let plain = "/Font << /F1 1 0 R /F2 2 0 R >>"
    private static let objects = [
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        // Shows an X for every A.
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /X] >> >>",
        "<< /Type /OCG /Name (Hidden) >>",
        PDFFixture.stream(
            "BT /F1 12 Tf 72 500 Td (BAB) Tj ET",
            entries: "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"),
        PDFFixture.stream(
            "BT /F1 12 Tf 72 500 Td (BAB) Tj ET", entries: "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"),
        "<< /Type /ExtGState /Font [3 0 R 12] >>",
    ]

    private static func show(_ word: String, in font: String = "F1") -> String {
        "BT /\(font) 12 Tf 72 700 Td (\(word)) Tj ET\n"
    }

    private static func page(
        _ content: String, resources: String = plain, entries: String = ""
    ) -> PDFFixture.RawPage {
        .init(resources: resources, content: content, entries: entries)
    }

    private static let examples: [Example] = [
        .init(
            testDescription: "the same fonts",
            pages: [page(show("One")), page(show("Two", in: "F2")), page(show("Three") + show("Four", in: "F2"))],
            words: ["One", "Two", "Three"]),
        .init(
            testDescription: "more fonts on later pages",
            pages: [
                page(show("BAB"), resources: "/Font << /F1 1 0 R >>"),
                page(show("BAB", in: "F3"), resources: "/Font << /F3 3 0 R >>"), page(show("BAB")),
            ], words: ["BAB", "BXB", "BAB"]),
        .init(
            testDescription: "one name, two fonts",
            pages: [page(show("BAB")), page(show("BAB"), resources: "/Font << /F1 3 0 R >>"), page(show("BAB"))],
            words: ["BAB", "BXB", "BAB"]),
        .init(
            testDescription: "fonts that stand in the page",
            pages: [
                page(show("BAB")), page(show("BAB"), resources: "/Font << /F1 \(objects[2]) >>"),
                page(show("BAB"), resources: "/Font << /F1 \(objects[0]) >>"), page(show("BAB")),
            ], words: ["BAB", "BXB", "BAB", "BAB"]),
        .init(
            testDescription: "a font that only another page has",
            pages: [
                page(show("One") + show("Two", in: "F2")),
                page(show("Lost", in: "F2"), resources: "/Font << /F1 1 0 R >>"),
                page(show("Lost"), resources: "/Font << /F9 1 0 R >>"),
                page(show("Lost"), resources: ""),
            ], words: ["One", nil, nil, nil]),
        .init(
            testDescription: "turned and cropped pages",
            pages: [
                page(show("One")), page(show("Two"), entries: "/Rotate 90"),
                page(show("Three"), entries: "/CropBox [50 600 400 800]"),
                page(show("Four"), entries: "/Rotate 270 /CropBox [50 600 400 800]"), page(show("Five")),
            ], words: ["One", "Two", "Three", "Four", "Five"]),
        .init(
            testDescription: "what a page leaves open",
            pages: [
                page("q 1 0 0 1 9 9 cm q " + show("One")), page(show("Two") + "Q Q Q"),
                page(show("Three") + "0 0 5 5 re W"), page(show("Four") + "BT 5 5 Td 8 Tr"),
                page("/Span << /ActualText (Five) >> BDC " + show("xyz")), page(show("Six") + "7 w 1 2 m"),
                page(show("Seven") + "BX"), page(show("Eight")),
            ], words: ["One", "Two", "Three", "Four", nil, "Six", "Seven", "Eight"]),
        .init(
            testDescription: "hidden content without an end",
            pages: [
                page(show("Seen") + "/OC /L BDC /OC /L BDC " + show("Unseen"), resources: plain + hiddenLayer),
                page(show("Two"), resources: plain + hiddenLayer),
            ], words: ["Seen", "Two"], catalog: "/OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] >> >>"),
        .init(
            testDescription: "forms with and without fonts of their own",
            pages: [
                page(show("One") + "/Own Do", resources: plain + forms),
                page(show("Two") + "/Bare Do", resources: plain + forms),
                page("/Bare Do", resources: forms),
            ], words: ["BXB", "BAB", nil]),
        .init(
            testDescription: "a font of a graphics state",
            pages: [
                page(show("BAB", in: "F3"), resources: "/Font << /F3 3 0 R >>"),
                page("BT /G gs 72 700 Td (BAB) Tj ET", resources: plain + "/ExtGState << /G 7 0 R >>"),
                page(show("BAB")),
            ], words: ["BXB", "BXB", "BAB"]),
    ]

    private static let hiddenLayer = " /Properties << /L 4 0 R >>"
    private static let forms = " /XObject << /Own 5 0 R /Bare 6 0 R >>"

    @Test(arguments: examples)
    func pagesReadAsIfAlone(example: Example) throws {
        let bytes = PDFFixture.document(objects: Self.objects, pages: example.pages, catalog: example.catalog)
        let together = try texts(of: bytes, sharesFonts: true)
        let alone = try texts(of: bytes, sharesFonts: false)
        try #require(together.count == example.words.count)
        for (index, word) in example.words.enumerated() {
            #expect(together[index] == alone[index], "page \(index + 1)")
            let text = alone[index].text
            if let word { #expect(text.contains(word)) } else { #expect(!text.contains("Lost")) }
        }
    }

    @Test func pagesReadTheSameInAnyOrder() throws {
        let bytes = PDFFixture.document(objects: Self.objects, pages: Self.examples.flatMap(\.pages))
        let forward = try texts(of: bytes, sharesFonts: true)
        let backward = try texts(of: bytes, sharesFonts: true, inReverse: true)
        #expect(forward == backward.reversed())
    }

    private func texts(of bytes: [UInt8], sharesFonts: Bool, inReverse: Bool = false) throws -> [PDFMarksOfPage] {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            try #require(write(descriptor, bytes, bytes.count) == bytes.count)
            let file = try PDFFile(descriptor: descriptor, password: nil, sharesFonts: sharesFonts)
            var texts: [PDFMarksOfPage] = []
            for number in 1...file.pageCount {
                guard let page = PDFPage(inReverse ? file.pageCount + 1 - number : number, of: file) else { continue }
                texts.append(try page.withContent(PDFMarksOfPage.init))
            }
            return texts
        }
    }
}

/// What stands on a page, to be compared.
private struct PDFMarksOfPage: Equatable {
    let text: String
    let glyphs: [[Float]]
    let shapes: [[Float]]

    init(_ content: PDFContent) {
        text = String(decoding: content.text, as: UTF8.self)
        glyphs = content.glyphs.map { [$0.x, $0.y, $0.dx, $0.dy, $0.size, Float($0.color), Float($0.flags)] }
        shapes = content.shapes.map { [$0.left, $0.top, $0.right, $0.bottom] }
    }
}
