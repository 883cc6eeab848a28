import Model
import Pango

/// Blocks of documents as passages and tables on paper.
enum PaperWords {
    /// Size of the letters of plain text.
    static let size = 10.0
    private static let nameCharacters = 80

    /// Pairs of label and value.
    static func facts(_ facts: [(label: String, value: String)], on flow: PaperFlow) throws(PaperError) {
        for (label, value) in facts {
            try flow.write([PaperSpan("\(label): ", isBold: true), PaperSpan(printable(value))], size: 9)
        }
    }

    /// Writes a block.
    static func write(_ block: ExportBlock, on flow: PaperFlow) throws(PaperError) {
        switch block {
        case .heading(let level, let spans):
            flow.space(8)
            try flow.keep(50)
            try flow.write(spans.map { span($0, isBold: true) }, size: [15, 13, 12, 11, 10.5, 10][level - 1])
            flow.space(3)
        case .paragraph(let spans): try paragraph(spans, on: flow)
        case .quote(let spans): try paragraph(spans, indent: 20, on: flow)
        case .image(let spans): if !spans.isEmpty { try paragraph(spans, on: flow) }
        case .header, .footer: break
        case .code(let text): try passages(text, isCode: true, on: flow)
        case .rule: try flow.rule()
        case .list(let entries):
            for entry in entries {
                // In one line with its text, so that who copies it gets both.
                let mark = PaperSpan(entry.number.map { "\($0). " } ?? "\u{2022} ")
                try flow.write(
                    [mark] + entry.spans.map { span($0) }, size: size, indent: 6 + 14 * Double(entry.level), hang: 12)
            }
            flow.space(5)
        case .table(let rows): try table(rows, on: flow)
        }
    }

    /// Text whose lines count, in pieces that can be laid out.
    static func passages(
        _ text: String, isCode: Bool = false, isItalic: Bool = false, on flow: PaperFlow
    ) throws(PaperError) {
        for piece in pieces(of: text) {
            try flow.write([PaperSpan(piece, isItalic: isItalic, isCode: isCode)], size: isCode ? 8.5 : size)
        }
        flow.space(5)
    }

    /// A name that fits into a line.
    static func cut(_ name: String) -> String {
        name.count > nameCharacters ? name.prefix(nameCharacters - 1) + "\u{2026}" : name
    }

    /// The text of a cell, cut where a table would not hold it.
    static func cell(_ text: String) -> String {
        guard text.utf8.count > Limits.exportPaperCellBytes else { return text }
        return String(text.prefix(Limits.exportPaperCellBytes / 2)) + "\u{2026} (cut; whole in the other formats)"
    }

    private static func paragraph(_ spans: [TextSpan], indent: Double = 0, on flow: PaperFlow) throws(PaperError) {
        let bytes = spans.reduce(0) { $0 + $1.text.utf8.count }
        if bytes <= Limits.exportParagraphBytes {
            try flow.write(spans.map { span($0) }, size: size, indent: indent)
        } else {
            for piece in pieces(of: ExportBlock.plain(spans)) {
                try flow.write([PaperSpan(piece)], size: size, indent: indent)
            }
        }
        flow.space(5)
    }

    private static func table(_ rows: [[String]], on flow: PaperFlow) throws(PaperError) {
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0 else { return }
        flow.space(3)
        if columns > Limits.exportPaperColumns {
            for row in rows { try paragraph([TextSpan(text: row.joined(separator: " | "))], on: flow) }
            return
        }
        let widths = widths(of: rows, columns: columns)
        // The head of a table stands with its first row.
        try flow.keep(45)
        for (index, row) in rows.enumerated() {
            let cells = (0..<columns).map { column in
                [PaperSpan(column < row.count ? cell(row[column]) : "", isBold: index == 0)]
            }
            try flow.row(cells, widths: widths)
        }
        flow.space(8)
    }

    /// Widths by the longest texts of the first rows, none too narrow for a word.
    private static func widths(of rows: [[String]], columns: Int) -> [Double] {
        let weights = (0..<columns).map { column in
            let longest = rows.prefix(100).map { column < $0.count ? $0[column].utf8.count : 0 }.max() ?? 0
            return Double(min(60, max(6, longest)))
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum * PaperFlow.textWidth }
    }

    private static func span(_ span: TextSpan, isBold: Bool = false) -> PaperSpan {
        PaperSpan(
            span.text, isBold: isBold || span.style.contains(.bold), isItalic: span.style.contains(.italic),
            isCode: span.style.contains(.code), isStruck: span.style.contains(.strikethrough))
    }

    /// Text in pieces of a length that can be laid out, cut at the ends of lines or words.
    private static func pieces(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [String] = []
        var start = 0
        while bytes.count - start > Limits.exportParagraphBytes {
            let window = bytes[start..<start + Limits.exportParagraphBytes]
            let cut = window.lastIndex(of: 0x0A) ?? window.lastIndex(of: 0x20)
            // Between two characters where there is neither line nor word.
            let end = cut ?? window.lastIndex { $0 & 0xC0 != 0x80 } ?? window.endIndex
            pieces.append(String(decoding: bytes[start..<max(end, start + 1)], as: UTF8.self))
            start = cut.map { $0 + 1 } ?? max(end, start + 1)
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
    }
}
