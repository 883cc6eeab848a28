import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct PDFTests {
    private func report() -> PDFFixture {
        var fixture = PDFFixture([
            .init([
                .init("Annual Report", y: 80, size: 24, isBold: true),
                .init("First line of the text", y: 140), .init("and its second line.", y: 155),
                .init("Another <script>paragraph</script> here", y: 220),
            ]),
            .init(lines: ["Second page"]),
        ])
        fixture.title = "Report (2026)"
        fixture.author = "Somebody"
        fixture.outline = [("Start", 1), ("End", 2)]
        fixture.attachments = [("invoice.xml", "<invoice/>")]
        fixture.textFields = [("customer", "Jane")]
        fixture.pages[0].links = [
            .init(x: 72, y: 300, width: 100, height: 20, to: .address("https://example.org/a")),
            .init(x: 72, y: 330, width: 100, height: 20, to: .page(2)),
        ]
        return fixture
    }

    @Test func everythingADocumentSaysIsReported() throws {
        let result = try process(report().bytes(), name: "report.pdf")
        #expect(result.report.failure == nil)
        #expect(result.report.mimeType == "application/pdf")
        #expect(result.report.pageCount == 2)
        #expect(result.report.title == "Report (2026)")
        #expect(result.sink.expectedPages == 2)
        let json = try result.json
        #expect(json["schema_version"]?.integer == 1)
        #expect(json["source"]?["path"]?.string == "folder/report.pdf")
        #expect(json["source"]?["sha256"]?.string == "ab12")
        #expect(json["engine"]?["name"]?.string == "dropmill")
        #expect(json["engine"]?["options_sha256"]?.string == "cd34")
        #expect(json["metadata"]?["author"]?.string == "Somebody")
        #expect(json["metadata"]?["created_at"]?.string == "2026-11-21T08:00:00.000Z")
        #expect(json["metadata"]?["page_count"]?.integer == 2)
        #expect(json["outline"]?.array?.compactMap { $0["page_number"]?.integer } == [1, 2])
        #expect(json["attachments"]?.array?.first?["name"]?.string == "invoice.xml")
        #expect(json["attachments"]?.array?.first?["size"]?.integer == 10)
        #expect(json["form_fields"]?.array?.first?["name"]?.string == "customer")
        #expect(json["form_fields"]?.array?.first?["value"]?.string == "Jane")
        let links = try #require(json["links"]?.array)
        #expect(links.first?["url"]?.string == "https://example.org/a")
        #expect(links.first?["bbox"]?["y"]?.number == 300)
        #expect(links.last?["target_page"]?.integer == 2)
    }

    @Test func paragraphsStandWhereTheyAreOnThePage() throws {
        let page = try #require(try process(report().bytes(), name: "report.pdf").pages.first)
        #expect(page["page_width"]?.number == 595)
        #expect(page["page_height"]?.number == 842)
        #expect(page["origin"]?.string == "text")
        let items = try #require(page["items"]?.array)
        #expect(items.count == 3)
        #expect(items[1]["md"]?.string == "First line of the text and its second line.")
        let box = try #require(items[1]["bbox"]?.array?.first)
        let top = try #require(box["y"]?.number)
        let left = try #require(box["x"]?.number)
        #expect((125.0...140).contains(top))
        #expect((71.0...73).contains(left))
        #expect(box["start_index"]?.integer == 0)
        #expect(box["end_index"]?.integer == 43)
    }

    @Test func pagesAreDividedAndRawHTMLIsEscaped() throws {
        let result = try process(report().bytes(), name: "report.pdf")
        #expect(result.text.split(separator: "\u{C}").count == 2)
        #expect(result.text.contains("<script>"))
        #expect(!result.markdown.contains("<script>"))
        #expect(result.markdown.contains("&lt;script&gt;"))
        #expect(result.markdown.contains("Second page"))
    }

    @Test(arguments: [0, 90, 180, 270])
    func rotationIsReported(degrees: Int) throws {
        var fixture = PDFFixture(pages: [["Turned"]])
        fixture.pages[0].rotation = degrees
        let page = try #require(try process(fixture.bytes(), name: "turned.pdf").pages.first)
        #expect(page["rotation"]?.integer == Int64(degrees))
        #expect(page["page_width"]?.number == (degrees % 180 == 0 ? 595 : 842))
        #expect(page["text"]?.string?.contains("Turned") == true)
    }

    @Test func onlyThePagesAskedForAreRead() throws {
        let fixture = PDFFixture(pages: (1...9).map { ["Page number \($0)"] })
        let result = try process(
            fixture.bytes(), name: "nine.pdf", parameters: ["page_ranges": ["target_pages": "2,5-7", "max_pages": 3]])
        #expect(try result.pages.compactMap { $0["page_number"]?.integer } == [2, 5, 6])
        #expect(result.report.pageCount == 9)
        #expect(result.report.warnings.contains { $0.contains("3 of 9") })
        let none = try process(
            fixture.bytes(), name: "nine.pdf", parameters: ["page_ranges": ["target_pages": "12"]])
        #expect(none.report.failure?.code == .validationError)
    }

    @Test func onlyTheOutputsAskedForAreMade() throws {
        let result = try process(report().bytes(), name: "report.pdf", parameters: ["outputs": ["text"]])
        #expect(result.sink.parts.keys.map(\.outputName) == ["text"])
    }

    @Test func encryptedDocumentsNeedTheirPassword() throws {
        let locked = try report().encrypted(userPassword: "sesame")
        #expect(try process(locked, name: "locked.pdf").report.failure?.code == .encryptedDocument)
        let wrong = try process(locked, name: "locked.pdf", parameters: ["passwords": ["open"]])
        #expect(wrong.report.failure?.code == .encryptedDocument)
        let right = try process(locked, name: "locked.pdf", parameters: ["passwords": ["open", "sesame"]])
        #expect(right.report.failure == nil)
        #expect(right.text.contains("Annual Report"))
    }

    /// poppler 22.12 wrote a password beyond 127 bytes over its stack.
    @Test func aPasswordLongerThanTheFormatAllowsIsCut() throws {
        let long = String(repeating: "sesame", count: 60)
        let locked = try report().encrypted(userPassword: String(long.prefix(127)))
        let right = try process(locked, name: "locked.pdf", parameters: ["passwords": [.string(long)]])
        #expect(right.text.contains("Annual Report"))
        let wrong = try process(
            locked, name: "locked.pdf", parameters: ["passwords": [.string(String(repeating: "é", count: 5000))]])
        #expect(wrong.report.failure?.code == .encryptedDocument)
    }

    @Test(arguments: [0.05, 0.3, 0.5, 0.7, 0.9])
    func truncatedDocumentsAreCorrupt(part: Double) throws {
        let failure = try process(report().truncated(to: part), name: "cut.pdf").report.failure
        #expect(failure?.code == .corruptDocument)
        #expect(failure?.message.contains("cut.pdf") == true)
    }

    /// With letters, where the page is read directly, and without, where poppler reads it.
    @Test(arguments: ["(A) Tj ", "(AAAAAAAAAAAAAAAA) Tj /P << /X 1 >> BDC EMC "])
    func aPageWithoutEndIsGivenUp(operators: String) throws {
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        let content = "BT /F1 9 Tf " + String(repeating: operators, count: 1_100_000) + "ET"
        let endless = PDFFixture.RawPage(resources: "/Font << /F1 1 0 R >>", content: content, entries: "")
        let result = try process(PDFFixture.document(objects: [font], pages: [endless]), name: "a.pdf")
        #expect(result.report.failure?.code == .corruptDocument)
    }

    @Test func aMissingPageIsAFailedEntryNotAHole() throws {
        var bytes = PDFFixture(pages: (1...4).map { ["Page number \($0)"] }).bytes()
        // The second page object becomes something else of the same length.
        let place = try #require(
            bytes.indices.filter { bytes[$0...].starts(with: "/Type /Page /Parent".utf8) }.dropFirst().first)
        bytes.replaceSubrange(place..<place + 10, with: "/Type /Xxx".utf8)
        let lenient = try process(bytes, name: "gap.pdf", parameters: ["allowed_page_failure_ratio": 0.5])
        let strict = try process(bytes, name: "gap.pdf", parameters: ["allowed_page_failure_ratio": 0])
        // poppler may or may not accept the page; if not, the entry says so and the ratio decides.
        #expect(try lenient.pages.count == lenient.report.pageCount)
        #expect((strict.report.failure != nil) == !lenient.report.failedPages.isEmpty)
    }

    @Test func damagedBytesNeverHangOrCrash() throws {
        let whole = report().bytes()
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<150 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            let result = try process(damaged, name: "damaged.pdf")
            if result.report.failure == nil { _ = try result.json }
        }
    }
}
