import Layout
import Model

/// Delimiter-separated values (RFC 4180): every page is one table, no row is left out.
struct DelimitedForm: TextForm {
    let delimiter: UInt8

    var boundary: TextPages.Boundary { .record(rows: Limits.tableRows) }
    var pageBytes: Int { Limits.tablePageBytes }

    /// The delimiter that divides the first line into most fields; a comma when none does.
    static func delimiter(of sample: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in sample {
            if byte == ASCII.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
                if counts.isEmpty { continue }
                break
            }
            if ",;|\t".utf8.contains(byte) { counts[byte, default: 0] += 1 }
        }
        let comma = UInt8(ascii: ",")
        return counts.max { ($0.value, $0.key == comma ? 1 : 0) < ($1.value, $1.key == comma ? 1 : 0) }?.key ?? comma
    }

    mutating func content(of page: TextPages.Page, number: Int) -> PageContent {
        let rows = rows(of: page.text)
        let table = Table(rows)
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
