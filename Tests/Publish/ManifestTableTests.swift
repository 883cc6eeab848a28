import Model
import Testing

@testable import Publish

/// results.csv of a batch with a manifest: its columns as they stand, then ours.
@Suite struct ManifestTableTests {
    private func form(_ encoding: ManifestForm.Encoding = .utf8, delimiter: String = ",") -> ManifestForm {
        ManifestForm(
            name: "manifest.csv", encoding: encoding, delimiter: Array(delimiter.utf8)[0], lineEnd: [0x0A],
            columns: ["title", "Status"])
    }

    private func item(message: String) -> Item {
        var sealed = Samples.sealed(4, BytePath("-x.pdf"))
        sealed.row = ManifestRow(line: 9, title: "=1+1", filePath: "f", source: .local(BytePath("f")))
        let failure = Failure(.processingError, message, stage: .parse)
        return Item(sealed: sealed, attempts: 1, state: .failed, outcome: ItemOutcome(state: .failed, failure: failure))
    }

    @Test func theirCellsAreUntouchedAndOursAreDefused() {
        let table = ResultsTable(form: form())
        var bytes = table.header(text: ManifestText(cells: Array("title,Status".utf8), tail: [0x0A]))
        table.append(
            item(message: "@SUM(1)"), text: ManifestText(cells: Array("=1+1,-2".utf8), tail: [0x0D, 0x0A]), to: &bytes)
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        #expect(lines[0].hasPrefix("title,Status,tags,dropmill_status,error,index,row,path,"))
        #expect(lines[1].hasPrefix("=1+1,-2,,failed,'@SUM(1),4,5,'-x.pdf,"))
        #expect(bytes.suffix(2) == [0x0D, 0x0A])
    }

    @Test(arguments: ["=", "+", "-", "@", "\t", "\r"]) func everyStartOfAFormulaIsDefused(start: String) {
        var bytes: [UInt8] = []
        ResultsTable(form: form()).append(item(message: start + "cmd"), to: &bytes)
        let cell = start == "\r" ? "\"'\rcmd\"" : "'\(start)cmd"
        #expect(String(decoding: bytes, as: UTF8.self).contains(",failed,\(cell),4,"))
    }

    @Test func oursAreInTheCharacterSetAndFormOfTheManifest() {
        var bytes: [UInt8] = []
        ResultsTable(form: form(.windowsLatin, delimiter: ";"))
            .append(item(message: "ü; Ω"), text: ManifestText(cells: [0xFC, 0x3B], tail: []), to: &bytes)
        #expect(
            bytes.starts(with: [0xFC, 0x3B, 0x3B, 0x3B] + Array("failed;\"".utf8) + [0xFC] + Array("; ?\";4;".utf8)))
        #expect(bytes.last == 0x0A)
    }

    @Test func linesAndSummaryNameTheRow() throws {
        var writer = JSONWriter()
        ResultLine.append(item(message: "x"), of: .parse, to: &writer)
        let line = try JSONParser.parse(writer.bytes)
        #expect(line["row"] == 5)
        #expect(line["title"] == "=1+1")
        #expect(line["error"]?["details"] == ["row": 5, "line": 9])
        try expectValid(writer.bytes, "result", lines: true)
        let summary = SummaryDocument.bytes(
            of: Samples.running, documents: [item(message: "x")], failed: [item(message: "x")])
        let report = try JSONParser.parse(summary)["summary_report"]
        #expect(report?["documents"]?.array?.first?["file_path"] == "f")
        #expect(report?["errors"]?.array?.last == ["row": 5, "title": "=1+1", "error": "x"])
    }
}
