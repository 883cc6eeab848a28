import Model
import Testing

@Suite struct ManifestRowTests {
    @Test(arguments: [
        ManifestRow(line: 2, title: "T", description: "D", filePath: "a.pdf", source: .local(BytePath("a.pdf"))),
        ManifestRow(line: 3, filePath: "x", source: .local(BytePath(bytes: [0x66, 0xFF])), fileSize: "1 MB"),
        ManifestRow(
            line: 4, filePath: "https://e.com/a", source: .url("https://e.com/a"), mimeType: "application/pdf",
            options: ["num_tags": 3]),
        ManifestRow(
            line: 5, filePath: "b/k", source: .s3("b/k"),
            failure: Failure(.fileNotFound, "gone", stage: .intake, details: ["line": 5])),
    ])
    func aRowIsKeptAsItIs(row: ManifestRow) {
        #expect(ManifestRow(json: row.json) == row)
    }

    @Test(arguments: [
        ("1.2MB", 1_200_000 as Int64, true), ("1.2MB", 1_258_291, true), ("1.2MB", 1_500_000, false),
        ("1,2 mb", 1_250_000, true), ("340 KiB", 348_160, true), ("340 KiB", 5000, false), ("5120", 5120, true),
        ("5120", 5121, false), ("12 bytes", 12, true),
    ])
    func aSizeOfATableIsComparedGenerously(text: String, bytes: Int64, isNear: Bool) throws {
        #expect(try #require(FileSizeText(text)).isNear(bytes) == isNear)
    }

    @Test(arguments: ["", "large", "1.2.3MB", "MB", "3 pages", "-5"])
    func whatIsNoSizeIsNotCompared(text: String) {
        #expect(FileSizeText(text) == nil)
    }

    @Test(arguments: [
        ("target_pages", "1,3-5", #"{"page_ranges":{"target_pages":"1,3-5"}}"#),
        ("max_pages", "2", #"{"page_ranges":{"max_pages":2}}"#),
        ("ocr.languages", "deu; eng", #"{"ocr":{"languages":["deu","eng"]}}"#),
        ("languages", "deu,eng", #"{"ocr":{"languages":["deu","eng"]}}"#),
        ("password", "a;b", #"{"passwords":["a;b"]}"#), ("ocr.dpi", "many", #"{"ocr":{"dpi":"many"}}"#),
    ])
    func aColumnSetsAParameter(column: String, text: String, expected: String) throws {
        #expect(JobParameters.columns(for: .parse).contains(column))
        let parameters = try #require(JobParameters.parameters(from: text, column: column, for: .parse))
        #expect(String(decoding: JSONWriter.canonicalBytes(of: .object(parameters)), as: UTF8.self) == expected)
    }

    @Test func columnsOfOtherJobsAreOnlyCarriedAlong() {
        #expect(JobParameters.parameters(from: "3", column: "num_tags", for: .parse) == nil)
        #expect(JobParameters.parameters(from: "3", column: "num_tags", for: .tag) == ["num_tags": 3])
        #expect(JobParameters.parameters(from: "3", column: "title", for: .parse) == nil)
    }

    @Test func everyByteOfWindowsLatinComesBack() {
        let bytes = (UInt8.min...UInt8.max).map { $0 }
        #expect(WindowsLatin.encode(WindowsLatin.decode(bytes)) == bytes)
        #expect(WindowsLatin.encode("a€Ω") == [0x61, 0x80, 0x3F])
    }
}
