import Layout
import Model
import WorkerProtocol

/// Reads documents of Word 97 to 2003 (doc): text, headings, lists, tables and notes, without the looks of characters.
struct BinaryWordReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let file = try CompoundFile(source)
        guard let stream = try file.stream("WordDocument") else {
            throw Failure(.corruptDocument, "\(source.name) has no document in it", stage: .parse)
        }
        let document = LittleEndian(stream)
        if BinaryWordText.isEncrypted(document) { throw Package.encrypted(source) }
        let table = LittleEndian(try file.stream(BinaryWordText.tableName(document)) ?? [])
        guard let text = BinaryWordText(document, table: table) else {
            throw Failure(
                .unsupportedMedia, "\(source.name) was written by a Word before 1997", stage: .parse,
                resolution: "Open it in LibreOffice, save it as docx and drop that.")
        }
        var flow = BinaryWordFlow(text)
        flow.read()
        var pages = PageBuilder()
        for piece in flow.pieces { pages.add(piece) }
        for note in flow.notes { pages.add(note) }
        pages.finish()
        var sequence = PageSequence(options)
        output.add(links: pages.takeLinks())
        for page in pages.takePages() where !sequence.isDone {
            if sequence.begin() { sequence.write(page, to: &output) }
        }
        try sequence.finish(source, &output)
        let properties = try LegacyProperties.read(file)
        let title = properties.title ?? pages.title
        output.end(
            DocumentSummary(
                metadata: properties.metadata(title: title), pageCount: sequence.number, title: title,
                outline: pages.outline))
    }
}

/// Turns the characters of a Word 97 document into pieces of text ([MS-DOC] 2.4.1).
struct BinaryWordFlow {
    private let text: BinaryWordText
    private(set) var pieces: [FlowPiece] = []
    private(set) var notes: [Block.Kind] = []
    private var paragraph: [UInt16] = []
    private var rows: [[StyledText]] = []
    private var row: [StyledText] = []
    private var cell: [FlowPiece] = []
    /// For each open field, whether its result has begun.
    private var fields: [Bool] = []
    private var noteCount = 0

    init(_ text: BinaryWordText) { self.text = text }

    /// Reads the main text, then its footnotes.
    mutating func read() {
        let (text, main, count) = (self.text, self.text.mainCount, self.text.noteCount)
        text.characters(0..<main) { unit, place in add(unit, place) }
        endParagraph(nil)
        endTable()
        guard count > 0, count < Int(Int32.max) else { return }
        let references = noteCount
        var note: [UInt16] = []
        var number = 0
        text.characters(main..<main + count) { unit, _ in
            // A note begins with the mark that refers to it.
            if unit == 2, number < references {
                addNote(note, number)
                number += 1
                note = []
            } else if unit == 13 || unit >= 0x20 {
                note.append(unit == 13 ? 10 : unit)
            }
        }
        addNote(note, number)
    }

    private mutating func addNote(_ units: [UInt16], _ number: Int) {
        let text = StyledText(String(decoding: units, as: UTF16.self)).trimmed
        if number > 0, !text.isEmpty { notes.append(.footnote(text, mark: String(number))) }
    }

    private mutating func add(_ unit: UInt16, _ place: Int) {
        switch unit {
        case 0x13: fields.append(false)
        case 0x14: if !fields.isEmpty { fields[fields.count - 1] = true }
        case 0x15: _ = fields.popLast()
        case 0x0D, 0x07: end(unit, text.paragraph(endingAt: place))
        case 0x0C:
            endParagraph(text.paragraph(endingAt: place))
            if row.isEmpty { pieces.append(.pageBreak) }
        default:
            guard fields.allSatisfy({ $0 }) else { return }
            if let character = Self.character(unit) { paragraph.append(character) }
            if unit == 2 {
                noteCount += 1
                paragraph += Array("[^\(noteCount)]".utf16)
            }
        }
    }

    private static func character(_ unit: UInt16) -> UInt16? {
        switch unit {
        case 0x0B, 0x0E: 0x0A
        case 0x09: unit
        case 0x1E: 0x2D
        case 0..<0x20: nil
        default: unit
        }
    }

    /// Ends a paragraph, a cell or a row.
    private mutating func end(_ unit: UInt16, _ properties: BinaryWordText.Paragraph?) {
        guard unit == 0x07 || properties?.isInTable == true else { return endParagraph(properties) }
        if unit == 0x07, properties?.endsRow == true {
            paragraph = []
            if !row.isEmpty { rows.append(row) }
            row = []
            if rows.count >= Limits.tableRows { endTable() }
            return
        }
        if let piece = piece(properties) { cell.append(piece) }
        if unit == 0x07 {
            if row.count < Limits.spannedColumns { row.append(FlowPiece.flattened(cell)) }
            cell = []
        }
    }

    private mutating func endParagraph(_ properties: BinaryWordText.Paragraph?) {
        endTable()
        if let piece = piece(properties) { pieces.append(piece) }
    }

    private mutating func endTable() {
        if !cell.isEmpty { row.append(FlowPiece.flattened(cell)) }
        if !row.isEmpty { rows.append(row) }
        (cell, row) = ([], [])
        defer { rows = [] }
        guard rows.contains(where: { $0.contains { !$0.isEmpty } }) else { return }
        pieces.append(.block(.table(Table(rows: rows.map { $0.map { Table.Cell($0) } }))))
    }

    private mutating func piece(_ properties: BinaryWordText.Paragraph?) -> FlowPiece? {
        let whole = Self.styled(String(decoding: paragraph, as: UTF16.self))
        paragraph = []
        let text = whole.trimmed
        guard !text.isEmpty else { return nil }
        switch properties.flatMap({ self.text.role(ofStyle: $0.style) }) {
        case .heading(let level): return .block(.heading(text, level: level))
        case .code: return .code(whole.bytes)
        case .quote: return .block(.quote(text))
        case nil: break
        }
        if properties?.hasList == true { return .entry(ListEntry(text, level: properties?.level ?? 0)) }
        return .block(.paragraph(text))
    }

    /// The text with its references to notes marked as such.
    private static func styled(_ text: String) -> StyledText {
        guard text.utf8.contains(UInt8(ascii: "^")) else { return StyledText(text) }
        var styled = StyledText()
        var rest = text[...]
        while let match = rest.firstMatch(of: /\[\^[0-9]+\]/) {
            styled.append(String(rest[..<match.range.lowerBound]))
            styled.append(String(match.output), style: .note)
            rest = rest[match.range.upperBound...]
        }
        styled.append(String(rest))
        return styled
    }
}
