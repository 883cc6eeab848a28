import Layout
import Model

/// Reads the text of an OpenDocument (ODF 1.3 part 3, clauses 5 to 7) paragraph by paragraph.
struct OpenDocumentFlow {
    let styles: OpenDocumentStyles
    /// Notes and comments of the present page, in order.
    var pendingNotes: [Block.Kind] = []
    var noteCounts: [String: Int] = [:]
    /// The lists that are open, outermost first.
    private var lists: [OpenList] = []
    /// Last numbers of lists by their identifiers and styles, for those that go on.
    private var endings: [String: [Int: Int]] = [:]
    private var headingNumbers: [Int: Int] = [:]

    /// A list whose end has not been read.
    private struct OpenList {
        var style: String?
        var id: String?
        var number: Int?
        var isHeader = false
        var isNewItem = false
    }

    init(styles: OpenDocumentStyles) { self.styles = styles }

    /// Reads all blocks of the element that begins here.
    mutating func blocks(_ xml: inout XMLPart) throws(Failure) -> [FlowPiece] {
        let level = xml.depth
        var pieces: [FlowPiece] = []
        while try xml.nextChild(of: level) { try block(&xml, into: &pieces) }
        return pieces
    }

    /// Reads one element at the level of paragraphs.
    mutating func block(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        switch xml.element {
        case "p", "h": try paragraph(&xml, into: &pieces)
        case "list": try list(&xml, into: &pieces)
        case "table": try table(&xml, into: &pieces)
        case "frame", "g", "custom-shape", "rect", "ellipse", "a":
            try drawing(&xml, into: &pieces)
        case "section", "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
            "alphabetical-index", "bibliography", "index-body", "index-title", "text-box", "numbered-paragraph":
            if xml["display"] == "none" { return try xml.skip() }
            let level = xml.depth
            while try xml.nextChild(of: level) { try block(&xml, into: &pieces) }
        case "soft-page-break":
            pieces.append(.pageBreak)
            try xml.skip()
        default: try xml.skip()
        }
    }

    private mutating func paragraph(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        let isHeading = xml.element == "h"
        let name = xml["style-name"]
        let outline = xml["outline-level"].flatMap(Int.init)
        let isUnnumbered = xml["is-list-header"] == "true"
        let start = xml["start-value"].flatMap(Int.init)
        let style = styles.style("paragraph", name)
        var paragraph = WordParagraph()
        try inline(&xml, &paragraph, WordFormat(), link: nil)
        if style?.breaksBefore == true || paragraph.breaksPageBefore { pieces.append(.pageBreak) }
        var role = styles.role(of: name)
        if isHeading { role = .heading(min(6, max(1, outline ?? 1))) }
        let text = role == .code ? paragraph.text : paragraph.text.trimmed
        append(text, role, isUnnumbered: isUnnumbered, start: start, into: &pieces)
        pieces += paragraph.beside
        if style?.breaksAfter == true || paragraph.breaksPageAfter { pieces.append(.pageBreak) }
    }

    private mutating func append(
        _ text: StyledText, _ role: StyleNames.Role?, isUnnumbered: Bool, start: Int?, into pieces: inout [FlowPiece]
    ) {
        if role == .code, lists.isEmpty { return pieces.append(.code(text.bytes)) }
        guard !text.isEmpty else { return }
        switch role {
        case .heading(let level):
            let title = text.without(.bold)
            let label = isUnnumbered ? "" : headingLabel(level - 1, start)
            pieces.append(.block(.heading(label.isEmpty ? title : StyledText("\(label) ").joined(title), level: level)))
        case .quote where lists.isEmpty: pieces.append(.block(.quote(text)))
        default:
            if let entry = entry(text) { pieces.append(entry) } else { pieces.append(.block(.paragraph(text))) }
        }
    }

    // MARK: Lists

    private mutating func list(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        guard lists.count < Limits.listDepth else { return try xml.skip() }
        let style = xml["style-name"] ?? lists.last?.style
        var list = OpenList(style: style, id: xml["id"])
        let depth = lists.count
        if let continued = xml["continue-list"] {
            list.number = endings[continued]?[depth]
        } else if xml["continue-numbering"] == "true", let style {
            list.number = endings["style " + style]?[depth]
        }
        lists.append(list)
        let level = xml.depth
        while try xml.nextChild(of: level) {
            guard xml.element == "list-item" || xml.element == "list-header" else {
                try xml.skip()
                continue
            }
            beginItem(start: xml["start-value"].flatMap(Int.init), isHeader: xml.element == "list-header")
            let inner = xml.depth
            while try xml.nextChild(of: inner) { try block(&xml, into: &pieces) }
        }
        if let closed = lists.popLast(), let number = closed.number {
            if let id = closed.id { endings[id, default: [:]][depth] = number }
            if let style = closed.style { endings["style " + style, default: [:]][depth] = number }
        }
    }

    private mutating func beginItem(start: Int?, isHeader: Bool) {
        let place = lists.count - 1
        lists[place].isHeader = isHeader
        lists[place].isNewItem = !isHeader
        guard !isHeader else { return }
        let shape = styles.list(lists[place].style)[place]
        lists[place].number = start ?? lists[place].number.map { $0 &+ 1 } ?? shape?.start ?? 1
    }

    /// The entry a paragraph in a list is; one after the first of its item goes on in the same entry.
    private mutating func entry(_ text: StyledText) -> FlowPiece? {
        guard let list = lists.last else { return nil }
        let level = lists.count - 1
        guard list.isNewItem else {
            return list.isHeader ? nil : .entry(ListEntry(text, level: level + 1))
        }
        lists[level].isNewItem = false
        guard let shape = styles.list(list.style)[level], shape.form != .bullet else {
            return .entry(ListEntry(text, level: level))
        }
        let numbers = Dictionary(uniqueKeysWithValues: lists.enumerated().map { ($0, $1.number ?? 1) })
        let label = Self.label(styles.list(list.style), level, numbers)
        var entry = WordNumbering.entry(label: label, number: list.number ?? 1, level: level, form: shape.form)
        entry.text = text
        return .entry(entry)
    }

    private mutating func headingLabel(_ level: Int, _ start: Int?) -> String {
        guard let shape = styles.outline[level], shape.form != .none, shape.form != .bullet else { return "" }
        headingNumbers[level] = start ?? headingNumbers[level].map { $0 &+ 1 } ?? shape.start
        headingNumbers = headingNumbers.filter { $0.key <= level }
        return Self.label(styles.outline, level, headingNumbers)
    }

    private static func label(
        _ levels: [Int: OpenDocumentStyles.ListLevel], _ level: Int, _ numbers: [Int: Int]
    ) -> String {
        guard let shape = levels[level] else { return "" }
        let first = max(0, level - shape.displayed + 1)
        let shown = (first...level).compactMap { upper -> String? in
            let form = levels[upper]?.form ?? .decimal
            return form == .bullet || form == .none ? nil : ListNumbers.text(numbers[upper] ?? 1, form)
        }
        return shape.prefix + shown.joined(separator: ".") + shape.suffix
    }
}
