import Layout
import Model

/// A piece of a text that flows, before it is known where it stands: on a page, in a cell or in a note.
enum FlowPiece: Equatable {
    case block(Block.Kind)
    /// One entry of a list; neighbours make one list.
    case entry(ListEntry)
    /// One line of code; neighbours make one block.
    case code([UInt8])
    case pageBreak

    /// The text of pieces that stand where there is no room for blocks, a paragraph on each line.
    static func flattened(_ pieces: [FlowPiece]) -> StyledText {
        var text = StyledText()
        func line(_ addition: StyledText) {
            if addition.isEmpty { return }
            if !text.isEmpty { text.append([ASCII.lineFeed]) }
            text.append(addition)
        }
        for piece in pieces {
            switch piece {
            case .entry(let entry): line(mark(of: entry).joined(entry.text))
            case .code(let code): line(StyledText(utf8: code))
            case .pageBreak: break
            case .block(let kind): for addition in lines(of: kind) { line(addition) }
            }
        }
        return text
    }

    private static func mark(of entry: ListEntry) -> StyledText {
        StyledText(entry.label.map { "\($0) " } ?? entry.number.map { "\($0). " } ?? "- ")
    }

    private static func lines(of kind: Block.Kind) -> [StyledText] {
        switch kind {
        case .paragraph(let text), .heading(let text, _), .quote(let text), .image(let text), .header(let text),
            .footer(let text), .footnote(let text, _):
            [text]
        case .list(let entries): entries.map { mark(of: $0).joined($0.text) }
        case .code(let code, _): [StyledText(utf8: code)]
        case .rule: []
        case .table(let table):
            table.rows.map { row in
                var text = StyledText()
                for cell in row where !cell.text.isEmpty {
                    if !text.isEmpty { text.append(" ") }
                    text.append(cell.text)
                }
                return text
            }
        }
    }
}

extension StyledText {
    /// This text and then another one.
    func joined(_ other: StyledText) -> StyledText {
        var text = self
        text.append(other)
        return text
    }

    /// The text without some styles.
    func without(_ styles: Style) -> StyledText {
        var text = StyledText()
        var position = 0
        for span in spans {
            text.append(bytes[position..<span.range.lowerBound])
            text.append(bytes[span.range], style: span.style.subtracting(styles), link: span.link)
            position = span.range.upperBound
        }
        text.append(bytes[position...])
        return text
    }
}

extension PageBuilder {
    /// Adds a piece after what is there.
    mutating func add(_ piece: FlowPiece) {
        switch piece {
        case .block(let kind): add(kind)
        case .entry(let entry): add(entry: entry)
        case .code(let line): add(codeLine: line)
        case .pageBreak: breakPage()
        }
    }
}
