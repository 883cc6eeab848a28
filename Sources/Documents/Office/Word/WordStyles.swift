import Layout
import Model

/// The styles of a word processing document (ECMA-376 part 1, 17.7).
struct WordStyles {
    /// What counts of a style; nil where it leaves a property to the style it is based on.
    struct Style {
        var name = ""
        var basedOn: String?
        var outline: Int?
        var numbering: String?
        var numberingLevel: Int?
        var format = WordFormat()
    }

    private var styles: [String: Style] = [:]
    private(set) var defaultParagraph: String?
    /// The language of the document's text.
    private(set) var language: String?

    /// What paragraphs of each style are, once all styles are known.
    private var roles: [String: StyleNames.Role?] = [:]

    private static let chain = 20

    init() {}

    /// Reads `styles.xml`.
    init(_ xml: inout XMLPart) throws(Failure) {
        guard try xml.nextChild(of: 0) else { return }
        while try xml.nextChild(of: 1) {
            switch xml.element {
            case "style": try readStyle(&xml)
            case "docDefaults": try readDefaults(&xml)
            default: try xml.skip()
            }
        }
        for id in styles.keys { roles[id] = .some(findRole(of: id)) }
    }

    private mutating func readDefaults(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while true {
            switch try xml.next() {
            case .start where xml.element == "lang": language = xml["val"]
            case .end where xml.depth == level: return
            case .finished: return
            default: break
            }
        }
    }

    private mutating func readStyle(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        guard let id = xml["styleId"] else { return try xml.skip() }
        if xml["type"] == "paragraph", xml["default"].map(WordFormat.isOn) ?? false { defaultParagraph = id }
        var style = Style()
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "name":
                style.name = xml["val"] ?? ""
                try xml.skip()
            case "basedOn":
                style.basedOn = xml["val"]
                try xml.skip()
            case "pPr":
                let properties = try WordParagraphProperties(&xml)
                style.outline = properties.outline
                style.numbering = properties.numbering
                style.numberingLevel = properties.numberingLevel
            case "rPr": style.format = try WordFormat(&xml)
            default: try xml.skip()
            }
        }
        styles[id] = style
    }

    /// The style and those it is based on, nearest first.
    private func chain(_ id: String?) -> [Style] {
        var chain: [Style] = []
        var next = id
        while let id = next, let style = styles[id], chain.count < Self.chain {
            chain.append(style)
            next = style.basedOn
        }
        return chain
    }

    /// What a paragraph of the style is, by its name or the names of those it is based on.
    func role(of id: String?) -> StyleNames.Role? {
        guard let id else { return nil }
        // Some writers leave out styles.xml.
        return styles.isEmpty ? StyleNames.role(of: id) : roles[id] ?? nil
    }

    private func findRole(of id: String) -> StyleNames.Role? {
        for style in chain(id) {
            if let role = StyleNames.role(of: style.name) { return role }
            // An outline level of 9 is body text.
            if let outline = style.outline { return outline < 9 ? .heading(min(6, outline + 1)) : nil }
        }
        return nil
    }

    /// List and level that come with a paragraph style.
    func numbering(of id: String?) -> (list: String, level: Int?)? {
        let chain = chain(id)
        guard let list = chain.lazy.compactMap(\.numbering).first else { return nil }
        return (list, chain.lazy.compactMap(\.numberingLevel).first)
    }

    /// The level of a list style that has a list of its own for each level, such as `List Bullet 2`.
    func listLevel(of id: String?) -> Int? {
        for style in chain(id) {
            let name = style.name.lowercased()
            guard name.hasPrefix("list "), let level = name.last?.wholeNumberValue, (2...5).contains(level) else {
                continue
            }
            return level - 1
        }
        return nil
    }

    /// The look a character style gives.
    func format(of id: String) -> WordFormat {
        var format = WordFormat()
        for style in chain(id).reversed() {
            format.apply(style.format)
            if StyleNames.role(of: style.name) == .code { format.isCode = true }
        }
        return format
    }
}
