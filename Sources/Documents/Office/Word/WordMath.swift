import Model

/// Formulas of office documents (OMML, ECMA-376 part 1, 22.1) in the words of LaTeX.
struct WordMath {
    private static let functions: Set<String> = [
        "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "lim", "max", "min", "exp", "det", "gcd", "sup", "inf",
    ]
    private static let accents: [String: String] = [
        "\u{302}": "\\hat", "\u{303}": "\\tilde", "\u{304}": "\\bar", "\u{305}": "\\overline", "\u{307}": "\\dot",
        "\u{308}": "\\ddot", "\u{20D7}": "\\vec", "\u{306}": "\\breve", "\u{30C}": "\\check", "¯": "\\bar",
        "^": "\\hat", "~": "\\tilde", "→": "\\vec",
    ]
    private static let operators: [String: String] = [
        "∑": "\\sum", "∏": "\\prod", "∫": "\\int", "∬": "\\iint", "∮": "\\oint", "⋃": "\\bigcup", "⋂": "\\bigcap",
    ]

    /// The formula that begins here, as LaTeX without its delimiters.
    static func read(_ xml: inout XMLPart) throws(Failure) -> String {
        let level = xml.depth
        var text = ""
        while try xml.nextChild(of: level) {
            text += try element(&xml)
        }
        return text
    }

    private static func element(_ xml: inout XMLPart) throws(Failure) -> String {
        switch xml.element {
        case "r": return try run(&xml)
        case "f": return fraction(try parts(&xml))
        case "sSup", "sSub", "sSubSup", "sPre": return script(xml.element, try parts(&xml))
        case "rad":
            let parts = try parts(&xml)
            let degree = parts["deg"] ?? ""
            return degree.isEmpty ? "\\sqrt{\(parts["e"] ?? "")}" : "\\sqrt[\(degree)]{\(parts["e"] ?? "")}"
        case "nary": return operation(try parts(&xml))
        case "d": return try delimited(&xml)
        case "func":
            let parts = try parts(&xml)
            return "\(function(parts["fName"] ?? "")) \(parts["e"] ?? "")"
        case "acc", "bar": return accent(xml.element, try parts(&xml))
        case "limLow", "limUpp":
            let sign = xml.element == "limLow" ? "_" : "^"
            let parts = try parts(&xml)
            return "\(function(parts["e"] ?? ""))\(sign){\(parts["lim"] ?? "")}"
        case "m": return try rows(&xml, name: "matrix", row: "mr")
        case "eqArr": return try rows(&xml, name: "aligned", row: "e")
        case "oMath", "e", "box", "borderBox", "phant", "groupChr", "num", "den", "ins", "sub", "sup":
            return try read(&xml)
        default:
            try xml.skip()
            return ""
        }
    }

    private static func run(_ xml: inout XMLPart) throws(Failure) -> String {
        let level = xml.depth
        var text = ""
        while try xml.nextChild(of: level) {
            if xml.element == "t" { text += String(decoding: try xml.text(), as: UTF8.self) } else { try xml.skip() }
        }
        return text
    }

    /// The arguments of a construct by their names, `chr` of its properties with them; the last of one name counts.
    private static func parts(_ xml: inout XMLPart) throws(Failure) -> [String: String] {
        let level = xml.depth
        var parts: [String: String] = [:]
        while try xml.nextChild(of: level) {
            let name = xml.element
            if name.hasSuffix("Pr") {
                parts.merge(try properties(&xml)) { $1 }
            } else {
                parts[name] = try read(&xml)
            }
        }
        return parts
    }

    private static func properties(_ xml: inout XMLPart) throws(Failure) -> [String: String] {
        let level = xml.depth
        var properties: [String: String] = [:]
        while try xml.nextChild(of: level) {
            if let value = xml["val"] { properties[xml.element] = value }
            try xml.skip()
        }
        return properties
    }

    private static func fraction(_ parts: [String: String]) -> String {
        let (numerator, denominator) = (parts["num"] ?? "", parts["den"] ?? "")
        return parts["type"] == "lin" ? "\(numerator)/\(denominator)" : "\\frac{\(numerator)}{\(denominator)}"
    }

    private static func script(_ kind: String, _ parts: [String: String]) -> String {
        let base = parts["e"] ?? ""
        var text = kind == "sPre" ? "{}" : base.count > 1 ? "{\(base)}" : base
        if let sub = parts["sub"] { text += "_{\(sub)}" }
        if let sup = parts["sup"] { text += "^{\(sup)}" }
        return kind == "sPre" ? text + base : text
    }

    private static func operation(_ parts: [String: String]) -> String {
        let sign = parts["chr"] ?? "∫"
        var text = operators[sign] ?? sign
        if let sub = parts["sub"], !sub.isEmpty { text += "_{\(sub)}" }
        if let sup = parts["sup"], !sup.isEmpty { text += "^{\(sup)}" }
        return text + " " + (parts["e"] ?? "")
    }

    private static func function(_ name: String) -> String { functions.contains(name) ? "\\\(name)" : name }

    private static func accent(_ kind: String, _ parts: [String: String]) -> String {
        let base = parts["e"] ?? ""
        if kind == "bar" { return parts["pos"] == "top" ? "\\overline{\(base)}" : "\\underline{\(base)}" }
        return "\(accents[parts["chr"] ?? "\u{302}"] ?? "\\hat"){\(base)}"
    }

    private static func delimited(_ xml: inout XMLPart) throws(Failure) -> String {
        let level = xml.depth
        var properties: [String: String] = [:]
        var arguments: [String] = []
        while try xml.nextChild(of: level) {
            if xml.element == "e" { arguments.append(try read(&xml)) } else { properties = try self.properties(&xml) }
        }
        let inside = arguments.joined(separator: properties["sepChr"] ?? "|")
        return (properties["begChr"] ?? "(") + inside + (properties["endChr"] ?? ")")
    }

    private static func rows(_ xml: inout XMLPart, name: String, row: String) throws(Failure) -> String {
        let level = xml.depth
        var rows: [String] = []
        while try xml.nextChild(of: level) {
            if xml.element == row { rows.append(try cells(&xml)) } else { try xml.skip() }
        }
        return "\\begin{\(name)}\(rows.joined(separator: " \\\\ "))\\end{\(name)}"
    }

    private static func cells(_ xml: inout XMLPart) throws(Failure) -> String {
        guard xml.element == "mr" else { return try read(&xml) }
        let level = xml.depth
        var cells: [String] = []
        while try xml.nextChild(of: level) { cells.append(try read(&xml)) }
        return cells.joined(separator: " & ")
    }
}
