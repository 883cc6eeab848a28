import Exports
import Foundation
import Model
import TestSupport
import Testing

/// Exports as readers that are not ours see them.
@Suite struct ExportTests {
    /// What a reader finds in an export of a spool.
    private func read(_ format: ExportFormat, _ spool: Spool = .sample()) throws -> JSONValue {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/export.\(format.fileExtension)"
            try Data(try export(format, spool)).write(to: URL(fileURLWithPath: path))
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("read_exports.py")
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            process.arguments = [script.path, format.rawValue, path]
            process.standardOutput = output
            try process.run()
            let text = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0, "\(format) cannot be read")
            return try JSONParser.parse(Array(text))
        }
    }

    private func export(_ format: ExportFormat, _ spool: Spool) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var export = try BatchExport(format, of: spool)
        try export.run { bytes += $0 }
        return bytes
    }

    /// Of all that is in a batch, what every format has to say.
    private static let common = [
        "bat-1", "partially_failed", "2026-01-02T03:05:05.000Z", "Doc 0 </script><img onerror=x>",
        "Doc 1 </script><img onerror=x>", "a/=cmd|'x'!0.pdf", "a/=cmd|'x'!2.pdf", "It needs a password. Give it.",
        "application/pdf", "Ann", "alpha", "beta-x", "0.25", "12.5", "M\u{FC}ller & S\u{F6}hne <x>", "A-1",
        "Part 1 <x>", "Part 2 <x>", "*stars*", "<b>&1",
    ]

    @Test(arguments: ExportFormat.allCases) func everyFormatSaysTheSame(format: ExportFormat) throws {
        let found = try read(format)
        let text = try #require(found["everything"]?.string)
        for words in Self.common {
            // JSON keeps message and remedy apart.
            let isApart = words.hasPrefix("It needs") && [.json, .jsonl].contains(format)
            #expect(text.contains(isApart ? "It needs a password." : words), "\(format) lacks \(words)")
        }
        let coverage = found["coverage"]?.string ?? text
        #expect(coverage.contains("2 of 3"))
    }

    @Test(arguments: [ExportFormat.json, .jsonl, .csv, .xml]) func dataKeepsItsStructure(format: ExportFormat) throws {
        let found = try read(format)
        #expect(found["batch"]?.string == "Bills <b>& \u{202E}Q3")
        #expect(found["missing"] == ["a/=cmd|'x'!2.pdf"])
        #expect(found["items"]?.array?.count == 2)
    }

    @Test func spreadsheetsRunNothing() throws {
        let items = try #require(try read(.csv)["items"]?.array)
        let fields = try #require(items.first?["fields"])
        #expect(fields["fields.note"] == "'=1+1")
        #expect(fields["fields.total"] == "12.5")
        #expect(fields["fields.supplier.name"]?.string == "M\u{FC}ller & S\u{F6}hne <x>")
        #expect(fields["fields.lines"]?.string == "[{\"sku\":\"A-1\",\"qty\":2}]")
    }

    @Test func documentsForPeopleHaveHeadingsListsAndTables() throws {
        let word = try read(.docx)
        #expect(word["titles"]?.array?.count == 3)
        #expect(word["list_entries"]?.integer == 13)
        let tables = try #require(word["tables"]?.array)
        #expect(tables.contains([["Item", "Price"], ["Nut", "<b>&1"]]))
        let xml = try #require(try read(.xml)["items"]?.array?.first)
        #expect(xml["tables"] == 2)
        #expect(xml["lists"] == 2)
        #expect(xml["headings"] == 2)
    }

    @Test func aPageOfTheWebHoldsNothingDangerous() throws {
        let page = try read(.html)
        #expect(page["dangers"] == [])
        #expect(page["policy"]?.string?.hasPrefix("default-src 'none'; style-src 'sha256-") == true)
        #expect(page["counts"]?["a"]?.integer == 4)
        #expect(page["counts"]?["table"]?.integer == 6)
    }

    @Test func aPDFHasBookmarksPagesAndItsFonts() throws {
        let paper = try read(.pdf)
        #expect(paper["batch"] == "Bills <b>& \\u{202e}Q3")
        #expect(paper["fonts_embedded"] == true)
        let titles = ["Missing", "Doc 0 </script><img onerror=x>", "Doc 1 </script><img onerror=x>"]
        #expect(paper["titles"] == .strings(titles))
        let text = try #require(paper["everything"]?.string)
        let places = ["Missing", "Doc 0", "Part 1", "Part 2", "Doc 1"].map { text.range(of: $0)?.lowerBound }
        #expect(places == places.sorted { ($0 ?? text.endIndex) < ($1 ?? text.endIndex) })
    }

    @Test(arguments: ExportFormat.allCases) func theSameBatchGivesTheSameBytes(format: ExportFormat) throws {
        let first = try export(format, .sample())
        let second = try export(format, .sample())
        #expect(first == second)
    }

    @Test func aSpoolThatEndsEarlyIsRefused() throws {
        var bytes = Spool.sample().bytes
        bytes.removeLast(30)
        let source = CutSpool(bytes: bytes)
        #expect(throws: Failure.self) {
            var export = try BatchExport(.json, of: source)
            try export.run { _ in }
        }
    }

    @Test func aChangedDocumentCostsItsPagesAndNotTheExport() throws {
        var spool = Spool()
        spool.add(.batch, ["id": "bat-1", "name": "b", "total_files": 1, "exported_files": 1])
        spool.add(.item, Spool.line(0, state: "succeeded"))
        spool.add(.fields, Array("{not json".utf8))
        spool.add(.document, Array("{\"pages\":[\n{damaged\n],\"metadata\":{}}\n".utf8))
        spool.add(.absent, Array("files/a/document.md".utf8))
        spool.add(.end, [UInt8]())
        let text = String(decoding: try export(.text, spool), as: UTF8.self)
        #expect(text.contains("document.json was changed"))
        #expect(text.contains("files/a/document.md is not in the outbox any more"))
        #expect(text.contains("The fields are too large for an export or were changed"))
    }

    @Test func documentsWithoutPagesAreExportedToo() throws {
        var spool = Spool()
        spool.add(.batch, ["id": "bat-1", "name": "b", "total_files": 2, "exported_files": 2])
        spool.add(.item, Spool.line(0, state: "succeeded"))
        spool.add(.markdown, Array("# Only Markdown\n\n- one\n- two\n".utf8))
        spool.add(.item, Spool.line(1, state: "succeeded"))
        spool.add(.text, Array("Only text\u{C}on two pages\n".utf8))
        spool.add(.end, [UInt8]())
        let word = try read(.docx, spool)
        #expect(word["list_entries"] == 2)
        let text = try #require(word["everything"]?.string)
        #expect(text.contains("Only Markdown") && text.contains("Only text") && text.contains("on two pages"))
    }
}

/// A spool of any bytes.
private struct CutSpool: ExportSource {
    let bytes: [UInt8]
    var size: Int64 { Int64(bytes.count) }

    func read(_ count: Int, at offset: Int64) throws(Failure) -> [UInt8] {
        Array(bytes.dropFirst(Int(offset)).prefix(count))
    }
}
