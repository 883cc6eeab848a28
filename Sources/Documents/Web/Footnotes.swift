import Model
import XML

/// The notes of a page and where the text refers to them, as pandoc, EPUB and wikis write them.
///
/// A reference is a link to a place in the page that says what it is, or a raised one whose target is an entry of a
/// list; the entry is the note then.
struct Footnotes {
    /// Marks by the links that refer to a note.
    private(set) var references: [HTMLTree.Place: String] = [:]
    /// Marks by the elements that are notes.
    private(set) var notes: [HTMLTree.Place: String] = [:]

    init(of tree: HTMLTree) {
        var targets: [String: HTMLTree.Place] = [:]
        var links: [(link: HTMLTree.Place, isRaised: Bool)] = []
        tree.visit(below: 0) { node in
            if let id = tree.attribute("id", of: node), targets[id] == nil { targets[id] = node }
            if tree.name(of: node) == "a", let address = tree.attribute("href", of: node),
                address.utf8.contains(UInt8(ascii: "#"))
            {
                links.append((node, Self.isRaised(node, in: tree)))
            }
            return !tree.isText(node)
        }
        for (link, isRaised) in links {
            let isNamed = Self.isNamedReference(link, in: tree)
            guard isNamed || isRaised, let mark = Self.mark(of: link, in: tree) else { continue }
            let address = tree.attribute("href", of: link) ?? ""
            let target = address.hasPrefix("#") ? targets[String(address.dropFirst())] : nil
            let note = target.flatMap { Self.note(at: $0, in: tree) }
            guard isNamed || note != nil else { continue }
            references[link] = mark
            if let note, notes[note] == nil { notes[note] = mark }
        }
    }

    /// True for a link that leads from a note back to the text.
    static func isBackLink(_ link: HTMLTree.Place, in tree: HTMLTree) -> Bool {
        if tree.attribute("role", of: link) == "doc-backlink" || tree.attribute("type", of: link) == "backlink" {
            return true
        }
        let words = Array(tree.words(of: link).utf8)
        if words.contains("footnote-back" as StaticString) || words.contains("reversefootnote" as StaticString) {
            return true
        }
        let text = String(decoding: tree.plainText(below: link).trimmed, as: UTF8.self)
        return ["↩", "↩︎", "↩\u{FE0E}", "↑", "^", "⏎"].contains(text)
    }

    private static func isNamedReference(_ link: HTMLTree.Place, in tree: HTMLTree) -> Bool {
        let types = [
            tree.attribute("role", of: link), tree.attribute("type", of: link), tree.attribute("epub:type", of: link),
        ]
        if types.contains("doc-noteref") || types.contains("noteref") { return true }
        let words = Array(tree.words(of: link).utf8)
        return words.contains("footnote-ref" as StaticString) || words.contains("footnoteref" as StaticString)
    }

    private static func isRaised(_ link: HTMLTree.Place, in tree: HTMLTree) -> Bool {
        if let parent = tree.parent(of: link), tree.name(of: parent) == "sup" { return true }
        let inner = Array(tree.children(of: link).prefix(2))
        return inner.count == 1 && tree.name(of: inner[0]) == "sup"
    }

    /// The number or sign without brackets; nil for anything longer.
    private static func mark(of link: HTMLTree.Place, in tree: HTMLTree) -> String? {
        let text = String(decoding: tree.plainText(below: link).trimmed.prefix(40), as: UTF8.self)
        let mark = text.filter { !"[]() \u{A0}\n".contains($0) }
        return mark.isEmpty || mark.utf8.count > Limits.noteMarkBytes ? nil : mark
    }

    private static func note(at target: HTMLTree.Place, in tree: HTMLTree) -> HTMLTree.Place? {
        var place: HTMLTree.Place? = target
        for _ in 0..<3 {
            guard let node = place else { return nil }
            let name = tree.name(of: node)
            let type = tree.attribute("epub:type", of: node) ?? tree.attribute("type", of: node) ?? ""
            let isTyped =
                ["footnote", "endnote", "rearnote"].contains(type) || tree.attribute("role", of: node) == "doc-footnote"
            if name == "li" || isTyped { return node }
            place = tree.parent(of: node)
        }
        return nil
    }
}
