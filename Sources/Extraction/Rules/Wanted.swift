import Model

/// A value that is sought: a leaf of the schema, with what it means and how it is written.
struct Wanted: Sendable {
    /// How values are written.
    enum Form: Sendable, Equatable {
        case date(hasTime: Bool)
        case amount, percentage, quantity, integer, boolean
        case identifier, iban, bic, vatID, email, phone, website, currency
        case name, address, text
        case choice([JSONValue])
    }

    /// JSON Pointer.
    var pointer: String
    var field: Field
    /// The objects and arrays above it, outermost first.
    var parents: [Field]
    var concept: Concept?
    var form: Form

    init(_ field: Field, pointer: String, parents: [Field]) {
        self.field = field
        self.pointer = pointer
        self.parents = parents
        concept = Concept.of(field, in: parents)
        form = Self.form(of: field, concept)
    }

    /// The leaves and arrays of fields; members of arrays are left to those who read rows.
    static func leaves(of fields: [Field], in parents: [Field] = [], at pointer: String = "") -> [Wanted] {
        fields.flatMap { field -> [Wanted] in
            let place = JSONPointer.member(field.name, of: pointer)
            if case .object(let members) = field.kind { return leaves(of: members, in: parents + [field], at: place) }
            return [Wanted(field, pointer: place, parents: parents)]
        }
    }

    private static func form(of field: Field, _ concept: Concept?) -> Form {
        if concept == .currency { return .currency }
        let texts = field.allowed.filter { $0.string != nil }
        if !texts.isEmpty { return .choice(texts) }
        switch field.kind {
        case .date(let hasTime): return .date(hasTime: hasTime)
        case .boolean: return .boolean
        case .integer: return .integer
        case .number:
            switch concept?.sort {
            case .percentage: return .percentage
            case .quantity: return .quantity
            default: return .amount
            }
        case .string: return text(field, concept)
        case .object, .array: return .text
        }
    }

    private static func text(_ field: Field, _ concept: Concept?) -> Form {
        switch field.format {
        case "email", "idn-email": return .email
        case "uri", "iri", "url": return .website
        default: break
        }
        switch concept {
        case .iban: return .iban
        case .bic: return .bic
        case .sellerVATID, .buyerVATID: return .vatID
        case .email, .sellerEmail, .buyerEmail: return .email
        case .phone, .sellerPhone, .buyerPhone: return .phone
        case .website, .sellerWebsite: return .website
        default: break
        }
        switch concept?.sort {
        case .date: return .date(hasTime: false)
        case .amount: return .amount
        case .percentage: return .percentage
        case .quantity: return .quantity
        case .identifier: return .identifier
        case .name: return .name
        case .address: return .address
        case .text, .code, .list: return .text
        case nil: return byOwnWords(field)
        }
    }

    /// What the name of a field of no concept says of its form.
    private static func byOwnWords(_ field: Field) -> Form {
        let terms = Set(Concept.names(of: field).flatMap { Lexicon.terms($0).map(\.name) })
        if terms.contains("date") || terms.contains("birth") { return .date(hasTime: false) }
        if terms.contains("email") { return .email }
        if terms.contains("phone") || terms.contains("fax") { return .phone }
        if terms.contains("iban") { return .iban }
        if terms.contains("number") || terms.contains("id") || terms.contains("code") { return .identifier }
        return .text
    }
}
