import Layout
import Model

/// The styles of an OpenDocument that count for its text (ODF 1.3 part 3, clause 16).
struct OpenDocumentStyles {
    /// What a style says; nil where it leaves a property to its parent.
    struct Style {
        var displayName = ""
        var parent: String?
        var outline: Int?
        var list: String?
        var format = WordFormat()
        var breaksBefore = false
        var breaksAfter = false
        var isHidden: Bool?
    }

    /// One level of a list style.
    struct ListLevel {
        var form = ListNumbers.Form.bullet
        var prefix = ""
        var suffix = ""
        var start = 1
        var displayed = 1
    }

    /// By family and name, since families share names.
    private var styles: [String: Style] = [:]
    private var lists: [String: [Int: ListLevel]] = [:]
    /// Numbers of headings.
    private(set) var outline: [Int: ListLevel] = [:]
    private static let chain = 20

    init() {}

    /// Reads the styles below the element that begins here; later ones do not replace earlier ones.
    mutating func read(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "style": try readStyle(&xml)
            case "list-style":
                let name = xml["name"] ?? ""
                lists[name] = try Self.readLevels(&xml)
            case "outline-style": outline = try Self.readLevels(&xml)
            default: try xml.skip()
            }
        }
    }

    private mutating func readStyle(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        let key = (xml["family"] ?? "") + "/" + (xml["name"] ?? "")
        var style = Style()
        style.displayName = xml["display-name"] ?? xml["name"] ?? ""
        style.parent = xml["parent-style-name"]
        style.outline = xml["default-outline-level"].flatMap(Int.init)
        style.list = xml["list-style-name"]
        // A paragraph that asks for a master page begins a new one.
        style.breaksBefore = !(xml["master-page-name"] ?? "").isEmpty
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "text-properties": style.format = Self.format(&xml)
            case "paragraph-properties":
                if xml["break-before"] == "page" { style.breaksBefore = true }
                if xml["break-after"] == "page" { style.breaksAfter = true }
            case "table-properties": if xml["display"] == "false" { style.isHidden = true }
            case "drawing-page-properties": if xml["visibility"] == "hidden" { style.isHidden = true }
            default: break
            }
            try xml.skip()
        }
        styles[key] = style
    }

    private static func format(_ xml: inout XMLPart) -> WordFormat {
        var format = WordFormat()
        if let weight = xml["font-weight"] { format.isBold = weight == "bold" || (Int(weight) ?? 0) >= 600 }
        if let slant = xml["font-style"] { format.isItalic = slant == "italic" || slant == "oblique" }
        let line = xml["text-line-through-style"] ?? xml["text-line-through-type"]
        if let line { format.isStruck = line != "none" }
        if let display = xml["display"] { format.isHidden = display == "none" }
        if let position = xml["text-position"] {
            // `super`, `sub` or a percentage of the height, then a size.
            let first = position.split(separator: " ").first ?? ""
            let shift = first == "super" ? 1 : first == "sub" ? -1 : Int(first.dropLast()) ?? 0
            format.position = shift > 0 ? "superscript" : shift < 0 ? "subscript" : "baseline"
        }
        return format
    }

    private static func readLevels(_ xml: inout XMLPart) throws(Failure) -> [Int: ListLevel] {
        let depth = xml.depth
        var levels: [Int: ListLevel] = [:]
        while try xml.nextChild(of: depth) {
            var level = ListLevel()
            if xml.element == "list-level-style-number" || xml.element == "outline-level-style" {
                level.form = ListNumbers.Form(sample: xml["num-format"] ?? "")
                level.prefix = xml["num-prefix"] ?? ""
                level.suffix = xml["num-suffix"] ?? ""
                level.start = xml["start-value"].flatMap(Int.init) ?? 1
                level.displayed = xml["display-levels"].flatMap(Int.init) ?? 1
            }
            if let number = xml["level"].flatMap(Int.init), (1...20).contains(number) { levels[number - 1] = level }
            try xml.skip()
        }
        return levels
    }

    /// The style and its parents, nearest first.
    func chain(_ family: String, _ name: String?) -> [Style] {
        var chain: [Style] = []
        var next = name
        while let name = next, let style = styles[family + "/" + name], chain.count < Self.chain {
            chain.append(style)
            next = style.parent
        }
        return chain
    }

    func style(_ family: String, _ name: String?) -> Style? { name.flatMap { styles[family + "/" + $0] } }

    /// What a paragraph is, by the names of its style and the style's parents.
    func role(of paragraph: String?) -> StyleNames.Role? {
        for style in chain("paragraph", paragraph) {
            if let role = StyleNames.role(of: style.displayName) { return role }
        }
        return styles.isEmpty ? paragraph.flatMap(StyleNames.role) : nil
    }

    /// The look of a stretch of text.
    func format(of span: String?) -> WordFormat {
        var format = WordFormat()
        for style in chain("text", span).reversed() {
            format.apply(style.format)
            if StyleNames.role(of: style.displayName) == .code { format.isCode = true }
            if style.displayName == "Strong Emphasis" { format.isBold = true }
            if style.displayName == "Emphasis" { format.isItalic = true }
        }
        return format
    }

    /// The levels of a list style.
    func list(_ name: String?) -> [Int: ListLevel] { name.flatMap { lists[$0] } ?? [:] }
}
