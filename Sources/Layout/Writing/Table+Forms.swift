import Model

extension Table {
    /// An HTML table; every cell is escaped, and nothing else of the source is in it.
    public var html: [UInt8] {
        var html = Array("<table>".utf8)
        for (index, row) in rows.enumerated() {
            let tag = Array((index < headerRows ? "th" : "td").utf8)
            html += Array("<tr>".utf8)
            for cell in row {
                html.append(UInt8(ascii: "<"))
                html += tag
                if cell.rowSpan > 1 { html += Array(" rowspan=\"\(cell.rowSpan)\"".utf8) }
                if cell.columnSpan > 1 { html += Array(" colspan=\"\(cell.columnSpan)\"".utf8) }
                html.append(UInt8(ascii: ">"))
                Self.escape(cell.text.bytes, into: &html)
                html += Array("</".utf8)
                html += tag
                html.append(UInt8(ascii: ">"))
            }
            html += Array("</tr>".utf8)
        }
        return html + Array("</table>".utf8)
    }

    /// Comma-separated values (RFC 4180) with line feeds.
    public static func csv(_ grid: [[String]]) -> String {
        var csv = ""
        for row in grid {
            csv += row.map(quoted).joined(separator: ",") + "\n"
        }
        return csv
    }

    /// A pipe table whose first row is its head, or HTML where a cell takes several rows or columns, which a pipe table
    /// cannot say. Ends with a line feed.
    public var markdown: [UInt8] {
        guard isPlain else { return html + [ASCII.lineFeed] }
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0 else { return [] }
        var markdown: [UInt8] = []
        for (index, row) in rows.enumerated() {
            for column in 0..<columns {
                markdown += column == 0 ? Array("| ".utf8) : Array(" | ".utf8)
                if column < row.count { Self.appendPipeCell(row[column].text, to: &markdown) }
            }
            markdown += Array(" |\n".utf8)
            if index == 0 { markdown += Array(("|" + String(repeating: " --- |", count: columns) + "\n").utf8) }
        }
        return markdown
    }

    private static func appendPipeCell(_ text: StyledText, to markdown: inout [UInt8]) {
        for byte in Markdown.inline(text) {
            switch byte {
            case UInt8(ascii: "|"): markdown += Array("\\|".utf8)
            case ASCII.lineFeed: markdown += Array("<br>".utf8)
            case ASCII.carriageReturn: break
            default: markdown.append(byte)
            }
        }
    }

    private static func escape(_ text: [UInt8], into html: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): html += Array("&amp;".utf8)
            case UInt8(ascii: "<"): html += Array("&lt;".utf8)
            case UInt8(ascii: ">"): html += Array("&gt;".utf8)
            case UInt8(ascii: "\""): html += Array("&quot;".utf8)
            case ASCII.lineFeed: html += Array("<br>".utf8)
            default: html.append(byte)
            }
        }
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { [ASCII.quote, 0x2C, ASCII.lineFeed, ASCII.carriageReturn].contains($0) })
        else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
