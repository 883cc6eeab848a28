import Layout
import Model
import XML

/// What a reader asks of the elements of a page.
extension HTMLTree {
    /// The first element with a name below a place, in the order of the text.
    func first(_ name: String, below place: Place = 0) -> Place? {
        var waiting = [children(of: place)]
        while !waiting.isEmpty {
            guard let node = waiting[waiting.count - 1].next() else {
                waiting.removeLast()
                continue
            }
            if self.name(of: node) == name { return node }
            if !isText(node) { waiting.append(children(of: node)) }
        }
        return nil
    }

    /// Goes through everything below a place in the order of the text; `enter` says whether to go into an element.
    func visit(below place: Place, _ enter: (Place) -> Bool) {
        var waiting = [children(of: place)]
        while !waiting.isEmpty {
            guard let node = waiting[waiting.count - 1].next() else {
                waiting.removeLast()
                continue
            }
            if enter(node), !isText(node) { waiting.append(children(of: node)) }
        }
    }

    /// All text below a place as it stands.
    func plainText(below place: Place) -> [UInt8] {
        var collected: [UInt8] = []
        visit(below: place) { node in
            if isText(node) { collected += text(of: node) }
            return true
        }
        return collected
    }

    /// True when a browser would not show an element.
    func isHidden(_ place: Place) -> Bool {
        let name = name(of: place)
        if name.isEmpty { return false }
        if HTMLElements.unseen.contains(name) { return true }
        if let hidden = attribute("hidden", of: place), hidden != "until-found" { return true }
        if name == "dialog", attribute("open", of: place) == nil { return true }
        guard let rules = rules(of: place) else { return false }
        return rules.contains("display:none" as StaticString) || rules.contains("visibility:hidden" as StaticString)
            || rules.contains("mso-hide:all" as StaticString)
    }

    /// The style attribute in lower case without blanks.
    private func rules(of place: Place) -> [UInt8]? {
        guard let style = attribute("style", of: place) else { return nil }
        return style.utf8.filter { $0 > ASCII.space }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// The words of class, id and role, in lower case, for rules that go by them.
    func words(of place: Place) -> String {
        ["class", "id", "role"].compactMap { attribute($0, of: place) }.joined(separator: " ").lowercased()
    }

    /// The style an element gives to its text.
    func style(of place: Place) -> StyledText.Style {
        var style: StyledText.Style =
            switch name(of: place) {
            case "b", "strong": .bold
            case "i", "em", "cite", "dfn", "var": .italic
            case "s", "strike", "del": .strikethrough
            case "sup": .superscript
            case "sub": .subscript
            case "code", "kbd", "samp", "tt": .code
            default: []
            }
        if let rules = rules(of: place) {
            let bold: [StaticString] = ["font-weight:bold", "font-weight:700", "font-weight:600"]
            if bold.contains(where: { rules.contains($0) }) { style.insert(.bold) }
            if rules.contains("font-style:italic" as StaticString) { style.insert(.italic) }
            if rules.contains("line-through" as StaticString) { style.insert(.strikethrough) }
        }
        return style
    }

    /// A whole number that an attribute holds, within bounds.
    func number(_ name: String, of place: Place, within range: ClosedRange<Int>, otherwise: Int) -> Int {
        guard let value = attribute(name, of: place), let number = Int(value.filter { $0 > " " }) else {
            return otherwise
        }
        return min(max(number, range.lowerBound), range.upperBound)
    }
}
