import Glibc
import Poppler
import TestSupport
import Testing

/// Pages read operator by operator must read as poppler reads them.
@Suite struct PageOperatorsTests {
    private static let objects = [
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold >>",
        PDFFixture.stream(
            "012",
            entries: "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8"),
        PDFFixture.stream("0 0 9 9 re f", entries: "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"),
        "<< /Type /ExtGState /LW 7 /ca 0.5 >>", "<< /Type /ExtGState /Font [2 0 R 33] >>",
    ]
    private static let resources =
        "/Font << /F1 1 0 R /F2 2 0 R >> /XObject << /I 3 0 R /X 4 0 R >> /ExtGState << /G 5 0 R /H 6 0 R >>"

    /// Each is a page of its own.
    private static let contents = [
        "BT /F1 12 Tf 72 700 Td (a\\(b\\)c \\101\\7z\\\nnext\\q (in (side))) Tj ET",
        "BT /F1 12 Tf 72 700 Td <48 65 6C6C 6f7> Tj ET % a comment (with) [signs]\nBT /F2 9 Tf (after) Tj ET",
        "BT /F1 12 Tf 14 TL 1 0 .2 1 72 700 Tm [(To) -120.5 (ge) +80 (th) -.5(er)] TJ T* (next) Tj (third) ' 3 1 (four) \" ET",
        "BT /F1 12 Tf 80 Tz 3 Ts 2 Tc 5 Tw 72 700 Td (wide open) Tj 3 Tr (hidden) Tj 2 Tr (bold) Tj 7 Tr (clip) Tj ET",
        "q 0.5 0 0 0.5 10 10 cm 1 0 0 rg BT /F2 20 Tf 72 700 TD (red) Tj ET q 0 g BT (black) Tj ET Q Q BT /F1 9 Tf (end) Tj ET",
        "q BT /F1 12 Tf (one) Tj /F2 30 Tf (two) Tj ET Q BT /F1 12 Tf ET q /F2 8 Tf Q BT (three) Tj ET",
        "1 w 72 72 m 300 72 l S 0 0.2 1 RG 3 w 72 90 200 50 re s 10 10 m 20 30 40 50 60 10 c 70 80 9 9 v 1 2 3 4 y b* f",
        "0.1 0.2 0.3 0.4 k 50 50 100 100 re W n 0 0 600 800 re f 1 0 0 1 0 0 cm 10 10 m 90 10 l h B 5 5 9 9 re W* S",
        "/Span << /MCID 3 /Lang (de) >> BDC BT /F1 12 Tf (marked) Tj ET EMC /Artifact BMC BT /F1 8 Tf (foot) Tj ET EMC",
        "/Span << /ActualText (whole) >> BDC BT /F1 12 Tf (w) Tj (x) Tj ET EMC /P << /MCID 1 >> BDC /Span BMC EMC EMC",
        "q 100 0 0 50 72 72 cm /I Do Q /G gs 10 10 m 10 500 l S", "q 2 0 0 2 72 72 cm /X Do Q BT /F1 9 Tf (form) Tj ET",
        "/H gs BT 72 700 Td (font of a state) Tj ET", "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI BT /F1 9 Tf (image) Tj ET",
        "BT /F1 12 Tf 72 700 Td (Too (few) Tj", "BT /F1 12 Tf 1 (x) Tj ET 3 4 5 Td (y) Tj",
        "Q Q EMC BT /F9 12 Tf (z) Tj ET",
        "BT /F1 12 Tf 1e5 --3 12345678901 0 Td (number) Tj [(a) /Name (b)] TJ [(c) [1] (d)] TJ ET xyz",
        "0 0 m 5 5 l W n S f",
    ]

    @Test func everyOperatorReadsAsPopplerReadsIt() throws {
        let pages = Self.contents.map { PDFFixture.RawPage(resources: Self.resources, content: $0) }
        try compare(PDFFixture.document(objects: Self.objects, pages: pages))
    }

    @Test func anyMixtureOfOperatorsReadsAsPopplerReadsIt() throws {
        var generator = SeededGenerator(seed: 11)
        let pieces = Self.contents.flatMap { $0.split(separator: " ") }.map(String.init)
        let pages = (0..<300).map { index in
            // Half of them are whole contents one after the other, the others any tokens.
            let source = index % 2 == 0 ? Self.contents : pieces
            let count = index % 2 == 0 ? 4 : 60
            let content = (0..<count).map { _ in source.randomElement(using: &generator) ?? "" }
            return PDFFixture.RawPage(
                resources: Self.resources, content: "BT /F1 12 Tf ET " + content.joined(separator: " "))
        }
        try compare(PDFFixture.document(objects: Self.objects, pages: pages))
    }

    private func compare(_ bytes: [UInt8]) throws {
        let together = try marks(of: bytes, sharesFonts: true)
        let alone = try marks(of: bytes, sharesFonts: false)
        try #require(together.count == alone.count)
        for index in together.indices { #expect(together[index] == alone[index], "page \(index + 1)") }
    }

    private func marks(of bytes: [UInt8], sharesFonts: Bool) throws -> [MarksOfPage] {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            try #require(write(descriptor, bytes, bytes.count) == bytes.count)
            let file = try PDFFile(descriptor: descriptor, password: nil, sharesFonts: sharesFonts)
            var found: [MarksOfPage] = []
            for number in 1...file.pageCount {
                guard let page = PDFPage(number, of: file) else { continue }
                found.append(try page.withContent { MarksOfPage($0) })
            }
            return found
        }
    }
}

/// What stands on a page, to be compared.
private struct MarksOfPage: Equatable {
    let text: String
    let glyphs: [[Float]]
    let shapes: [[Float]]
    let images: [[Float]]

    init(_ content: PDFContent) {
        text = String(decoding: content.text, as: UTF8.self)
        glyphs = content.glyphs.map {
            [$0.x, $0.y, $0.dx, $0.dy, $0.size, Float($0.color), Float($0.flags), Float($0.content)]
        }
        shapes = content.shapes.map { [$0.left, $0.top, $0.right, $0.bottom, $0.width, Float($0.color)] }
        images = content.images.map { [$0.left, $0.top, $0.right, $0.bottom, Float($0.width)] }
    }
}
