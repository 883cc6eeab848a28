import Model

/// A template of invoice2data: how the documents of one sender are recognised, and where their values stand.
///
/// It is read from the value of its YAML file as it stands; what it holds is checked when it is used, so that one bad
/// field costs that field alone.
struct Template {
    /// Name of its file.
    var name: String
    /// Who sends the documents; nil where the template does not say.
    var issuer: String?
    var keywords: [String]
    var excludedKeywords: [String]
    /// Highest first.
    var priority: Double
    var fields: [(name: String, rule: FieldRule)]
    /// Rules of the key `lines` beside `fields`, as older templates have it.
    var lines: JSONValue?
    var tables: [JSONValue]
    /// Names without which the template counts as one that does not fit; nil where it does not say.
    var requiredFields: [String]?
    var options: TemplateOptions

    /// How one field is found.
    enum FieldRule {
        case fixed(JSONValue)
        case pattern(PatternRule)
        case lines(JSONValue)
    }

    /// Reads the value of a template's file.
    init(name: String, _ value: JSONValue) throws(TemplateProblem) {
        guard value.object != nil else { throw TemplateProblem(message: "it is no mapping") }
        guard let keywords = value["keywords"].map(Self.texts), !keywords.isEmpty else {
            throw TemplateProblem(message: "it has no keywords")
        }
        self.name = name
        self.keywords = keywords
        issuer = value["issuer"].flatMap(\.plainText)
        excludedKeywords = value["exclude_keywords"].map(Self.texts) ?? []
        priority = value["priority"]?.number ?? 5
        options = try TemplateOptions(value["options"] ?? .null)
        lines = value["lines"].flatMap { $0.isNull ? nil : $0 }
        tables = value["tables"]?.array ?? []
        requiredFields = value["required_fields"].map(Self.texts)
        let members = value["fields"]?.object?.members ?? []
        guard members.count + tables.count <= Limits.templateFields else {
            throw TemplateProblem(message: "it has more than \(Limits.templateFields) fields")
        }
        fields = []
        for (key, rule) in members {
            if let field = Self.field(key, rule) { fields.append(field) }
        }
    }

    private static func field(_ key: String, _ value: JSONValue) -> (name: String, rule: FieldRule)? {
        if value.object != nil {
            switch value["parser"]?.string {
            case "static": return value["value"].map { (key, .fixed($0)) }
            case "lines": return (key, .lines(value))
            case "regex", nil: return PatternRule(value).map { (key, .pattern($0)) }
            default: return nil
            }
        }
        // The older way: what the name of a field begins with says how its pattern is read.
        if key.hasPrefix("static_") { return value.isNull ? nil : (String(key.dropFirst(7)), .fixed(value)) }
        var rule = PatternRule(patterns: texts(value))
        guard !rule.patterns.isEmpty else { return nil }
        if key.hasPrefix("sum_amount"), value.array != nil {
            rule.type = .float
            rule.group = .sum
            return (String(key.dropFirst(4)), .pattern(rule))
        }
        if key.hasPrefix("date") || key.hasSuffix("date") {
            rule.type = .date
        } else if key.hasPrefix("amount") {
            rule.type = .float
        }
        return (key, .pattern(rule))
    }

    /// A text or a list of texts; YAML takes some of them for numbers.
    static func texts(_ value: JSONValue) -> [String] {
        (value.array ?? [value]).compactMap(\.plainText)
    }
}

/// A field that patterns find.
struct PatternRule {
    /// What a value is made.
    enum ValueType: String {
        case int, float, date, datetime
    }

    /// What becomes of several values.
    enum Group: String {
        case sum, min, max, first, last, join
    }

    var patterns: [String]
    var type: ValueType?
    var group: Group?
    var area: TemplateArea?
    /// Pairs of a pattern and what replaces it in each value.
    var replacements: [(pattern: String, text: String)] = []
    /// Takes the first number out of what was found.
    var takesNumber = false
    /// What is wrong with it, found while it was read.
    var problem: String?

    init(patterns: [String]) { self.patterns = patterns }

    /// Nil where there is no pattern.
    init?(_ value: JSONValue) {
        patterns = value["regex"].map(Template.texts) ?? []
        guard !patterns.isEmpty, patterns.count <= Limits.templatePatterns else { return nil }
        if let name = value["type"]?.string {
            type = ValueType(rawValue: name)
            if type == nil { problem = "the type `\(name.prefix(Limits.quotedCharacters))` is not known" }
        }
        if let name = value["group"]?.string {
            group = Group(rawValue: name)
            if group == nil { problem = "the group `\(name.prefix(Limits.quotedCharacters))` is not known" }
        }
        if let area = value["area"] {
            self.area = TemplateArea(area)
            if self.area == nil { problem = "its area lacks one of f, l, x, y, W, H and r" }
        }
        replacements = TemplateOptions.replacements(value["replace"] ?? .null)
        takesNumber = value["extract_number"]?.isYes ?? false
    }
}

extension JSONValue {
    /// True for what YAML 1.1, which these templates are written in, takes for true.
    var isYes: Bool { bool ?? ["yes", "on", "true", "y"].contains(string?.lowercased() ?? "") }

    /// A text, or a number or truth value as it was written.
    var plainText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): JSONWriter.text(of: .number(number))
        case .bool(let truth): truth ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

extension JSONWriter {
    fileprivate static func text(of value: JSONValue) -> String {
        var writer = JSONWriter(style: .compact)
        writer.value(value)
        return String(decoding: writer.drain(), as: UTF8.self)
    }
}
