import Model
import XML

/// Formulas of MathML Core as one line of text: TeX where the page has it, else with `/`, `^` and `_`.
enum MathText {
    /// The formula of a `math` element.
    static func text(of place: HTMLTree.Place, in tree: HTMLTree) -> [UInt8] {
        if let tex = tree.attribute("alttext", of: place), !tex.isEmpty { return Array(tex.utf8) }
        var tex: [UInt8]?
        tree.visit(below: place) { node in
            if tree.name(of: node) == "annotation", tex == nil,
                tree.attribute("encoding", of: node)?.hasSuffix("tex") == true
            {
                tex = Array(tree.plainText(below: node).trimmed)
            }
            return tex == nil
        }
        return tex ?? line(place, in: tree)
    }

    private static func line(_ place: HTMLTree.Place, in tree: HTMLTree) -> [UInt8] {
        if tree.isText(place) { return Array(tree.text(of: place).trimmed) }
        let name = tree.name(of: place)
        if name == "annotation" || name == "annotation-xml" || tree.isHidden(place) { return [] }
        let parts = tree.children(of: place).map { line($0, in: tree) }.filter { !$0.isEmpty }
        switch name {
        case "mfrac" where parts.count == 2: return grouped(parts[0]) + Array("/".utf8) + grouped(parts[1])
        case "msup" where parts.count == 2, "mover" where parts.count == 2:
            return grouped(parts[0]) + Array("^".utf8) + grouped(parts[1])
        case "msub" where parts.count == 2, "munder" where parts.count == 2:
            return grouped(parts[0]) + Array("_".utf8) + grouped(parts[1])
        case "msubsup" where parts.count == 3, "munderover" where parts.count == 3:
            return grouped(parts[0]) + Array("_".utf8) + grouped(parts[1]) + Array("^".utf8) + grouped(parts[2])
        case "msqrt": return Array("√".utf8) + grouped(parts.flatMap { $0 })
        case "mtr": return Array(parts.joined(separator: Array(" ".utf8)))
        case "mtable": return Array(parts.joined(separator: Array("; ".utf8)))
        case "mo":
            let sign = String(decoding: parts.joined(), as: UTF8.self)
            return Array((relations.contains(sign) ? " " + sign + " " : sign).utf8)
        default: return parts.flatMap { $0 }
        }
    }

    private static let relations: Set<String> = [
        "=", "<", ">", "≤", "≥", "≠", "≈", "≡", "+", "−", "±", "·", "×", "→", "∈",
    ]

    private static func grouped(_ part: [UInt8]) -> [UInt8] {
        part.scalarCount <= 1 || part.allSatisfy(ASCII.isDigit)
            ? part : [UInt8(ascii: "(")] + part + [UInt8(ascii: ")")]
    }
}
