import Model

/// The forms in which a table is written.
enum Table {
    /// An HTML table whose first row is its head; every cell is escaped.
    static func html(_ rows: [[String]]) -> String {
        var html = "<table>"
        for (index, row) in rows.enumerated() {
            let tag = index == 0 ? "th" : "td"
            html += "<tr>"
            for cell in row { html += "<\(tag)>\(escaped(cell))</\(tag)>" }
            html += "</tr>"
        }
        return html + "</table>"
    }

    /// Comma-separated values (RFC 4180) with line feeds.
    static func csv(_ rows: [[String]]) -> String {
        var csv = ""
        for row in rows {
            csv += row.map(quoted).joined(separator: ",") + "\n"
        }
        return csv
    }

    /// A pipe table whose first row is its head; every row gets the width of the widest.
    static func markdown(_ rows: [[String]]) -> [UInt8] {
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0 else { return [] }
        var markdown: [UInt8] = []
        for (index, row) in rows.enumerated() {
            for column in 0..<columns {
                markdown += column == 0 ? Array("| ".utf8) : Array(" | ".utf8)
                if column < row.count { markdown += cell(row[column]) }
            }
            markdown += Array(" |\n".utf8)
            if index == 0 { markdown += Array(("|" + String(repeating: " --- |", count: columns) + "\n").utf8) }
        }
        return markdown
    }

    private static func cell(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in Markdown.escaped(inline: Array(text.utf8)) {
            switch byte {
            case UInt8(ascii: "|"): bytes += Array("\\|".utf8)
            case ASCII.lineFeed: bytes += Array("<br>".utf8)
            case ASCII.carriageReturn: break
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { [ASCII.quote, 0x2C, ASCII.lineFeed, ASCII.carriageReturn].contains($0) })
        else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
