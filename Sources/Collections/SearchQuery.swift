import Model

/// What somebody looks for: words, "phrases", beginnings* and -exclusions, as in any search field.
///
/// Whatever is typed is a query; nothing of it reaches the syntax of FTS5 but quoted words.
public struct SearchQuery: Sendable, Equatable {
    /// A word, a phrase or the beginning of a word.
    public struct Term: Sendable, Equatable, Hashable {
        /// As it is indexed.
        var text: String
        var isPrefix: Bool

        /// For FTS5: quoted, with a star where it is a beginning.
        var expression: String {
            "\"" + text.replacing("\"", with: "\"\"") + "\"" + (isPrefix ? " *" : "")
        }
    }

    /// What has to be there.
    public let terms: [Term]
    /// What must not be there.
    public let excluded: [Term]
    /// Everything that is looked for as one text, for vectors.
    public let text: String

    /// Reads what was typed; the rest of a very long text is not looked at.
    public init(_ typed: String) {
        var terms: [Term] = []
        var excluded: [Term] = []
        let typed = String(decoding: typed.utf8.prefix(Limits.queryBytes), as: UTF8.self)
        for piece in Self.pieces(of: typed) {
            guard let term = Self.term(piece), terms.count + excluded.count < Limits.queryTerms else { continue }
            if piece.isExcluded {
                excluded.append(term)
            } else if !terms.contains(term) {
                terms.append(term)
            }
        }
        self.terms = terms
        self.excluded = excluded
        text = SearchText.shown(terms.map(\.text).joined(separator: " "))
    }

    /// True when nothing is looked for.
    public var isEmpty: Bool { terms.isEmpty }

    /// Finds pages with all of some terms, without what is excluded.
    func all(of terms: [Term]) -> String { joined(terms, by: " AND ") }

    /// Finds pages with any of some terms, without what is excluded.
    func any(of terms: [Term]) -> String { joined(terms, by: " OR ") }

    private func joined(_ terms: [Term], by word: String) -> String {
        let wanted = "(" + terms.map(\.expression).joined(separator: word) + ")"
        if excluded.isEmpty { return wanted }
        return wanted + " NOT (" + excluded.map(\.expression).joined(separator: " OR ") + ")"
    }

    private struct Piece {
        var text = ""
        var isPhrase = false
        var isExcluded = false
    }

    private static func term(_ piece: Piece) -> Term? {
        var text = piece.text
        let hasStar = !piece.isPhrase && text.hasSuffix("*")
        while hasStar, text.hasSuffix("*") { text.removeLast() }
        let prepared = SearchText.prepared(text)
        let letters = prepared.unicodeScalars.filter(SearchText.isWordPart).count
        guard letters > 0 else { return nil }
        return Term(text: prepared, isPrefix: hasStar && letters >= Limits.prefixLetters)
    }

    private static func pieces(of typed: String) -> [Piece] {
        var pieces: [Piece] = []
        var piece = Piece()
        var isQuoted = false
        func end() {
            if !piece.text.isEmpty { pieces.append(piece) }
            piece = Piece()
        }
        for character in typed {
            if "\"“”„«»".contains(character) {
                if isQuoted || !piece.text.isEmpty { end() }
                isQuoted.toggle()
                // A minus before the quote is kept.
                piece.isPhrase = isQuoted
            } else if isQuoted {
                piece.text.append(character)
            } else if character.isWhitespace {
                end()
            } else if piece.text.isEmpty, character == "-" || character == "−" {
                piece.isExcluded = true
            } else {
                piece.text.append(character)
            }
        }
        end()
        return pieces
    }
}
