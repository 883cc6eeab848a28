import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct TextTests {
    @Test func plainTextIsOnePageWithoutSize() throws {
        let result = try process("Hello <b>world</b>\n\nSecond # paragraph\n", name: "note.txt")
        #expect(result.report.failure == nil)
        #expect(result.report.mimeType == "text/plain")
        #expect(result.text == "Hello <b>world</b>\n\nSecond # paragraph\n")
        #expect(result.markdown == "Hello &lt;b&gt;world&lt;/b&gt;\n\nSecond # paragraph\n")
        let page = try #require(try result.pages.first)
        #expect(page["page_width"]?.isNull == true)
        #expect(page["origin"]?.string == "native")
        #expect(page["items"]?.array?.count == 2)
    }

    @Test func formFeedsDividePages() throws {
        let result = try process("one\u{C}two\u{C}three\n", name: "print.txt")
        #expect(result.report.pageCount == 3)
        #expect(result.text == "one\u{C}two\u{C}three\n")
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x41, 0x00, 0xE9, 0x00], "utf-16le"), ([0xFE, 0xFF, 0x00, 0x41, 0x00, 0xE9], "utf-16be"),
            ([0x41, 0xE9], "windows-1252"), ([0xEF, 0xBB, 0xBF, 0x41, 0xC3, 0xA9], "utf-8"),
        ] as [([UInt8], String)])
    func encodingsAreFoundAndNamed(bytes: [UInt8], encoding: String) throws {
        let result = try process(bytes, name: "letter.txt")
        #expect(result.text == "Aé")
        #expect(try result.json["metadata"]?["encoding"]?.string == encoding)
        #expect(result.report.warnings.contains { $0.contains("not UTF-8") } == (encoding != "utf-8"))
    }

    @Test func binaryDataIsNotText() throws {
        let bytes: [UInt8] = Array("text".utf8) + [0, 1, 2, 3, 0, 0, 0xFF]
        #expect(try process(bytes, name: "a.bin").report.failure?.code == .unsupportedMedia)
        let forced = try process(bytes, name: "a.txt", mimeType: "text/plain")
        #expect(forced.report.failure?.code == .invalidMedia)
        #expect(forced.report.warnings.contains { $0.contains("as demanded") })
    }

    @Test func anEmptyFileHasItsOwnCode() throws {
        #expect(try process("", name: "a.txt").report.failure?.code == .emptyFile)
    }

    @Test func longTextIsDividedWithoutLoss() throws {
        let line = "All work and no play makes Jack a dull boy.\n"
        let text = String(repeating: line, count: 3 * Limits.textPageBytes / line.utf8.count)
        let result = try process(text, name: "long.txt")
        #expect(result.report.pageCount == 3)
        #expect(result.text.filter { $0 != "\u{C}" } == text)
        #expect(result.sink.largestPiece < 8 * Limits.textPageBytes)
        #expect(result.report.warnings.contains { $0.contains("divided") })
        #expect(try result.pages.count == 3)
    }

    @Test func aLineLongerThanAPageIsCutBetweenCharacters() throws {
        let text = String(repeating: "é", count: Limits.textPageBytes)
        let result = try process(text, name: "line.txt")
        #expect(result.text.filter { $0 != "\u{C}" } == text)
    }

    @Test func carriageReturnsEndLines() throws {
        #expect(try process("a\r\nb\rc\n", name: "dos.txt").text == "a\nb\nc\n")
    }

    @Test func tablesKeepEveryRowAndCell() throws {
        let result = try process("name;note\nJane;\"a;b\n<i>\"\"c\"\"</i>\"\nJoe;\n", name: "people.csv")
        #expect(result.report.mimeType == "text/csv")
        let table = try #require(try result.pages.first?["items"]?.array?.first)
        #expect(table["type"]?.string == "table")
        #expect(table["rows"]?.array?[1] == ["Jane", "a;b\n<i>\"c\"</i>"])
        #expect(table["csv"]?.string == "name,note\nJane,\"a;b\n<i>\"\"c\"\"</i>\"\nJoe,\n")
        #expect(table["html"]?.string?.contains("<i>") == false)
        #expect(result.markdown.hasPrefix("| name | note |\n| --- | --- |\n"))
        #expect(!result.markdown.contains("<i>"))
    }

    @Test func longTablesGoOnInTheNextPage() throws {
        let rows = (0..<Limits.tableRows + 10).map { "\($0)\tvalue" }
        let result = try process(rows.joined(separator: "\n"), name: "long.tsv")
        let tables = try result.pages.compactMap { $0["items"]?.array?.first?["rows"]?.array?.count }
        #expect(tables == [Limits.tableRows, 10])
    }

    @Test func markdownHasHeadingsListsTablesAndCode() throws {
        let text = """
            # Title

            Text with <script>alert(1)</script> and `<code>`.

            - one
            - two

            | a | b |
            |---|---|
            | 1 | 2 |

            ```swift
            let a = b < c
            ```

            Under
            =====
            """
        let result = try process(text, name: "readme.md")
        let items = try #require(try result.pages.first?["items"]?.array)
        #expect(items.compactMap { $0["type"]?.string } == ["heading", "text", "list", "table", "code", "heading"])
        #expect(items[2]["items"] == ["one", "two"])
        #expect(items[3]["rows"] == [["a", "b"], ["1", "2"]])
        #expect(items[4]["language"]?.string == "swift")
        #expect(result.report.title == "Title")
        #expect(try result.json["outline"]?.array?.count == 2)
        #expect(!result.markdown.contains("<script>"))
        #expect(result.markdown.contains("`<code>`"))
        #expect(result.markdown.contains("let a = b < c"))
    }

    @Test func dataIsShownAsCodeAndChecked() throws {
        let good = try process("{\"a\": [1, 2]}", name: "a.json")
        #expect(good.report.warnings.isEmpty)
        #expect(good.markdown == "```json\n{\"a\": [1, 2]}\n```\n")
        let bad = try process("{\"a\": [1, 2}", name: "a.json")
        #expect(bad.report.failure == nil)
        #expect(bad.report.warnings.contains { $0.contains("not valid") })
        let lines = try process("{\"a\":1}\n{\"a\":2}\n{\"a\":\n", name: "a.jsonl")
        #expect(lines.report.warnings.contains { $0.contains("line 3") })
    }

    @Test func xmlIsNeverResolved() throws {
        let text = """
            <?xml version="1.0"?>
            <!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]>
            <a>&file;```</a>
            """
        let result = try process(text, name: "a.xml")
        #expect(result.report.mimeType == "application/xml")
        #expect(result.text == text)
        #expect(result.markdown.hasPrefix("````xml\n"))
    }

    @Test func damagedTextNeverHangsOrCrashes() throws {
        var generator = SeededGenerator(seed: 3)
        for name in ["a.txt", "a.md", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.xml", "a.yaml"] {
            for length in [1, 2, 3, 7, 100, 1000] {
                let pool = Array("ab,;\"\n\r\t|#-`<>&[](){}:\\\u{C}é€".utf8) + [0xFF, 0xC3, 0xE2]
                let bytes = (0..<length).map { _ in pool.randomElement(using: &generator) ?? 0 }
                let result = try process(bytes, name: name)
                if result.report.failure == nil { _ = try result.json }
            }
        }
    }
}
