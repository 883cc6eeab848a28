import Layout
import Model

/// Delimiter-separated values (RFC 4180): every page is one table, no row is left out.
struct DelimitedForm: TextForm {
    let delimiter: UInt8
    private var columns = ColumnTypes()

    init(delimiter: UInt8) { self.delimiter = delimiter }

    var metadata: JSONObject {
        [
            "delimiter": .string(String(decoding: [delimiter], as: UTF8.self)), "header": .bool(columns.hasHeader),
            "row_count": .integer(Int64(columns.rowCount - (columns.hasHeader ? 1 : 0))), "columns": columns.json,
        ]
    }

    var boundary: TextPages.Boundary { .record(rows: Limits.tableRows) }
    var pageBytes: Int { Limits.tablePageBytes }

    mutating func content(of page: TextPages.Page, number: Int) -> PageContent {
        let rows = rows(of: page.text)
        for row in rows { columns.add(row) }
        var table = Table(rows)
        table.headerRows = number == 1 && columns.hasHeader ? 1 : 0
        let markdown = table.markdown
        let items =
            markdown.isEmpty ? [] : [PageItem(kind: .table(table), markdown: 0..<markdown.count - 1)]
        return PageContent(number: number, text: page.text, markdown: markdown, items: items)
    }

    /// The fields of every row; empty lines are no rows.
    func rows(of text: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        func isEmptyLine() -> Bool { row.isEmpty && field.isEmpty && !wasQuoted }
        func finishField() {
            row.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if isQuoted {
                if byte != ASCII.quote {
                    field.append(byte)
                } else if index < text.count, text[index] == ASCII.quote {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == ASCII.quote, field.isEmpty, !wasQuoted {
                isQuoted = true
                wasQuoted = true
            } else if byte == delimiter {
                finishField()
            } else if byte == ASCII.lineFeed {
                if isEmptyLine() { continue }
                finishField()
                rows.append(row)
                row = []
            } else {
                field.append(byte)
            }
        }
        if !isEmptyLine() {
            finishField()
            rows.append(row)
        }
        return rows
    }
}
