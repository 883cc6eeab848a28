import Model

/// Makes the text of a term what a field wants.
enum InvoiceValue {
    /// The value in the field's type; nil where the text cannot be one.
    static func value(of text: String, for field: Field) -> JSONValue? {
        switch field.kind {
        case .string: string(text, for: field)
        case .date(let hasTime): isDay(text) ? .string(hasTime ? text + "T00:00:00Z" : text) : nil
        case .number: number(text).map(JSONValue.number)
        case .integer: number(text).flatMap { Int64(exactly: $0) }.map(JSONValue.integer)
        case .boolean, .object, .array: nil
        }
    }

    private static func string(_ text: String, for field: Field) -> JSONValue? {
        guard !field.allowed.isEmpty else {
            let wantsCode = (Concept.names(of: field) + [field.description ?? ""]).contains { name in
                Folding.words(name).contains { $0 == "code" || $0 == "bt" }
            }
            let isType = !wantsCode && Concept.of(field) == .documentType
            return .string(isType ? documentTypes[text]?.first ?? text : text)
        }
        let candidates = [text] + (documentTypes[text] ?? [])
        for candidate in candidates {
            let folded = Folding.words(candidate)
            let match = field.allowed.first { allowed in
                allowed.string.map { $0 == candidate || Folding.words($0) == folded } ?? false
            }
            if let match { return match }
        }
        return nil
    }

    /// Codes of UNTDID 1001 that invoices bear, with their names.
    private static let documentTypes: [String: [String]] = [
        "326": ["Partial invoice", "invoice", "Teilrechnung"],
        "380": ["Invoice", "Commercial invoice", "Rechnung", "Facture"],
        "381": ["Credit note", "Gutschrift", "Avoir", "credit"],
        "384": ["Corrected invoice", "correction", "Rechnungskorrektur", "invoice"],
        "386": ["Prepayment invoice", "prepayment", "invoice"],
        "389": ["Self-billed invoice", "invoice", "Gutschrift"],
        "875": ["Partial construction invoice", "Partial invoice", "invoice"],
        "876": ["Partial final construction invoice", "invoice"], "877": ["Final construction invoice", "invoice"],
    ]

    private static func number(_ text: String) -> Double? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard digits.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: ".") }) else { return nil }
        return Double(text)
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4, Int(parts[0]) != nil,
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
