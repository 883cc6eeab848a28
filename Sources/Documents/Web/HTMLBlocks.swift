import Layout
import Model
import XML

/// Turns elements of a page into blocks, in the order of the text.
///
/// Hidden elements and those in `omitted` are left out. The depth of the tree is bounded, and so is the recursion.
struct HTMLBlocks {
    let tree: HTMLTree
    /// Elements that do not belong to what is wanted of the page.
    var omitted: Set<HTMLTree.Place> = []
    var blocks: [Block] = []
    /// Addresses that links lead to, with their texts.
    private(set) var links: [(text: String, address: String)] = []
    var run = InlineRun()
    var lists: [OpenList] = []
    var entries: [ListEntry] = []
    var entryIsOpen = false
    var quotes = 0
    var heading: Int?
    var joinsQuote = false
    let footnotes: Footnotes
    var note: String?
    var joinsNote = false

    /// A list whose end has not come.
    struct OpenList {
        var nextNumber: Int?
        var step = 1
    }

    /// How the text at a place looks.
    struct Look {
        var style: StyledText.Style = []
        var link: String?
    }

    init(_ tree: HTMLTree, omitting omitted: Set<HTMLTree.Place> = [], footnotes: Footnotes? = nil) {
        self.tree = tree
        self.omitted = omitted
        self.footnotes = footnotes ?? Footnotes(of: tree)
    }

    /// Adds an element with everything in it.
    mutating func add(_ place: HTMLTree.Place) {
        visit(place, Look())
        endParagraph()
        endList()
    }

    mutating func visitChildren(of place: HTMLTree.Place, _ look: Look) {
        for child in tree.children(of: place) { visit(child, look) }
    }

    /// Adds a text, a link, an image or a formula to the run.
    mutating func addPiece(_ place: HTMLTree.Place, _ look: Look) { visit(place, look) }

    private mutating func visit(_ place: HTMLTree.Place, _ look: Look) {
        if tree.isText(place) { return run.add(tree.text(of: place), style: look.style, link: look.link) }
        if omitted.contains(place) || tree.isHidden(place) { return }
        let name = tree.name(of: place)
        if HTMLElements.blocks.contains(name) { return visitBlock(place, name, look) }
        switch name {
        case "br": run.breakLine()
        case "img": addImage(place, look)
        case "a": visitLink(place, look)
        case "math": run.add(MathText.text(of: place, in: tree)[...], style: look.style, link: look.link)
        case "q":
            run.add("“")
            visitChildren(of: place, look.styled(tree.style(of: place)))
            run.add("”")
        case "rt":
            run.add("(")
            visitChildren(of: place, look)
            run.add(")")
        default:
            // A heading is bold by itself.
            let style = tree.style(of: place).subtracting(heading == nil ? [] : .bold)
            visitChildren(of: place, look.styled(style))
        }
    }

    // MARK: Blocks

    private mutating func visitBlock(_ place: HTMLTree.Place, _ name: String, _ look: Look) {
        endParagraph()
        if note == nil, let mark = footnotes.notes[place] { return visitNote(place, mark) }
        switch name {
        case "h1", "h2", "h3", "h4", "h5", "h6": visitHeading(place, level: Int(name.dropFirst()) ?? 6, look)
        case "ul", "ol", "menu", "dir": visitList(place, name, look)
        case "li": visitEntry(place, look)
        case "pre", "xmp", "listing", "plaintext": addCode(place)
        case "hr":
            endList()
            if heading == nil { blocks.append(Block(.rule)) }
        case "blockquote":
            endList()
            quotes += 1
            joinsQuote = false
            visitChildren(of: place, look)
            endParagraph()
            quotes -= 1
            joinsQuote = false
        case "table": visitTable(place, look)
        case "dt": visitChildren(of: place, look.styled(.bold))
        default: visitChildren(of: place, look.styled(tree.style(of: place)))
        }
        endParagraph()
    }

    private mutating func visitNote(_ place: HTMLTree.Place, _ mark: String) {
        endList()
        let outer = lists
        lists = []
        note = mark
        joinsNote = false
        visitChildren(of: place, Look())
        endParagraph()
        note = nil
        lists = outer
    }

    private mutating func visitHeading(_ place: HTMLTree.Place, level: Int, _ look: Look) {
        endList()
        let outer = heading
        heading = level
        visitChildren(of: place, look)
        endParagraph()
        heading = outer
    }

    private mutating func visitList(_ place: HTMLTree.Place, _ name: String, _ look: Look) {
        entryIsOpen = false
        let isReversed = tree.attribute("reversed", of: place) != nil
        let start = tree.number("start", of: place, within: 0...Limits.listNumber, otherwise: 1)
        lists.append(OpenList(nextNumber: name == "ol" ? start : nil, step: isReversed ? -1 : 1))
        visitChildren(of: place, look)
        endParagraph()
        lists.removeLast()
        entryIsOpen = false
        if lists.isEmpty { endList() }
    }

    private mutating func visitEntry(_ place: HTMLTree.Place, _ look: Look) {
        guard !lists.isEmpty else {
            lists.append(OpenList())
            visitEntry(place, look)
            endParagraph()
            lists.removeLast()
            return
        }
        entryIsOpen = false
        if let number = lists[lists.count - 1].nextNumber {
            let own = tree.number("value", of: place, within: 0...Limits.listNumber, otherwise: number)
            lists[lists.count - 1].nextNumber = max(0, own + lists[lists.count - 1].step)
            entryNumber = own
        } else {
            entryNumber = nil
        }
        visitChildren(of: place, look)
        endParagraph()
        entryIsOpen = false
    }

    var entryNumber: Int?

    private mutating func addCode(_ place: HTMLTree.Place) {
        endList()
        var code = CodeText.text(of: place, in: tree, omitting: omitted)
        while code.last == ASCII.lineFeed { code.removeLast() }
        guard !code.trimmed.isEmpty else { return }
        blocks.append(Block(.code(code, language: CodeText.language(of: place, in: tree))))
    }

    private mutating func visitTable(_ place: HTMLTree.Place, _ look: Look) {
        if let table = HTMLTable(place, in: tree, omitting: omitted, footnotes) {
            endList()
            if let caption = table.caption {
                visitChildren(of: caption, look)
                endParagraph()
            }
            blocks.append(Block(.table(table.table)))
            links += table.links
        } else {
            visitChildren(of: place, look)
        }
    }

    // MARK: Text

    private mutating func visitLink(_ place: HTMLTree.Place, _ look: Look) {
        if let mark = footnotes.references[place] { return run.add("[^\(mark)]") }
        if note != nil, Footnotes.isBackLink(place, in: tree) { return }
        guard let address = Self.address(tree.attribute("href", of: place)) else {
            return visitChildren(of: place, look.styled(tree.style(of: place)))
        }
        let text = String(
            decoding: tree.plainText(below: place).trimmed.prefix(Limits.documentNameBytes), as: UTF8.self)
        if heading != nil, ["¶", "#", "§", "\u{1F517}"].contains(text) { return }
        if address.hasPrefix("#") { return visitChildren(of: place, look) }
        if links.count <= Limits.documentLinks { links.append((text, address)) }
        var look = look
        look.link = address
        visitChildren(of: place, look)
    }

    /// An address that may be shown: scripts are none.
    private static func address(_ reference: String?) -> String? {
        guard let address = reference.map({ String(decoding: Array($0.utf8).trimmed, as: UTF8.self) }),
            !address.isEmpty, address.utf8.count <= Limits.documentNameBytes
        else { return nil }
        let scheme = address.prefix { $0 != ":" }.lowercased().filter { $0 > " " }
        return ["javascript", "vbscript", "data", "blob"].contains(scheme) ? nil : address
    }

    private mutating func addImage(_ place: HTMLTree.Place, _ look: Look) {
        guard let described = tree.attribute("alt", of: place) else { return }
        var description = InlineRun()
        description.add(described)
        let text = description.take()
        guard !text.isEmpty, text.bytes.count <= Limits.documentNameBytes else { return }
        if run.isEmpty, look.link == nil, heading == nil, lists.isEmpty, quotes == 0, isAlone(place) {
            return blocks.append(Block(.image(text)))
        }
        run.add(text.bytes[...], style: look.style, link: look.link)
    }

    /// True when nothing but blanks stands beside an element.
    private func isAlone(_ place: HTMLTree.Place) -> Bool {
        guard let parent = tree.parent(of: place) else { return true }
        return tree.children(of: parent).prefix(Limits.lookedAtSiblings).allSatisfy { sibling in
            sibling == place || tree.text(of: sibling).trimmed.isEmpty && tree.isText(sibling)
                || HTMLElements.blocks.contains(tree.name(of: sibling)) || tree.name(of: sibling) == "br"
        }
    }
}

extension HTMLBlocks.Look {
    /// The same look with a style more.
    func styled(_ style: StyledText.Style) -> Self {
        var look = self
        look.style.formUnion(style)
        return look
    }
}
