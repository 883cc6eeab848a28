import Model

/// Takes the values people entered into the fields of a form whose names are those of the schema, or mean the same.
public struct FormEngine: Engine {
    public init() {}

    public func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
        var findings = Findings()
        guard !document.formFields.isEmpty else { return findings }
        let entries = document.formFields.filter { !$0.value.isEmpty }.prefix(Limits.formFields).map(Entry.init)
        take(fields, path: [], at: "", from: entries, into: &findings)
        return findings
    }

    /// A field of the form and what it is called.
    private struct Entry {
        let field: SourceFormField
        /// The words of the whole name, and of its last part.
        let names: [[String]]
        let concept: Concept?

        init(_ field: SourceFormField) {
            self.field = field
            // Names of Adobe's forms: `form1[0].page2[0].customer[0]`.
            let parts = field.name.split(separator: ".").map { part in String(part.prefix { $0 != "[" }) }
            names = [parts.flatMap(Folding.words), Folding.words(parts.last ?? "")]
            concept = Concept.of(Field(parts.last ?? field.name, .string))
        }
    }

    private func take(
        _ fields: [Field], path: [Field], at pointer: String, from entries: [Entry], into findings: inout Findings
    ) {
        for field in fields {
            let place = JSONPointer.member(field.name, of: pointer)
            switch field.kind {
            case .object(let members):
                take(members, path: path + [field], at: place, from: entries, into: &findings)
            case .array: continue
            default:
                guard let entry = entry(for: field, path, among: entries),
                    let value = Self.value(entry.field.value, as: field)
                else { continue }
                findings.values[place] = Finding(
                    value, by: .embeddedXML, confidence: 1,
                    evidence: Evidence(
                        page: entry.field.page, boxes: entry.field.box.map { [$0] } ?? [], text: entry.field.value))
            }
        }
    }

    private func entry(for field: Field, _ path: [Field], among entries: [Entry]) -> Entry? {
        let long = path.flatMap { Folding.words($0.name) } + Folding.words(field.name)
        let names = [long] + ([field.name, field.title].compactMap(\.self) + field.aliases).map(Folding.words)
        for name in names where !name.isEmpty {
            if let entry = entries.first(where: { $0.names.contains(name) }) { return entry }
        }
        guard let concept = Concept.of(field, in: path) else { return nil }
        let alike = entries.filter { $0.concept == concept }
        return alike.count == 1 ? alike[0] : nil
    }

    private static func value(_ text: String, as field: Field) -> JSONValue? {
        switch field.kind {
        case .string:
            if field.allowed.isEmpty { return .string(text) }
            let words = Folding.words(text)
            return field.allowed.first { $0.string.map(Folding.words) == words } ?? .string(text)
        case .date(let hasTime):
            return DateReader().read(text).map { .string(hasTime ? $0.isoWithTime : $0.iso) } ?? .string(text)
        case .number: return NumberReader().read(text).map { .number($0.value) }
        case .integer: return NumberReader().read(text).flatMap { Int64(exactly: $0.value) }.map(JSONValue.integer)
        case .boolean:
            let isOff = ["off", "no", "0", "false", "nein"].contains(text.lowercased())
            return isOff ? false : Truth.read(text).map(JSONValue.bool) ?? true
        case .object, .array: return nil
        }
    }
}
