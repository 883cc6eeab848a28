import Model
import PCRE2

extension TemplateRun {
    /// Adds what an entry of `tables` finds: each named group of `body` is a field, a list where several lines match.
    mutating func addTable(_ value: JSONValue) throws(TemplateProblem) {
        let rule = try TableRule(value)
        guard let start = try patterns.first(rule.start, in: text.subject),
            let end = try patterns.first(rule.end, in: text.subject), start.range.upperBound <= end.range.lowerBound
        else { return }
        let range = start.range.upperBound..<end.range.lowerBound
        let body = PatternSubject(text.subject[range])
        let names = try patterns.pattern(rule.body).groupNumbers.sorted { $0.value < $1.value }
        var found = TemplateRow()
        for part in try patterns.split(body, by: rule.separator) {
            let line = PatternSubject(body[part])
            guard let match = try patterns.first(rule.body, in: line) else { continue }
            let page = text.page(at: range.lowerBound + part.lowerBound)
            for (name, number) in names {
                let text = match[number].map { line[$0] } ?? ""
                let value = typed(text, rule.type(of: name), page: page) ?? TemplateValue(.text(text))
                found[name] = found[name].map { $0.followed(by: value) } ?? value
            }
        }
        for (name, value) in found.members {
            guard let group = rule.groups[name] else {
                set(name, value)
                continue
            }
            let values = if case .list(let values) = value.content { values } else { [value] }
            set(name, grouped(values, group) ?? value)
        }
    }
}

extension TemplateValue {
    fileprivate func followed(by value: TemplateValue) -> TemplateValue {
        if case .list(let values) = content { return TemplateValue(.list(values + [value])) }
        return TemplateValue(.list([self, value]))
    }
}

/// An entry of `tables`.
struct TableRule {
    var start: String
    var end: String
    var body: String
    var separator: String
    var groups: [String: PatternRule.Group] = [:]
    private var types: [String: PatternRule.ValueType]

    init(_ value: JSONValue) throws(TemplateProblem) {
        func pattern(_ name: String) throws(TemplateProblem) -> String {
            guard let text = value[name]?.plainText else {
                throw TemplateProblem(message: "it has no `\(name)`")
            }
            return text
        }
        start = try pattern("start")
        end = try pattern("end")
        body = try pattern("body")
        separator = value["line_separator"]?.plainText ?? #"\n"#
        types = try Self.types(value["types"])
        for (name, settings) in value["fields"]?.object?.members ?? [] {
            if let type = settings["type"]?.string.flatMap(PatternRule.ValueType.init(rawValue:)), types[name] == nil {
                types[name] = type
            }
            if let group = settings["group"]?.string.flatMap(PatternRule.Group.init(rawValue:)) { groups[name] = group }
        }
    }

    /// The type of a group by its name, as of a field in the older way.
    func type(of name: String) -> PatternRule.ValueType? {
        if name.hasPrefix("date") || name.hasSuffix("date") { return .date }
        return name.hasPrefix("amount") ? .float : types[name]
    }

    /// The mapping `types`.
    static func types(_ value: JSONValue?) throws(TemplateProblem) -> [String: PatternRule.ValueType] {
        var types: [String: PatternRule.ValueType] = [:]
        for (name, type) in value?.object?.members ?? [] {
            guard let known = type.string.flatMap(PatternRule.ValueType.init(rawValue:)) else {
                throw TemplateProblem(message: "the type of \(name.prefix(Limits.quotedCharacters)) is not known")
            }
            types[name] = known
        }
        return types
    }
}
