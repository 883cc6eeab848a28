import Layout
import Model

/// Reads the text of a word processing part (ECMA-376 part 1, 17.2 to 17.4) paragraph by paragraph.
///
/// Keeps what goes on from one paragraph to the next: list counters, open fields, notes that were referred to.
struct WordFlow {
    let package: Package
    let styles: WordStyles
    var numbering: WordNumbering
    var notes: WordNotes
    var relationships: Relationships
    /// Notes and comments of the present page, in order.
    var pendingNotes: [Block.Kind] = []
    var fields: [WordField] = []
    /// The text takes in documents of other formats, which are not read.
    private(set) var hasForeignParts = false
    /// Text of a paragraph whose end was deleted.
    private var carried = StyledText()

    init(
        package: Package, styles: WordStyles, numbering: WordNumbering, notes: WordNotes, relationships: Relationships
    ) {
        self.package = package
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.relationships = relationships
    }

    /// Reads all blocks of the element that begins here.
    mutating func blocks(_ xml: inout XMLPart) throws(Failure) -> [FlowPiece] {
        let level = xml.depth
        var pieces: [FlowPiece] = []
        while try xml.nextChild(of: level) {
            try block(&xml, into: &pieces)
        }
        return pieces
    }

    /// Reads one element at the level of paragraphs.
    mutating func block(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        switch xml.element {
        case "p": try paragraph(&xml, into: &pieces)
        case "tbl": try table(&xml, into: &pieces)
        case "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice":
            let level = xml.depth
            while try xml.nextChild(of: level) { try block(&xml, into: &pieces) }
        case "oMathPara", "oMath":
            var text = StyledText()
            text.append(try WordMath.read(&xml), style: .math)
            pieces.append(.block(.paragraph(text)))
        case "altChunk":
            hasForeignParts = true
            try xml.skip()
        default: try xml.skip()
        }
    }

    private mutating func paragraph(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        let level = xml.depth
        var paragraph = WordParagraph()
        while try xml.nextChild(of: level) {
            if xml.element == "pPr" {
                paragraph.properties = try WordParagraphProperties(&xml)
            } else {
                try inline(&xml, &paragraph, link: nil)
            }
        }
        finish(&paragraph, into: &pieces)
    }

    /// Turns a paragraph into what it is: heading, entry, code or plain text.
    private mutating func finish(_ paragraph: inout WordParagraph, into pieces: inout [FlowPiece]) {
        let properties = paragraph.properties
        if !carried.isEmpty {
            paragraph.text = carried.joined(paragraph.text)
            carried = StyledText()
        }
        if properties.isEndDeleted, paragraph.before.isEmpty {
            carried = paragraph.text
            pieces += paragraph.beside
            return
        }
        if properties.breaksPageBefore || paragraph.breaksPageBefore { pieces.append(.pageBreak) }
        let role = role(of: properties)
        let entry = nextEntry(properties)
        for text in paragraph.before {
            append(text.trimmed, role, nil, into: &pieces)
            pieces.append(.pageBreak)
        }
        append(role == .code ? paragraph.text : paragraph.text.trimmed, role, entry, into: &pieces)
        pieces += paragraph.beside
        if paragraph.breaksPageAfter || properties.endsSectionPage { pieces.append(.pageBreak) }
    }

    private func role(of properties: WordParagraphProperties) -> StyleNames.Role? {
        guard let outline = properties.outline else {
            return styles.role(of: properties.style ?? styles.defaultParagraph)
        }
        return outline < 9 ? .heading(min(6, outline + 1)) : nil
    }

    private mutating func nextEntry(_ properties: WordParagraphProperties) -> ListEntry? {
        if properties.numbering == "0" { return nil }
        let inherited = styles.numbering(of: properties.style)
        guard let list = properties.numbering ?? inherited?.list, list != "0" else { return nil }
        let level = properties.numberingLevel ?? inherited?.level ?? 0
        var entry = numbering.next(list: list, level: level)
        if level == 0, let named = styles.listLevel(of: properties.style) { entry?.level = named }
        return entry
    }

    private func append(
        _ text: StyledText, _ role: StyleNames.Role?, _ entry: ListEntry?, into pieces: inout [FlowPiece]
    ) {
        if role == .code, entry == nil { return pieces.append(.code(text.bytes)) }
        guard !text.isEmpty else { return }
        switch role {
        case .heading(let level):
            // A heading shows its number; its weight is the style's, not the author's.
            let label = entry?.label ?? entry?.number.map { "\($0)." }
            let title = text.without(.bold)
            pieces.append(.block(.heading(label.map { StyledText("\($0) ").joined(title) } ?? title, level: level)))
        case .quote where entry == nil: pieces.append(.block(.quote(text)))
        default:
            if var entry {
                entry.text = text
                pieces.append(.entry(entry))
            } else {
                pieces.append(.block(.paragraph(text)))
            }
        }
    }
}
