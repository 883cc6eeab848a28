import Linux
import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Intake

/// What a row asks for, where its file is and where its results go.
@Suite struct ManifestRowReadingTests {
    private static let names = ["title", "file_source_type", "file_path", "mime_type", "max_pages"]

    private func row(_ values: [String], isLone: Bool = false, width: Int = 5) -> ManifestRow {
        let reader = RowReader(
            file: "manifest.csv", type: .parse, columns: ManifestColumns(for: .parse, isLone: isLone),
            found: Self.names, width: 5, isLone: isLone)
        return reader.row(
            ManifestLine(line: 7, width: width, values: values, text: ManifestText(cells: [], tail: [])))
    }

    @Test(arguments: [
        (["T", "local", "a/b.pdf"], ManifestRow.Source.local(BytePath("a/b.pdf"))),
        (["T", "", "./a//b.pdf"], .local(BytePath("a/b.pdf"))),
        (["T", " URL ", "https://e.com/x?y=1"], .url("https://e.com/x?y=1")),
        (["T", "s3", "bucket/a b/c.pdf"], .s3("bucket/a b/c.pdf")),
        (["T", "s3", "s3://bucket/c.pdf"], .s3("bucket/c.pdf")),
    ])
    func aRowNamesItsDocument(values: [String], source: ManifestRow.Source) {
        let row = row(values)
        #expect(row.failure == nil)
        #expect(row.source == source)
    }

    @Test(arguments: [
        (["T", "local", "../x"], "leads out of the batch"), (["T", "local", "a/../../x"], "leads out of the batch"),
        (["T", "local", "/etc/passwd"], "not a path within the batch"),
        (["T", "local", #"C:\x.pdf"#], "not a path within the batch"),
        (["T", "local", #"\\server\x.pdf"#], "not a path within the batch"),
        (["T", "", "https://e.com/x"], "as a local file"), (["T", "local", ""], "has no file_path"),
        (["T", "ftp", "x"], "file_source_type ftp"), (["T", "url", "file:///etc/passwd"], "http:// or https://"),
        (["T", "s3", "bucket"], "not bucket/key"), (["T", "local", "a", "pdf"], "no media type"),
        (["T", "local", "a", "", "none"], "page_ranges.max_pages"),
    ])
    func whatCannotBeFollowedIsTheRowsOwnError(values: [String], part: String) throws {
        let failure = try #require(row(values).failure)
        #expect(failure.code == .validationError)
        #expect(failure.message.hasPrefix("Line 7 of manifest.csv "))
        #expect(failure.message.contains(part), "\(failure.message)")
    }

    @Test func aRowOfAnotherWidthSaysItsLine() throws {
        let failure = try #require(row(["T", "local", "a"], width: 3).failure)
        #expect(failure.message == "Line 7 of manifest.csv has 3 cells, but the header has 5.")
        #expect(failure.details["line"] == 7)
    }

    @Test func aRowSetsTypeAndParameters() {
        let row = row(["T", "local", "a", "Application/PDF; x=1", "3"])
        #expect(row.mimeType == "application/pdf")
        #expect(row.options == ["page_ranges": ["max_pages": 3]])
    }

    @Test func aTableWithoutADirectoryHasNoLocalFiles() throws {
        #expect(row(["T", "url", "https://e.com/x"], isLone: true).failure == nil)
        #expect(row(["T", "local", "a.pdf"], isLone: true).failure?.message.contains("without a directory") == true)
        #expect(row(["T", "", "a.pdf"], isLone: true).failure != nil)
    }

    @Test func missingColumnsAreNamedTogether() {
        let head = ManifestHead(
            encoding: .utf8, delimiter: 0x2C, columns: ["name"], width: 1, found: [],
            text: ManifestText(cells: [], tail: []))
        let inside = #expect(throws: Failure.self) {
            try ManifestColumns(for: .parse, isLone: false).found(in: head, of: "manifest.csv")
        }
        #expect(inside?.message == "manifest.csv lacks the columns title and file_path.")
        let lone = #expect(throws: Failure.self) {
            try ManifestColumns(for: .parse, isLone: true).found(in: head, of: "x.csv")
        }
        #expect(lone?.message == "x.csv lacks the columns title, file_source_type and file_path.")
    }

    private static func file(_ path: String, _ kind: EntryKind = .file) -> WalkEntry {
        WalkEntry(
            path: BytePath(path), kind: kind,
            signature: FileSignature(device: 1, inode: 1, size: 1, modified: 1, changed: 1), role: .item)
    }

    private func files(_ entries: [WalkEntry]) throws -> NamedFiles {
        try withTemporaryDirectory { NamedFiles(Listing(root: try Directory(path: $0), entries: entries)) }
    }

    @Test func filesAreFoundHoweverTheirNameIsWritten() throws {
        var files = try files([Self.file("sub/a.pdf"), Self.file("e\u{301}.pdf"), Self.file("link", .symlink)])
        func found(_ path: String) -> String {
            switch files.find(BytePath(path)) {
            case .entry(let entry): entry.path.display
            case .link: "link"
            case .directory: "directory"
            case .nothing: "nothing"
            }
        }
        #expect(found("sub/a.pdf") == "sub/a.pdf")
        #expect(found(#"sub\a.pdf"#) == "sub/a.pdf")
        #expect(Array(found("\u{E9}.pdf").utf8) == Array("e\u{301}.pdf".utf8))
        #expect(found("link/a.pdf") == "link")
        #expect(found("sub") == "directory")
        #expect(found("b.pdf") == "nothing")
    }

    @Test func noTwoRowsHaveOnePlaceForTheirResults() throws {
        let entry = Self.file("a.pdf")
        var files = try files([entry, Self.file("doc/x.pdf"), Self.file("left.pdf")])
        func remote(_ address: String, title: String? = nil) -> ManifestRow {
            ManifestRow(line: 1, title: title, filePath: address, source: .url(address))
        }
        let paths = [
            files.results(of: entry, row: 1), files.results(of: entry, row: 2),
            files.results(of: remote("https://e.com/a.pdf"), number: 3),
            files.results(of: remote("https://e.com/b%20c.pdf?x=/y"), number: 4),
            files.results(of: remote("https://e.com/b%20c.pdf"), number: 5),
            files.results(of: remote("https://e.com/"), number: 6),
            files.results(of: remote("https://e.com/get?id=3", title: "My / Report"), number: 7),
            files.results(of: remote("https://e.com/doc"), number: 8),
            files.results(of: remote("https://e.com/..%2F..%2Fetc"), number: 9),
        ]
        #expect(
            paths.map(\.display) == [
                "a.pdf", "a (row 2).pdf", "a (row 3).pdf", "b c.pdf", "b c (row 5).pdf", "document", "My _ Report",
                "doc (row 8)", "_.._etc",
            ])
        #expect(files.unnamed.map(\.display) == ["doc/x.pdf", "left.pdf"])
    }
}
