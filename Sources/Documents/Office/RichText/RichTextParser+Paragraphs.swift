import Layout
import Model

extension RichTextParser {
    /// Ends the paragraph that is being read.
    mutating func endParagraph(inCell: Bool = false) {
        defer {
            text = StyledText()
            label = StyledText()
        }
        guard let piece = piece() else { return }
        if !outer.isEmpty {
            pieces.append(piece)
        } else if inCell || state.isInTable || !row.cells.isEmpty {
            cell.append(piece)
        } else {
            endTable()
            pieces.append(piece)
        }
    }

    private func piece() -> FlowPiece? {
        let role = role
        if role == .code { return .code(text.bytes) }
        let shown = text.trimmed
        guard !shown.isEmpty else { return nil }
        if case .heading(let level) = role {
            let title = shown.without(.bold)
            let number = label.trimmed
            return .block(.heading(number.isEmpty ? title : number.joined(StyledText(" ")).joined(title), level: level))
        }
        if let entry = entry(shown) { return .entry(entry) }
        return .block(role == .quote ? .quote(shown) : .paragraph(shown))
    }

    private var role: StyleNames.Role? {
        if let outline = state.outline, (0..<9).contains(outline) { return .heading(min(6, outline + 1)) }
        return styleNames[state.style].flatMap(StyleNames.role)
    }

    /// By how much each level of a list is usually indented.
    private static let levelTwips = 360

    /// The list entry a paragraph is, by the label the writer put beside it, or by a mark that hangs in its indent.
    private func entry(_ shown: StyledText) -> ListEntry? {
        let level = state.listLevel ?? max(0, state.indent / Self.levelTwips - 1)
        let mark = label.trimmed
        if !mark.isEmpty { return Self.entry(mark.bytes, shown, level) }
        guard state.firstIndent < 0, let tab = shown.bytes.firstIndex(of: ASCII.tab), tab <= 10 else { return nil }
        let hanging = shown.bytes[..<tab]
        guard Self.isMark(hanging.trimmed) else { return nil }
        return Self.entry(Array(hanging.trimmed), shown.dropping(tab + 1).trimmed, level)
    }

    private static func isMark(_ mark: ArraySlice<UInt8>) -> Bool {
        if isBullet(mark) { return true }
        guard let last = mark.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ")") else { return false }
        return mark.allSatisfy { ASCII.isDigit($0) || ASCII.isLetter($0) || "().".utf8.contains($0) }
    }

    private static func isBullet(_ mark: some Sequence<UInt8>) -> Bool {
        let text = String(decoding: Array(mark), as: UTF8.self)
        return ["-", "*", "o"].contains(text) || text.unicodeScalars.count == 1 && !text.utf8.allSatisfy { $0 < 0x80 }
    }

    private static func entry(_ mark: [UInt8], _ text: StyledText, _ level: Int) -> ListEntry {
        if isBullet(mark) { return ListEntry(text, level: level) }
        let label = String(decoding: mark, as: UTF8.self)
        let number = Int(String(decoding: mark.filter(ASCII.isDigit), as: UTF8.self)) ?? 0
        var entry = WordNumbering.entry(label: label, number: number, level: level, form: .decimal)
        entry.text = text
        return entry
    }

    /// Ends the page, or the column, which is but a place in the text.
    mutating func breakPage(isPage: Bool) {
        guard outer.isEmpty, !state.isInTable else { return }
        endParagraph()
        guard isPage else { return }
        endTable()
        pieces.append(.pageBreak)
    }

    /// Ends the table that is being read.
    mutating func endTable() {
        if !row.cells.isEmpty || !cell.isEmpty {
            // A row that was not ended, as sloppy writers leave it.
            if !cell.isEmpty { row.cells.append(RichTextRow.Cell(pieces: cell)) }
            row.edges = definedRow.edges
            rows.append(row)
            row = RichTextRow()
            cell = []
        }
        guard !rows.isEmpty else { return }
        if rows.count == 1, rows[0].cells.count == 1 {
            pieces += rows[0].cells[0].pieces
        } else {
            let table = RichTextTable.table(of: rows)
            if table.rows.contains(where: { $0.contains { !$0.text.isEmpty } }) { pieces.append(.block(.table(table))) }
        }
        rows = []
    }

    /// Begins a note, whose text stands in the middle of the paragraph that refers to it.
    mutating func beginNote() {
        guard outer.count < Limits.listDepth else { return }
        noteCount += 1
        text.append("[^\(noteCount)]", style: .note)
        outer.append((text, label, pieces))
        (text, label, pieces) = (StyledText(), StyledText(), [])
        state.isNote = true
        state.destination = .text
        state.format = WordFormat()
        state.resetParagraph()
    }

    /// Ends a note and goes back to the text around it.
    mutating func endNote() {
        endParagraph()
        guard let around = outer.popLast() else { return }
        notes.append(.footnote(FlowPiece.flattened(pieces).trimmed, mark: String(noteCount)))
        (text, label, pieces) = around
    }
}

extension StyledText {
    /// The text without its first bytes.
    func dropping(_ count: Int) -> StyledText {
        var text = StyledText()
        var position = min(count, bytes.count)
        for span in spans where span.range.upperBound > position {
            let start = max(span.range.lowerBound, position)
            text.append(bytes[position..<start])
            text.append(bytes[start..<span.range.upperBound], style: span.style, link: span.link)
            position = span.range.upperBound
        }
        text.append(bytes[position...])
        return text
    }
}

/// The fonts of an RTF document and their code pages.
struct RichTextFonts {
    /// The code page of the document.
    var codePage = 1252
    private var characterSets: [Int: Int] = [:]
    private var names: [Int: String] = [:]
    private var present = 0
    private let converters = Converters()

    /// Open code pages, by number.
    private final class Converters {
        var first: CodePage?
        var number = -1

        func decode(_ bytes: [UInt8], _ number: Int) -> [UInt8] {
            if self.number != number {
                first = CodePage(number)
                self.number = number
            }
            return first?.decode(bytes) ?? bytes
        }
    }

    mutating func setCharacterSet(_ set: Int, font: Int) {
        characterSets[font] = set
        present = font
    }

    /// Names the font that was described last.
    mutating func name(_ name: [UInt8]) {
        let text = String(decoding: name.filter { $0 != UInt8(ascii: ";") }, as: UTF8.self).trimmingBlanks
        if !text.isEmpty { names[present] = text }
    }

    func name(of font: Int) -> String { names[font] ?? "" }

    /// Text in a font; -1 stands for none.
    func decode(_ bytes: [UInt8], font: Int) -> [UInt8] {
        let set = characterSets[font] ?? 0
        if set == 2, font >= 0 {
            return bytes.flatMap { Array((SymbolFonts.text(font: name(of: font), code: UInt32($0)) ?? "•").utf8) }
        }
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        return converters.decode(bytes, CodePage.number(characterSet: set) ?? codePage)
    }
}
