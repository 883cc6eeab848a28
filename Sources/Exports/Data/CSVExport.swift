import Model

/// An export as a table (RFC 4180, UTF-8, CRLF): one row per item, missing ones too; fields each have a column.
///
/// What a spreadsheet would run as a formula gets a leading apostrophe, as in results.csv.
final class CSVExport: ExportWriter {
    let buffer = ExportBuffer()
    let listsMissingFirst = false
    let surveysFields = true
    private var columns: [String] = []
    private var known: Set<String> = []
    private var isFull = false
    private var batch = ExportedBatch(json: [:])
    private var texts: [UInt8] = []
    private var item: ExportedItem?

    private static let fixed = [
        "batch", "batch_id", "batch_status", "batch_finished_at", "exported", "index", "path", "title", "state",
        "mime_type", "page_count", "author", "language", "tags", "cost", "error_code", "error_message", "notes",
    ]

    func survey(_ fields: JSONValue) {
        for (path, _) in FieldPaths.leaves(of: fields, opensLists: false) where !known.contains(path) {
            guard columns.count < Limits.exportColumns else { return isFull = true }
            known.insert(path)
            columns.append(path)
        }
    }

    func begin(_ batch: ExportedBatch) {
        self.batch = batch
        let header = Self.fixed + columns.map { "fields.\($0)" } + (isFull ? ["fields"] : []) + ["text"]
        row(header.map { (Array($0.utf8), false) })
    }

    func missing(_ item: ExportedItem) {}

    func begin(_ item: ExportedItem) {
        self.item = item
        texts = []
    }

    func page(_ page: ExportedPage) {
        if !texts.isEmpty, texts.last != 0x0A { texts.append(0x0A) }
        texts += (page.text.isEmpty ? page.markdown : page.text).utf8
    }

    func endItem() {
        guard let item else { return }
        let error = item.hasResult && item.errorMessage == nil ? nil : item.reason
        let values: [(String?, Bool)] = [
            (batch.name, false), (batch.id, false), (batch.status, false),
            (batch.finishedAt ?? batch.createdAt, false),
            ("\(batch.exported) of \(batch.total)", false), (String(item.index), true), (item.path, false),
            (item.title, false), (item.state, false), (item.mimeType, false),
            (item.pageCount.map { String($0) }, true), (item.metadata["author"]?.string, false),
            (item.metadata["language"]?.string, false), (item.tags.joined(separator: "; "), false),
            (item.cost.isNull ? nil : item.cost.shown, true), (item.errorCode, false), (error, false),
            ((item.notes + item.warnings).joined(separator: "; "), false),
        ]
        var cells = values.map { (Array(($0.0 ?? "").utf8), $0.1) }
        cells += fieldCells(of: item)
        cells.append((texts, false))
        row(cells)
        texts = []
        self.item = nil
    }

    func end() {}

    private func fieldCells(of item: ExportedItem) -> [(bytes: [UInt8], isNumber: Bool)] {
        let leaves = item.fields.map { FieldPaths.leaves(of: $0, opensLists: false) } ?? []
        let values = Dictionary(leaves.map { ($0.path, $0.value) }) { first, _ in first }
        var cells = columns.map { column -> (bytes: [UInt8], isNumber: Bool) in
            guard let value = values[column], !value.isNull else { return ([], false) }
            return (Array(value.shown.utf8), value.number != nil)
        }
        if isFull { cells.append((item.fields.map { JSONWriter.bytes(of: $0) } ?? [], false)) }
        return cells
    }

    private func row(_ cells: [(bytes: [UInt8], isNumber: Bool)]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.write(",") }
            append(cell.bytes, isNumber: cell.isNumber)
        }
        buffer.write("\r\n")
    }

    private func append(_ bytes: [UInt8], isNumber: Bool) {
        guard let first = bytes.first else { return }
        let isFormula = !isNumber && Self.formulaStarts.contains(first)
        let needsQuotes = bytes.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        if needsQuotes { buffer.write("\"") }
        if isFormula { buffer.write("'") }
        var start = 0
        for index in bytes.indices where bytes[index] == 0x22 || bytes[index] == 0 {
            buffer.write(bytes[start..<index])
            // A zero byte ends the file for many readers.
            if bytes[index] == 0x22 { buffer.write("\"\"") }
            start = index + 1
        }
        buffer.write(bytes[start...])
        if needsQuotes { buffer.write("\"") }
    }

    private static let formulaStarts = Array("=+-@\t\r".utf8)
}
