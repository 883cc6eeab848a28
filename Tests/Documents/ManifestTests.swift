import Documents
import Glibc
import Model
import TestSupport
import Testing
import WorkerProtocol

/// Reading manifests in the worker: cells of the columns that are asked for, and the bytes of every row.
@Suite struct ManifestTests {
    private struct Sink: PartSink {
        var head: ManifestHead?
        var rows: [ManifestLine] = []
        var count = 0
        var keepsRows = true

        mutating func write(_ bytes: [UInt8], to part: OutputPart) {}
        mutating func expectPages(_ count: Int) {}
        mutating func begin(_ head: ManifestHead) { self.head = head }
        mutating func write(_ row: ManifestLine) {
            count += 1
            if keepsRows { rows.append(row) }
        }

        /// The whole file again.
        var bytes: [UInt8] {
            (head.map { $0.text.cells + $0.text.tail } ?? []) + rows.flatMap { $0.text.cells + $0.text.tail }
        }
    }

    private static let columns = ["title", "file_source_type", "file_path", "description", "publishing_date"]

    private func read(_ bytes: [UInt8], columns: [String] = columns) throws -> (Sink, Failure?) {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            defer { close(descriptor) }
            try #require(bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count)
            return process(descriptor, size: bytes.count, columns: columns)
        }
    }

    private func process(
        _ descriptor: Int32, size: Int, columns: [String], keepsRows: Bool = true
    ) -> (Sink, Failure?) {
        var processor = DocumentProcessor()
        var sink = Sink(keepsRows: keepsRows)
        let request = WorkerRequest(
            kind: .manifest, name: "manifest.csv", path: "manifest.csv", size: Int64(size),
            parameters: ["columns": .strings(columns)])
        let report = processor.process(request, descriptor: descriptor, sink: &sink)
        return (sink, report.failure)
    }

    private func read(_ text: String) throws -> (Sink, Failure?) { try read(Array(text.utf8)) }

    /// Both tables of the API that manifests come from, cell for cell.
    @Test func theExamplesOfTheServiceAreReadCellForCell() throws {
        let long = """
            title,description,file_source_type,file_path,publishing_date,file_size
            "Training Manual","Employee onboarding guide",url,https://example.com/doc1.pdf,2025-01-15,1.2MB
            "Q4 Report","Financial results",s3,company-docs/q4-2024.pdf,2024-12-31,2.5MB

            """
        let (sink, failure) = try read(long)
        #expect(failure == nil)
        #expect(
            sink.rows.map(\.values) == [
                [
                    "Training Manual", "url", "https://example.com/doc1.pdf", "Employee onboarding guide",
                    "2025-01-15",
                ],
                ["Q4 Report", "s3", "company-docs/q4-2024.pdf", "Financial results", "2024-12-31"],
            ])
        #expect(sink.bytes == Array(long.utf8))
        let short = "title,file_source_type,file_path\n\"Document 1\",url,https://example.com/doc1.pdf\n"
        #expect(try read(short).0.rows.map(\.values) == [["Document 1", "url", "https://example.com/doc1.pdf"]])
    }

    @Test func quotesLineBreaksAndEveryLineEnd() throws {
        let text = "title,x,file_path\r\n\"a \"\"b\"\", c\",,p\r\n\"two\r\nlines\",,q\nplain \"quote\",,r\r\"s\"t,,last"
        let (sink, failure) = try read(text)
        #expect(failure == nil)
        #expect(
            sink.rows.map(\.values) == [
                ["a \"b\", c", "p"], ["two\r\nlines", "q"], ["plain \"quote\"", "r"], ["st", "last"],
            ])
        #expect(sink.rows.map(\.line) == [2, 3, 5, 6])
        #expect(sink.bytes == Array(text.utf8))
    }

    @Test func aByteOrderMarkAndEmptyLinesStayWhereTheyAre() throws {
        let text = "\u{FEFF}\r\nTitle ,FILE_PATH\r\n\r\na,b\r\n,\r\n\r\nc,d\r\n\r\n"
        let (sink, failure) = try read(text)
        #expect(failure == nil)
        #expect(sink.rows.map(\.values) == [["a", "b"], ["c", "d"]])
        #expect(sink.rows.map(\.line) == [4, 7])
        #expect(sink.bytes == Array(text.utf8))
    }

    @Test(arguments: [",", ";", "\t"]) func theHeaderSaysTheDelimiter(delimiter: String) throws {
        let text = ["title", "file_path\na", "b, or; c"].joined(separator: delimiter)
        let quoted = text.replacing("b, or; c", with: "\"b, or; c\"")
        let (sink, _) = try read(quoted)
        #expect(sink.head?.delimiter == delimiter.utf8.first)
        #expect(sink.rows.map(\.values) == [["a", "b, or; c"]])
    }

    @Test func textThatIsNotUTF8IsWindowsLatin() throws {
        let bytes = Array("title,file_path\n".utf8) + [0x4D, 0xFC, 0x80, 0x2C, 0x78, 0x0A]
        let (sink, _) = try read(bytes)
        #expect(sink.head?.encoding == .windowsLatin)
        #expect(sink.rows.map(\.values) == [["Mü€", "x"]])
        #expect(sink.bytes == bytes)
        #expect(try read("title,file_path\nMü€,x\n").0.head?.encoding == .utf8)
    }

    @Test func aCharacterAcrossTwoReadsIsOne() throws {
        // One byte of a character of two, three and four bytes before the end of what is read at once.
        for character in ["ü", "€", "😀"] {
            for shift in 1...3 {
                let start = "title,file_path\n"
                let room = Limits.manifestChunkBytes - start.utf8.count - shift
                var text = start
                let line = "x,\(String(repeating: "y", count: 97))\n"
                while text.utf8.count + line.utf8.count < start.utf8.count + room { text += line }
                text += "z," + String(repeating: "y", count: Limits.manifestChunkBytes - shift - text.utf8.count - 2)
                text += character + "\n"
                #expect(try read(text).0.head?.encoding == .utf8)
            }
        }
    }

    @Test(arguments: ["", "\u{FEFF}", "\n\n", "title,file_path", "title,file_path\r\n\r\n,\r\n"])
    func nothingBelowTheHeaderIsAnEmptyFile(text: String) throws {
        let failure = try #require(try read(text).1)
        #expect(failure.code == .emptyManifest)
        #expect(failure.message == "Empty CSV file")
    }

    @Test func whatIsNoTextIsRefused() throws {
        for bytes in [Array("title,file_path\na,b\0c\n".utf8), Array("%PDF-1.7\n".utf8), [0xFF, 0xFE, 0x74, 0x00]] {
            let failure = try #require(try read(bytes).1)
            #expect(failure.code == .validationError)
            #expect(failure.message.hasPrefix("Invalid file type: manifest.csv"))
        }
    }

    @Test func rowsOfAnotherWidthKeepOursInPlace() throws {
        let (sink, failure) = try read("title,x,file_path\na\nb,c,d,e,f\n")
        #expect(failure == nil)
        #expect(sink.rows.map(\.width) == [1, 5])
        #expect(sink.rows.map { String(decoding: $0.text.cells, as: UTF8.self) } == ["a,,", "b,c,d"])
    }

    @Test func aColumnIsThereOnce() throws {
        let failure = try #require(try read("title,file_path,Title\na,b,c\n").1)
        #expect(failure.message == "manifest.csv has the column title twice.")
    }

    @Test func tenThousandColumnsAreRead() throws {
        let names = (0..<9_998).map { "c\($0)" } + ["title", "file_path"]
        let cells = Array(repeating: "1", count: 9_998) + ["t", "p"]
        let (sink, failure) = try read(names.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n")
        #expect(failure == nil)
        #expect(sink.rows.map(\.values) == [["t", "p"]])
        #expect(sink.head?.width == 10_000)
    }

    @Test func aQuoteThatIsNeverClosedIsNamedWithItsLine() throws {
        let failure = try #require(try read("title,file_path\na,b\n\"c,d\ne,f\n").1)
        #expect(failure.message == "A quote that is opened in the row at line 3 of manifest.csv is never closed.")
        #expect(failure.details["line"]?.integer == 3)
    }

    /// A file of one line without an end is given up at the limit of a row, not read to its end.
    @Test func aLineOfAGigabyteIsRefusedAtOnce() throws {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            defer { close(descriptor) }
            let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<4 { #expect(write(descriptor, chunk, chunk.count) == chunk.count) }
            let (sink, failure) = process(descriptor, size: 4 << 20, columns: Self.columns)
            #expect(failure?.message == "Line 1 of manifest.csv is longer than \(Limits.manifestRowBytes) bytes.")
            #expect(sink.count == 0)
            #expect(ftruncate(descriptor, off_t(Limits.manifestBytes) + 1) == 0)
            let (_, tooLarge) = process(descriptor, size: Int(Limits.manifestBytes) + 1, columns: Self.columns)
            #expect(tooLarge?.code == .fileTooLarge)
        }
    }

    /// The time of the second half of many rows is that of the first half, and memory does not grow with them.
    @Test func manyRowsStreamInFlatMemory() throws {
        let rows = 40_000
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            defer { close(descriptor) }
            var text = "title,file_source_type,file_path\n"
            for row in 0..<rows { text += "\"Document \(row)\",url,https://example.com/\(row).pdf\n" }
            let bytes = Array(text.utf8)
            try #require(write(descriptor, bytes, bytes.count) == bytes.count)
            let before = residentPeakBytes()
            let (sink, failure) = process(descriptor, size: bytes.count, columns: Self.columns, keepsRows: false)
            #expect(failure == nil)
            #expect(sink.count == rows)
            #expect(residentPeakBytes() - before < 32 << 20)
        }
    }

    private func residentPeakBytes() -> Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss * 1024
    }
}
