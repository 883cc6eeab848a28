import Model

extension Concept {
    /// What a field means, by its name, title, aliases and description in the objects and arrays it stands in, outermost
    /// first; nil where no word of business fits.
    public static func of(_ field: Field, in parents: [Field] = []) -> Concept? {
        let context = Context(parents)
        for text in names(of: field) {
            if let concept = context.concept(named: text, kind: field.kind) { return concept }
        }
        guard let description = field.description else { return nil }
        return context.concept(described: description, kind: field.kind)
    }

    /// What a field is called: its name, its title and its aliases.
    static func names(of field: Field) -> [String] {
        [field.name] + (field.title.map { [$0] } ?? []) + field.aliases
    }

    /// True where a value of this concept can be of a type.
    func fits(_ kind: Field.Kind) -> Bool {
        switch kind {
        case .string: sort != .list
        case .date: sort == .date
        case .number, .integer: [.amount, .percentage, .quantity, .identifier].contains(sort)
        case .boolean: false
        case .object: [.sellerName, .buyerName, .sellerAddress, .buyerAddress].contains(self)
        case .array: sort == .list
        }
    }
}

/// Where a field stands: in the document, in a party, in a line.
private struct Context {
    private enum Place { case document, line, tax, transaction }
    private var place = Place.document
    private var party: String?
    private var prefix: [String] = []

    init(_ parents: [Field]) {
        var above: [Field] = []
        for parent in parents {
            switch parent.kind {
            case .array:
                switch Concept.of(parent, in: above) {
                case .lines: place = .line
                case .taxes: place = .tax
                case .transactions: place = .transaction
                default: place = .line
                }
                prefix = []
                party = nil
            case .object where parent.name != "items" || above.last?.isArray != true:
                if let known = Vocabulary.party(Lexicon.terms(parent.name)) { party = known }
                prefix.append(parent.name)
            default: break
            }
            above.append(parent)
        }
    }

    func concept(named text: String, kind: Field.Kind) -> Concept? {
        let terms = Lexicon.terms(text)
        if terms.isEmpty { return nil }
        if let found = find(terms, kind) { return found }
        guard place == .document, let last = prefix.last else { return nil }
        return Vocabulary.document(Lexicon.terms(last) + terms, fitting: kind)
    }

    private func find(_ terms: [Lexicon.Term], _ kind: Field.Kind) -> Concept? {
        switch place {
        case .line:
            let empty: Set<String> = ["item", "line", "position", "product", "article"]
            return Vocabulary.find(terms, in: Vocabulary.line, fitting: kind, without: empty)
        case .tax:
            return Vocabulary.find(terms, in: Vocabulary.tax, fitting: kind, without: ["tax", "vat", "line"])
        case .transaction:
            return Vocabulary.find(terms, in: Vocabulary.transaction, fitting: kind, without: ["transaction"])
        case .document:
            if let party {
                if let found = Vocabulary.member(terms, of: party, fitting: kind) { return found }
                return Vocabulary.party(terms) == nil ? nil : Vocabulary.document(terms, fitting: kind)
            }
            if let found = Vocabulary.document(terms, fitting: kind) { return found }
            guard let (party, rest) = Vocabulary.split(terms) else { return nil }
            return Vocabulary.member(rest, of: party, fitting: kind)
        }
    }

    /// A description names a concept when the words of one of its names stand in it side by side; the longest wins.
    func concept(described text: String, kind: Field.Kind) -> Concept? {
        let terms = Lexicon.terms(text)
        if let whole = find(terms, kind) { return whole }
        for length in stride(from: min(4, terms.count), through: 2, by: -1) {
            for start in 0...(terms.count - length) {
                if let found = find(Array(terms[start..<start + length]), kind) { return found }
            }
        }
        return nil
    }
}

extension Field {
    var isArray: Bool {
        if case .array = kind { return true }
        return false
    }
}
