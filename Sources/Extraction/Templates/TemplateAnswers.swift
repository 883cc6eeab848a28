import Model

/// Answers the fields of a schema with what a template found: by the same name, then by the same meaning.
struct TemplateAnswers {
    private let output: TemplateRow
    private let options: TemplateOptions
    private let concepts: [Concept: String]
    private let names: [String: String]
    private(set) var findings = Findings()

    init(_ output: TemplateRow, _ options: TemplateOptions) {
        self.output = output
        self.options = options
        var concepts: [Concept: String] = [:]
        var names: [String: String] = [:]
        for (name, _) in output.members {
            if let concept = TemplateNames.concept(name), concepts[concept] == nil { concepts[concept] = name }
            let key = Self.key(name)
            if names[key] == nil { names[key] = name }
        }
        self.concepts = concepts
        self.names = names
    }

    /// Looks for the values of the members of an object.
    mutating func answer(_ fields: [Field], below pointer: String = "", in parents: [Field] = []) {
        for field in fields {
            let place = JSONPointer.member(field.name, of: pointer)
            switch field.kind {
            case .object(let members): answer(members, below: place, in: parents + [field])
            case .array(let element): answerList(field, element, at: place, in: parents)
            default:
                guard let value = value(of: field, in: parents) else { continue }
                record(value, for: field, at: place)
            }
        }
    }

    private static func key(_ name: String) -> String { Folding.words(name).joined(separator: "_") }

    private func value(of field: Field, in parents: [Field]) -> TemplateValue? {
        let path = parents.map(\.name).joined(separator: "_")
        for name in Concept.names(of: field) {
            // Within an object a name alone says little: `name` of the seller and of the buyer.
            let candidates =
                parents.isEmpty ? [name] : ["\(path)_\(name)", parents[parents.count - 1].name + "_" + name]
            for candidate in candidates {
                if let known = names[Self.key(candidate)] { return output[known] }
            }
        }
        guard let concept = Concept.of(field, in: parents) else { return nil }
        guard let value = concepts[concept].flatMap({ output[$0] }) else { return nil }
        // `customer` may hold the name or the number.
        if concept.sort == .name, !value.text.contains(where: \.isLetter) { return nil }
        return value
    }

    private mutating func record(_ value: TemplateValue, for field: Field, at place: String) {
        if case .list(let values) = value.content {
            guard let first = values.first, let answer = self.answer(first, for: field) else { return }
            findings.warnings.append(
                "the template found \(values.count) values for \(field.name); the first was taken")
            findings.values[place] = Finding(
                answer, by: .template, confidence: 0.6, evidence: Self.evidence(first))
            return
        }
        guard let answer = answer(value, for: field) else { return }
        let isFixed = if case .fixed = value.content { true } else { false }
        findings.values[place] = Finding(
            answer, by: .template, confidence: isFixed ? 0.9 : 0.95, evidence: Self.evidence(value))
    }

    private static func evidence(_ value: TemplateValue) -> Evidence? {
        value.source.flatMap { $0.text.isEmpty ? nil : Evidence(page: $0.page, text: $0.text) }
    }

    private mutating func answerList(_ field: Field, _ element: Field, at place: String, in parents: [Field]) {
        let found = value(of: field, in: parents)
        if case .rows(let rows)? = found?.content {
            findings.rowsSeen[place] = rows.count
            let isTax = Concept.of(field, in: parents) == .taxes
            for (index, row) in rows.enumerated() {
                answerRow(row, isTax: isTax, element, at: "\(place)/\(index)", in: parents + [field, element])
            }
        } else if case .object(let members) = element.kind {
            answerColumns(members, at: place)
        } else if let found {
            let values = if case .list(let values) = found.content { values } else { [found] }
            findings.rowsSeen[place] = values.count
            for (index, value) in values.enumerated() { record(value, for: element, at: "\(place)/\(index)") }
        }
    }

    private mutating func answerRow(
        _ row: TemplateRow, isTax: Bool, _ element: Field, at place: String, in parents: [Field]
    ) {
        guard case .object(let members) = element.kind else {
            if let only = row.members.first { record(only.value, for: element, at: place) }
            return
        }
        var names: [String: String] = [:]
        var concepts: [Concept: String] = [:]
        for (name, _) in row.members {
            names[Self.key(name)] = name
            let concept = isTax ? TemplateNames.taxConcept(name) : TemplateNames.lineConcept(name)
            if let concept, concepts[concept] == nil { concepts[concept] = name }
        }
        for member in members {
            let byName = Concept.names(of: member).lazy.compactMap { names[Self.key($0)] }.first
            let known = byName ?? Concept.of(member, in: parents).flatMap { concepts[$0] }
            guard let known, let value = row[known], value.isSomething || value.number == 0 else { continue }
            record(value, for: member, at: JSONPointer.member(member.name, of: place))
        }
    }

    /// Lists of one length that `tables` found are the columns of rows.
    private mutating func answerColumns(_ members: [Field], at place: String) {
        var columns: [(field: Field, values: [TemplateValue])] = []
        let names = names
        for member in members {
            let known = Concept.names(of: member).lazy.compactMap { names[Self.key($0)] }.first
            guard let known, case .list(let values)? = output[known]?.content else { continue }
            columns.append((member, values))
        }
        guard let count = columns.first?.values.count, columns.allSatisfy({ $0.values.count == count }) else { return }
        findings.rowsSeen[place] = count
        for (field, values) in columns {
            for (index, value) in values.enumerated() {
                record(value, for: field, at: JSONPointer.member(field.name, of: "\(place)/\(index)"))
            }
        }
    }

    /// A value in the type of a field; nil where it cannot be.
    private func answer(_ value: TemplateValue, for field: Field) -> JSONValue? {
        switch field.kind {
        case .string: string(value, for: field)
        case .date(let hasTime): date(value).map { .string(hasTime ? $0.isoWithTime : $0.iso) }
        case .number: number(value).map(JSONValue.number)
        case .integer: number(value).flatMap { Int64(exactly: $0) }.map(JSONValue.integer)
        case .boolean: if case .fixed(.bool(let truth)) = value.content { .bool(truth) } else { nil }
        case .object, .array: nil
        }
    }

    private func string(_ value: TemplateValue, for field: Field) -> JSONValue? {
        let isNumber = value.number != nil
        let text = (isNumber ? value.source?.text : nil) ?? value.text
        guard !field.allowed.isEmpty else { return .string(text) }
        let words = Folding.words(text)
        return field.allowed.first { $0.string.map { $0 == text || Folding.words($0) == words } ?? false }
    }

    private func number(_ value: TemplateValue) -> Double? {
        if let number = value.number { return number }
        switch value.content {
        case .text(let text), .fixed(.string(let text)): return options.number(text)
        default: return nil
        }
    }

    private func date(_ value: TemplateValue) -> CivilDate? {
        switch value.content {
        case .date(let date): date
        case .text(let text), .fixed(.string(let text)): options.date(text)
        default: nil
        }
    }
}
