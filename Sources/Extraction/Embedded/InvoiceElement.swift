/// An element of an e-invoice with what it holds; the worker's XML reader makes it, bounded.
public struct InvoiceElement: Sendable, Equatable {
    /// Without prefix.
    public var name: String
    /// By name without prefix.
    public var attributes: [String: String]
    /// Text of the element itself, without white space around it.
    public var text = ""
    public var children: [InvoiceElement] = []

    public init(_ name: String, _ attributes: [String: String] = [:]) {
        self.name = name
        self.attributes = attributes
    }

    /// The name an element of either version of the cross-industry invoice goes by here.
    public static func known(_ name: String) -> String { InvoiceLayout.successors[name] ?? name }

    /// The text, or that of the first element within that has one: dates and indicators stand a level deeper.
    var content: String? {
        if !text.isEmpty { return text }
        for child in children {
            if let text = child.content { return text }
        }
        return nil
    }

    /// The elements a path leads to, in their order.
    func elements(at path: InvoicePath) -> [InvoiceElement] {
        var found = [self]
        for step in path.steps {
            found = found.flatMap { element in element.children.filter { step.takes($0) } }
        }
        return found
    }

    /// The texts a path leads to, without those that are empty.
    func texts(at path: InvoicePath) -> [String] {
        let found = elements(at: path)
        guard let attribute = path.attribute else { return found.compactMap(\.content) }
        return found.compactMap { $0.attributes[attribute] }.filter { !$0.isEmpty }
    }
}

/// A way down from an element: `A/B[key=value]/C/@attribute`, where a key is an attribute or an element within.
struct InvoicePath: Sendable {
    struct Step: Sendable {
        var name: Substring
        var key: Substring?
        var value: Substring = ""
        var isNegated = false

        func takes(_ element: InvoiceElement) -> Bool {
            guard element.name == name else { return false }
            guard let key else { return true }
            let found = element.attributes[String(key)] ?? element.children.first { $0.name == key }?.content
            return (found.map { $0 == value } ?? false) != isNegated
        }
    }

    var steps: [Step] = []
    var attribute: String?

    init(_ path: Substring) {
        for part in path.split(separator: "/") {
            if part.hasPrefix("@") {
                attribute = String(part.dropFirst())
            } else {
                steps.append(Self.step(part))
            }
        }
    }

    private static func step(_ part: Substring) -> Step {
        guard let bracket = part.firstIndex(of: "["), part.hasSuffix("]") else { return Step(name: part) }
        let condition = part[part.index(after: bracket)...].dropLast()
        guard let equals = condition.firstIndex(of: "=") else { return Step(name: part) }
        let isNegated = condition[..<equals].hasSuffix("!")
        return Step(
            name: part[..<bracket], key: isNegated ? condition[..<equals].dropLast() : condition[..<equals],
            value: condition[condition.index(after: equals)...], isNegated: isNegated)
    }
}
