import Model

/// The names of concepts, ready to be looked up by the classes of words.
enum Vocabulary {
    typealias Table = [String: [Concept]]

    static let line = table(Concept.lineNames)
    static let tax = table(Concept.taxNames)
    static let transaction = table(Concept.transactionNames)
    private static let documents = table(Concept.documentNames)
    private static let members = membersTable()

    /// The concept of the document with this name.
    static func document(_ terms: [Lexicon.Term], fitting kind: Field.Kind) -> Concept? {
        find(
            terms, in: documents, fitting: kind,
            without: [
                "document", "invoice", "value", "field", "receipt", "header", "summary", "data", "info", "payment",
            ])
    }

    /// The first fitting concept of a table, by all words or without those that say nothing in this place.
    static func find(
        _ terms: [Lexicon.Term], in table: Table, fitting kind: Field.Kind, without empty: Set<String>
    ) -> Concept? {
        if let found = table[Lexicon.key(terms)]?.first(where: { $0.fits(kind) }) { return found }
        let rest = terms.filter { !empty.contains($0.name) }
        guard !rest.isEmpty, rest.count < terms.count else { return nil }
        return table[Lexicon.key(rest)]?.first { $0.fits(kind) }
    }

    /// The party that words name: `seller`, `buyer` or `ship_to`.
    static func party(_ terms: [Lexicon.Term]) -> String? {
        for term in terms {
            switch term.name {
            case "seller", "supplier", "issued": return "seller"
            case "buyer", "customer": return "buyer"
            case "shipto": return "ship_to"
            default: continue
            }
        }
        return nil
    }

    /// Takes words apart into a party and what is said of it.
    static func split(_ terms: [Lexicon.Term]) -> (party: String, rest: [Lexicon.Term])? {
        guard let party = party(terms) else { return nil }
        let rest = terms.filter { self.party([$0]) == nil }
        return (party, rest.isEmpty ? [Lexicon.Term(name: "name", isKnown: true)] : rest)
    }

    /// What is said of a party.
    static func member(_ terms: [Lexicon.Term], of party: String, fitting kind: Field.Kind) -> Concept? {
        let rest = terms.filter { self.party([$0]) == nil }
        let words = rest.isEmpty ? [Lexicon.Term(name: "name", isKnown: true)] : rest
        let empty: Set<String> = ["address", "invoice", "person"]
        guard let name = members[Lexicon.key(words)] ?? members[Lexicon.key(words.filter { !empty.contains($0.name) })]
        else { return nil }
        let concept =
            switch (name, party) {
            case ("number", "buyer"): Concept.customerNumber
            case ("number", "seller"): Concept.supplierNumber
            case ("reference", "buyer"): Concept.buyerReference
            default: Concept(rawValue: party + "_" + name)
            }
        guard let concept, concept.fits(kind) else { return nil }
        return concept
    }

    private static func membersTable() -> [String: String] {
        var table: [String: String] = [:]
        for (name, phrases) in lines(Concept.partyNames) {
            for phrase in phrases { table[Lexicon.key(phrase)] = table[Lexicon.key(phrase)] ?? name }
        }
        return table
    }

    private static func table(_ text: String) -> Table {
        var table: Table = [:]
        for (name, phrases) in lines(text) {
            guard let concept = Concept(rawValue: name) else { continue }
            for phrase in phrases where !(table[Lexicon.key(phrase)]?.contains(concept) ?? false) {
                table[Lexicon.key(phrase), default: []].append(concept)
            }
        }
        return table
    }

    /// The lines of a table of names without those that are names of fields alone.
    static func labels(_ text: String) -> [(name: String, phrases: [String])] {
        lines(text.split(separator: "\n").map { $0.split(separator: ";")[0] }.joined(separator: "\n"))
    }

    /// The lines of a table of names: what is named, and its names.
    static func lines(_ text: String) -> [(name: String, phrases: [String])] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let phrases = parts[1].split { $0 == "|" || $0 == ";" }.map(String.init)
            return (String(parts[0].filter { $0 != " " }), phrases)
        }
    }
}
