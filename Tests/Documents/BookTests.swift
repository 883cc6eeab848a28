import Model
import TestSupport
import Testing

/// Books in EPUB.
@Suite struct BookTests {
    private func book(_ more: [(String, String)] = [], spine: String = "b a", without missing: String? = nil) -> [UInt8]
    {
        let opf = """
            <package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
            <dc:title>Shrubs</dc:title><dc:creator>M. Larkspur</dc:creator><dc:language>en</dc:language>
            <dc:date>2024-05-01</dc:date></metadata><manifest>
            <item id="a" href="text/one%20two.xhtml" media-type="application/xhtml+xml"/>
            <item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
            <item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
            <spine toc="n">\(spine.split(separator: " ").map { "<itemref idref=\"\($0)\"/>" }.joined())</spine></package>
            """
        let ncx = """
            <!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
            <ncx><navMap><navPoint><navLabel><text>Second</text></navLabel><content src="text/one%20two.xhtml#x"/>
            <navPoint><navLabel><text>Inner</text></navLabel><content src="text/b.xhtml"/></navPoint></navPoint></navMap></ncx>
            """
        let entries: [(String, String)] =
            [
                ("mimetype", "application/epub+zip"),
                (
                    "META-INF/container.xml",
                    "<container><rootfiles><rootfile full-path=\"OPS/book.opf\"/></rootfiles></container>"
                ),
                ("OPS/book.opf", opf), ("OPS/toc.ncx", ncx),
                ("OPS/text/one two.xhtml", "<html><body><h2>Hazel</h2><p>About hazel.</p></body></html>"),
                ("OPS/text/b.xhtml", "<html><body><p>First page.</p></body></html>"),
            ] + more
        return ZipFixture(entries.filter { $0.0 != missing }).bytes()
    }

    @Test func filesAreReadInTheirOrder() throws {
        let result = try process(book(), name: "a.epub")
        #expect(result.report.failure == nil)
        #expect(result.markdown == "# Shrubs\n\nM. Larkspur\n\nFirst page.\n\n## Hazel\n\nAbout hazel.\n")
        #expect(result.report.pageCount == 2)
        let outline = try result.json["outline"]?.array ?? []
        #expect(outline.map { $0["title"]?.string } == ["Second", "Inner"])
        #expect(outline.map { $0["page_number"]?.integer } == [2, 1])
        #expect(outline.map { $0["level"]?.integer } == [1, 2])
        #expect(try result.json["metadata"]?["created_at"] == "2024-05-01T00:00:00.000Z")
    }

    @Test func aMissingFileIsAFailedPage() throws {
        let result = try process(book(without: "OPS/text/b.xhtml"), name: "a.epub")
        #expect(result.report.failedPages == [1])
        #expect(try result.pages.first?["success"] == false)
    }

    @Test func protectedBooksAreNamedSo() throws {
        func encryption(_ algorithm: String, _ path: String) -> (String, String) {
            (
                "META-INF/encryption.xml",
                "<encryption><EncryptedData><EncryptionMethod Algorithm=\"\(algorithm)\"/><CipherData>"
                    + "<CipherReference URI=\"\(path)\"/></CipherData></EncryptedData></encryption>"
            )
        }
        let aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
        let locked = try process(book([encryption(aes, "OPS/text/b.xhtml")]), name: "a.epub")
        #expect(locked.report.failure?.code == .encryptedDocument)
        let fonts = try process(
            book([encryption("http://www.idpf.org/2008/embedding", "OPS/font.otf")]), name: "a.epub")
        #expect(fonts.report.failure == nil)
    }

    @Test func brokenBooksEndInAFailureOrAResult() throws {
        let source = book()
        var generator = SeededGenerator(seed: 7)
        for cut in stride(from: 10, to: source.count, by: source.count / 40) {
            let result = try process(Array(source[..<cut]), name: "a.epub", mimeType: "application/epub+zip")
            #expect(result.report.failure != nil)
        }
        for _ in 0..<200 {
            var damaged = source
            for _ in 0..<4 {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            }
            let result = try process(damaged, name: "a.epub", mimeType: "application/epub+zip")
            if result.report.failure == nil { _ = try result.json }
        }
        #expect(try process(book(spine: ""), name: "a.epub").report.failure?.code == .corruptDocument)
    }
}
