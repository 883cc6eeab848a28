import Model
import PCRE2

extension TemplateRun {
    /// The value of a field that patterns find; nil where none matches.
    func value(of rule: PatternRule) throws(TemplateProblem) -> TemplateValue? {
        if let problem = rule.problem { throw TemplateProblem(message: problem) }
        let place = rule.area.map { TemplateText(document, in: $0) } ?? text
        var values: [TemplateValue] = []
        var misfit: String?
        for pattern in rule.patterns {
            for found in try texts(of: pattern, in: place) {
                let text = try changed(found.text, by: rule)
                if let value = typed(text, rule.type, page: found.page) { values.append(value) } else { misfit = text }
            }
        }
        if values.isEmpty, let misfit {
            throw TemplateProblem(message: "\"\(misfit.prefix(Limits.quotedCharacters))\" is not of its type")
        }
        if let group = rule.group { return grouped(values, group) }
        var distinct: [TemplateValue] = []
        for value in values where !distinct.contains(value) { distinct.append(value) }
        return distinct.count > 1 ? TemplateValue(.list(distinct)) : distinct.first
    }

    /// The matches of a pattern, or what its one group takes.
    private func texts(
        of source: String, in place: TemplateText
    ) throws(TemplateProblem) -> [(text: String, page: Int)] {
        let pattern = try patterns.pattern(source)
        guard pattern.groupCount <= 1 else {
            throw TemplateProblem(
                message:
                    "`\(source.prefix(Limits.quotedCharacters))` has more than one group; write the others as (?:…)")
        }
        return try patterns.all(source, in: place.subject).map { match in
            let range = pattern.groupCount == 1 ? match[1] : match.range
            return (range.map { place.subject[$0] } ?? "", place.page(at: (range ?? match.range).lowerBound))
        }
    }

    private func changed(_ text: String, by rule: PatternRule) throws(TemplateProblem) -> String {
        var text = text
        for (pattern, replacement) in rule.replacements {
            text = try patterns.replace(pattern, with: replacement, in: text)
        }
        guard rule.takesNumber else { return text }
        let subject = PatternSubject(text)
        guard let number = try patterns.first(#"[-+]?\d+(?:[.,\s']\d+)*"#, in: subject) else { return text }
        return subject[number.range]
    }

    /// One value of several; what is nothing or zero does not count.
    func grouped(_ values: [TemplateValue], _ group: PatternRule.Group) -> TemplateValue? {
        let values = values.filter(\.isSomething)
        guard let first = values.first, let last = values.last else { return nil }
        switch group {
        case .first: return first
        case .last: return last
        case .join: return TemplateValue(.text(values.map(\.text).joined(separator: " ")), source: first.source)
        case .sum: return sum(values)
        case .min: return values.min { Self.isLess($0, $1) }
        case .max: return values.max { Self.isLess($0, $1) }
        }
    }

    private func sum(_ values: [TemplateValue]) -> TemplateValue {
        let numbers = values.compactMap(\.number)
        guard numbers.count == values.count else {
            return TemplateValue(.text(values.map(\.text).joined()), source: values.first?.source)
        }
        // Amounts have few decimals; what binary fractions add to them is none of theirs.
        let total = (numbers.reduce(0, +) * 1e6).rounded() / 1e6
        let isWhole = values.allSatisfy { if case .integer = $0.content { true } else { false } }
        return TemplateValue(isWhole ? .integer(Int64(total)) : .number(total))
    }

    private static func isLess(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        if let left = left.number, let right = right.number { return left < right }
        return left.text < right.text
    }
}
