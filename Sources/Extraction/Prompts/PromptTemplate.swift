import Model

/// What a person wrote to a model, with variables such as `{{schema}}` in it.
struct PromptTemplate {
    /// The names that may stand between the braces.
    static let variables = ["schema", "file_name", "title", "description", "page_count"]

    private var pieces: [Piece] = []

    private enum Piece {
        case text(Substring)
        case variable(String)
    }

    /// Reads a text; a variable that is not known is an error, so that no brace reaches a model unseen.
    init(_ text: String) throws(Failure) {
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
            let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
            guard Self.variables.contains(name) else { throw Self.unknown(name) }
            pieces.append(.text(rest[..<open.lowerBound]))
            pieces.append(.variable(name))
            rest = rest[close.upperBound...]
        }
        pieces.append(.text(rest))
    }

    /// True where a variable is used.
    func uses(_ variable: String) -> Bool {
        pieces.contains { if case .variable(variable) = $0 { true } else { false } }
    }

    /// The text with the values of its variables.
    func expanded(with values: [String: String]) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): String(text)
            case .variable(let name): values[name] ?? ""
            }
        }.joined()
    }

    private static func unknown(_ name: String) -> Failure {
        let nearest = nearestName(to: name, among: variables).map { "; did you mean {{\($0)}}?" } ?? ""
        return Failure(
            .validationError, "The prompt has the unknown variable {{\(printable(name))}}\(nearest)", stage: .extract,
            details: ["known": .strings(variables)],
            resolution: "Use one of \(variables.map { "{{\($0)}}" }.joined(separator: ", ")) in the prompt, then retry."
        )
    }
}

extension Substring {
    /// Where a text stands first.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while let candidate = self[start...].firstIndex(of: text.first ?? " ") {
            if self[candidate...].hasPrefix(text) { return candidate..<index(candidate, offsetBy: text.count) }
            start = index(after: candidate)
        }
        return nil
    }
}
