import Model

/// Which terms of an e-invoice answer a field.
enum InvoiceMeaning: Equatable {
    /// One term, or the first of the others that is there.
    case term(Int, or: [Int] = [])
    /// Street lines, place and postcode as one text.
    case address(lines: [Int], postcode: Int, city: Int)
    /// The rate of tax where there is but one.
    case rateOfAll

    /// What a field asks for: by the number of its term, by the term's name in the standard, by what it means.
    init?(of field: Field, in parents: [Field], group: EInvoice.Group?, siblings: [Field]) {
        let names = Concept.names(of: field)
        for text in names + (field.description.map { [$0] } ?? []) {
            if let number = Self.number(after: "bt", in: text) {
                self = .term(number)
                return
            }
        }
        let table = Self.standardNames[group?.rawValue ?? 0] ?? [:]
        for name in names {
            guard let term = table[Self.key(Self.path(name, in: parents, group: group))] else { continue }
            self = .term(term)
            return
        }
        guard let concept = Concept.of(field, in: parents),
            let meaning = Self.meaning(of: concept, in: group)
        else { return nil }
        self = meaning
        guard Self.shared.contains(concept), siblings.count(where: { Concept.of($0, in: parents) == concept }) > 1
        else {
            return
        }
        // Two fields side by side with one meaning: a name and its description, a rate and its amount.
        let words = Set(names.flatMap(Folding.words))
        if concept == .lineDescription {
            self = .term(words.isDisjoint(with: ["name", "title"]) ? 154 : 153)
        } else if group == .taxes, words.isDisjoint(with: ["rate", "percent", "percentage", "%", "satz", "taux"]) {
            self = .term(117)
        }
    }

    private static let shared: Set<Concept> = [.lineDescription, .taxLineRate, .lineTaxRate]

    /// The group of rows an array stands for.
    static func group(of field: Field, in parents: [Field]) -> EInvoice.Group? {
        let names = Concept.names(of: field)
        for text in names + (field.description.map { [$0] } ?? []) {
            if let number = number(after: "bg", in: text) { return EInvoice.Group(rawValue: number) }
        }
        for name in names {
            if let group = groupNames[key(name)] { return group }
        }
        switch Concept.of(field, in: parents) {
        case .lines: return .lines
        case .taxes: return .taxes
        default: return nil
        }
    }

    /// The text the terms have for this; nil where they have none.
    func text(in terms: EInvoice.Terms) -> String? {
        switch self {
        case .term(let term, let others):
            for term in [term] + others {
                guard let texts = terms.texts[term] else { continue }
                return Self.gathered.contains(term) ? texts.joined(separator: "\n") : texts.first
            }
            return nil
        case .address(let lines, let postcode, let city):
            let place = [terms[postcode], terms[city]].compactMap { $0 }.joined(separator: " ")
            let parts = lines.compactMap { terms[$0] } + (place.isEmpty ? [] : [place])
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        case .rateOfAll: return nil
        }
    }

    /// Terms whose texts belong together: remarks and terms of payment.
    private static let gathered: Set<Int> = [20, 22, 127]

    /// The number in `BT-31`, `bt_31` or `BT31`.
    private static func number(after prefix: String, in text: String) -> Int? {
        let words = Folding.words(text)
        for (index, word) in words.enumerated() where word.hasPrefix(prefix) {
            if word.count > prefix.count, let number = Int(word.dropFirst(prefix.count)) { return number }
            if word == prefix, index + 1 < words.count, let number = Int(words[index + 1]) { return number }
        }
        return nil
    }

    /// The words of a name, in any order.
    static func key(_ name: String) -> String { Folding.words(name).sorted().joined(separator: " ") }

    /// A name with those of the objects it stands in, as the standard says it in full: `payee`, `name`.
    private static func path(_ name: String, in parents: [Field], group: EInvoice.Group?) -> String {
        guard group == nil else { return name }
        return (parents.map(\.name) + [name]).joined(separator: " ")
    }

    private static func meaning(of concept: Concept, in group: EInvoice.Group?) -> InvoiceMeaning? {
        switch group {
        case nil: headerMeaning(of: concept)
        case .lines: lineTerms[concept].map { .term($0[0], or: Array($0.dropFirst())) }
        case .taxes: taxTerms[concept].map { .term($0) }
        case .allowances: reductionTerms[concept].map { .term($0) }
        case .charges: reductionTerms[concept].map { .term($0 + 7) }
        case .payments: headerTerms[concept].map { .term($0) }
        }
    }

    private static func headerMeaning(of concept: Concept) -> InvoiceMeaning? {
        switch concept {
        case .sellerAddress: .address(lines: [35, 36, 162], postcode: 38, city: 37)
        case .buyerAddress: .address(lines: [50, 51, 163], postcode: 53, city: 52)
        case .shipToAddress: .address(lines: [75, 76, 165], postcode: 78, city: 77)
        case .taxRate: .rateOfAll
        case .orderNumber: .term(13, or: [14])
        // Where the seller collects the amount, the account it is taken from is the one that is named.
        case .iban, .accountNumber: .term(84, or: [91])
        default: headerTerms[concept].map { .term($0) }
        }
    }
}
