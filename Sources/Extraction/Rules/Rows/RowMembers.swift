import Model

/// The members of the elements of an array, and the words that name their columns.
struct RowMembers {
    let array: Wanted
    let members: [Wanted]
    private let names: [String: [(member: Int, weight: Double)]]

    /// Nil for an array whose elements are not objects of values.
    init?(_ array: Wanted) {
        guard case .array(let element) = array.field.kind, case .object = element.kind else { return nil }
        self.array = array
        let parents = array.parents + [array.field, element]
        guard case .object(let fields) = element.kind else { return nil }
        members = Wanted.leaves(of: fields, in: parents)
        var names: [String: [(member: Int, weight: Double)]] = [:]
        let table = Self.phrases(array.concept)
        for (index, member) in members.enumerated() {
            var keys: [String: Double] = [:]
            for name in Concept.names(of: member.field) { keys[Lexicon.key(name)] = member.concept == nil ? 1.2 : 0.97 }
            for (order, phrase) in (member.concept.flatMap { table[$0.rawValue] } ?? []).enumerated() {
                let key = Lexicon.key(phrase)
                keys[key] = max(keys[key] ?? 0, 1 - Double(order) * 0.01)
            }
            if let description = member.field.description {
                keys[Lexicon.key(description)] = keys[Lexicon.key(description)] ?? 0.9
            }
            for (key, weight) in keys where !key.isEmpty { names[key, default: []].append((index, weight)) }
        }
        self.names = names
    }

    /// The members that the head of a column may name.
    func members(named terms: [Lexicon.Term]) -> [(member: Int, weight: Double)] {
        if let found = names[Lexicon.key(terms)] { return found }
        // Currencies and signs beside the name: Betrag EUR, Preis in €.
        let bare = terms.filter { $0.name != "currency" && Currency.code($0.name.uppercased()) == nil }
        if bare.count < terms.count, let found = names[Lexicon.key(bare)] { return found }
        guard terms.count > 1 else { return [] }
        for length in stride(from: min(terms.count - 1, 3), through: 1, by: -1) {
            for start in 0...(terms.count - length) {
                if let found = names[Lexicon.key(Array(terms[start..<start + length]))] {
                    return found.map { ($0.member, $0.weight * (0.5 + 0.1 * Double(length))) }
                }
            }
        }
        return []
    }

    /// One column for each member and one member for each column, the best first.
    func columns(of heads: [[Lexicon.Term]]) -> [Int: Int] {
        var pairs: [(column: Int, member: Int, weight: Double)] = []
        for (column, terms) in heads.enumerated() {
            pairs += members(named: terms).map { (column, $0.member, $0.weight) }
        }
        var columns: [Int: Int] = [:]
        var taken = Set<Int>()
        for pair in pairs.sorted(by: { ($0.weight, $1.column) > ($1.weight, $0.column) })
        where columns[pair.column] == nil && !taken.contains(pair.member) {
            columns[pair.column] = pair.member
            taken.insert(pair.member)
        }
        return columns
    }

    private static func phrases(_ concept: Concept?) -> [String: [String]] {
        let text =
            switch concept {
            case .taxes: Concept.taxNames
            case .transactions: Concept.transactionNames
            default: Concept.lineNames
            }
        return Dictionary(Vocabulary.lines(text).map { ($0.name, $0.phrases) }) { first, _ in first }
    }
}

/// One row that was found: the values of its members.
struct FoundRow {
    var values: [Int: Reading] = [:]
    var line: Int
}
