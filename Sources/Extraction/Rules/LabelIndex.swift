/// What labels may announce: concepts that documents share, and fields of the schema by their own words.
struct LabelIndex {
    /// What a label announces.
    enum Target: Hashable, Sendable {
        case concept(Concept)
        /// The wanted value with this JSON Pointer.
        case field(String)
    }

    /// By the key of the words; the weight is from 0 to 1.
    private(set) var targets: [String: [Target: Double]] = [:]

    init(_ wanted: [Wanted]) {
        for (key, concepts) in Self.general { targets[key] = concepts }
        for value in wanted { add(value) }
    }

    /// What is said of a party where it is clear whom it is about.
    init(membersOf party: Party) {
        for (name, phrases) in Vocabulary.lines(Concept.partyNames) {
            guard let concept = Concept(rawValue: party.rawValue + "_" + name) else { continue }
            for phrase in phrases {
                let key = Lexicon.key(phrase)
                if targets[key] == nil { targets[key] = [.concept(concept): 1] }
            }
        }
    }

    private mutating func add(_ wanted: Wanted) {
        let target = wanted.concept.map(Target.concept) ?? .field(wanted.pointer)
        for name in Concept.names(of: wanted.field) {
            let terms = Lexicon.terms(name)
            guard !terms.isEmpty else { continue }
            // The name of a party's member says whose it is only beside the party.
            let isMember = wanted.concept.flatMap(Party.of) != nil && !wanted.parents.isEmpty
            if !isMember { insert(Lexicon.key(terms), target, 1) }
            // number of a party's members is said with the party's name in front.
            if let parent = wanted.parents.last, !parent.isArray {
                insert(Lexicon.key(Lexicon.terms(parent.name) + terms), target, 1)
            }
        }
        guard wanted.concept == nil else { return }
        // Words that only say what kind of value it is may be left out.
        let terms = Lexicon.terms(wanted.field.name)
        let bare = terms.filter { !Self.kinds.contains($0.name) }
        if !bare.isEmpty, bare.count < terms.count { insert(Lexicon.key(bare), target, 0.75) }
        if let description = wanted.field.description {
            let terms = Lexicon.terms(description)
            if terms.count <= 4, !terms.isEmpty { insert(Lexicon.key(terms), target, 0.9) }
        }
    }

    private mutating func insert(_ key: String, _ target: Target, _ weight: Double) {
        targets[key, default: [:]][target] = max(weight, targets[key]?[target] ?? 0)
    }

    private static let kinds: Set<String> = [
        "number", "id", "name", "date", "amount", "code", "value", "text", "field", "type", "status", "total", "full",
    ]

    /// The labels of the concepts of a whole document.
    private static let general: [String: [Target: Double]] = {
        var targets: [String: [Target: Double]] = [:]
        for (name, phrases) in Vocabulary.labels(Concept.documentNames) {
            guard let concept = Concept(rawValue: name), concept.sort != .list else { continue }
            for (order, phrase) in phrases.enumerated() {
                let key = Lexicon.key(phrase)
                // A name that stands further back in its list says less.
                let weight = max(0.8, 1 - Double(order) * 0.01)
                targets[key, default: [:]][.concept(concept)] = max(weight, targets[key]?[.concept(concept)] ?? 0)
            }
        }
        // A date beside the number of an invoice is the invoice's.
        for key in ["invoice number", "invoice", "creditnote number", "receipt number", "quote number", "creditnote"] {
            let key = Lexicon.key(key)
            targets[key, default: [:]][.concept(.issueDate)] = max(0.7, targets[key]?[.concept(.issueDate)] ?? 0)
        }
        for party in ["seller", "buyer"] {
            for (name, phrases) in Vocabulary.lines(Concept.partyNames) {
                guard let concept = Concept(rawValue: party + "_" + name) else { continue }
                for phrase in phrases {
                    targets[Lexicon.key(party + " " + phrase), default: [:]][.concept(concept)] = 0.95
                }
            }
        }
        return targets
    }()
}
