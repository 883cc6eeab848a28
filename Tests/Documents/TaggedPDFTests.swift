import TestSupport
import Testing

/// The structure tree of a whole document.
@Suite struct TaggedPDFTests {
    /// A document of one page whose page object is the number after `objects`, the catalog, the tree and the content.
    private func document(_ elements: [String], _ content: String, info: String = "/Marked true") -> [UInt8] {
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        let page = elements.count + 1 + 4
        let objects = [font] + elements.map { $0.replacing("PAGE", with: "\(page) 0 R") }
        return PDFFixture.document(
            objects: objects, pages: [.init(resources: "/Font << /F1 1 0 R >>", content: content)],
            catalog: "/MarkInfo << \(info) >> /StructTreeRoot 2 0 R /Lang (de-AT)")
    }

    private let elements = [
        "<< /Type /StructTreeRoot /K 3 0 R /RoleMap << /Chapter /H1 /Zeile /TR >> >>",
        "<< /S /Document /P 2 0 R /Pg PAGE /K [4 0 R 5 0 R] >>", "<< /S /Chapter /P 3 0 R /K 0 >>",
        "<< /S /Table /P 3 0 R /K [6 0 R] >>", "<< /S /Zeile /P 5 0 R /K [7 0 R 8 0 R] >>",
        "<< /S /TH /P 6 0 R /K 1 /A << /O /Table /ColSpan 2 >> >>",
        "<< /S /TH /P 6 0 R /K << /Type /MCR /Pg PAGE /MCID 2 >> /ActualText (unused) >>",
    ]
    private let content = """
        /H1 << /MCID 0 >> BDC BT /F1 11 Tf 72 700 Td (Kapitel) Tj ET EMC
        /TH << /MCID 1 >> BDC BT /F1 11 Tf 72 650 Td (Menge) Tj ET EMC
        /TD << /MCID 2 >> BDC BT /F1 11 Tf 200 650 Td (zwei) Tj ET EMC
        /Artifact BMC BT /F1 8 Tf 72 20 Td (Seite 1) Tj ET EMC
        """

    @Test func theStructureMakesTheItems() throws {
        let result = try process(document(elements, content), name: "tagged.pdf")
        let items = try #require(try result.pages.first?["items"]?.array)
        #expect(items.compactMap { $0["type"]?.string } == ["heading", "table", "footer"])
        #expect(result.markdown.hasPrefix("# Kapitel\n"))
        #expect(items[1]["html"]?.string?.contains("<th colspan=\"2\">Menge</th>") == true)
        #expect(try result.json["metadata"]?["language"]?.string == "de-AT")
    }

    @Test func aSuspectTreeIsLeftAlone() throws {
        let result = try process(document(elements, content, info: "/Marked true /Suspects true"), name: "tagged.pdf")
        #expect(!result.markdown.hasPrefix("# Kapitel"))
        #expect(result.text.contains("Kapitel"))
    }

    @Test func aTreeThatBitesItsTailEnds() throws {
        let looping = [
            "<< /Type /StructTreeRoot /K 3 0 R /RoleMap << /A /B /B /A >> >>",
            "<< /S /A /P 2 0 R /Pg PAGE /K [3 0 R 4 0 R 0] >>", "<< /S /H1 /P 3 0 R /K [3 0 R 4 0 R] >>",
        ]
        let result = try process(document(looping, content), name: "looping.pdf")
        #expect(result.report.failure == nil)
        #expect(result.text.contains("Menge"))
    }

    @Test func damagedTreesNeverHangOrCrash() throws {
        let whole = document(elements, content)
        var generator = SeededGenerator(seed: 5)
        for cut in 1...40 { _ = try process(Array(whole.prefix(whole.count * cut / 41)), name: "cut.pdf") }
        for _ in 0..<200 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            let result = try process(damaged, name: "damaged.pdf")
            if result.report.failure == nil { _ = try result.json }
        }
    }
}
