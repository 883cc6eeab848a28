import Model
import PCRE2

/// One template over one document: finds the values of its fields.
struct TemplateRun {
    let template: Template
    let document: SourceDocument
    let patterns: TemplatePatterns
    private(set) var text: TemplateText
    private(set) var output = TemplateRow()
    private(set) var warnings: [String] = []

    /// A run over the text of a document, prepared as the template wants.
    init(_ template: Template, _ document: SourceDocument, _ raw: TemplateText) throws(TemplateProblem) {
        self.template = template
        self.document = document
        patterns = TemplatePatterns()
        let prepared = try template.options.prepare(raw.string, patterns)
        text = raw.with(prepared)
    }

    /// True where all keywords stand in the text and none of those that must not.
    var fits: Bool {
        let string = text.string
        return template.keywords.allSatisfy { stands($0, in: string) }
            && !template.excludedKeywords.contains { stands($0, in: string) }
    }

    /// A keyword is a text; in some versions of invoice2data it is a pattern.
    private func stands(_ keyword: String, in string: String) -> Bool {
        if string.contains(keyword) { return true }
        guard keyword.contains(where: { "\\[](){}?*+|^$.".contains($0) }) else { return false }
        return (try? patterns.first(keyword, in: text.subject)).flatMap { $0 } != nil
    }

    /// Finds everything; false where a field the template requires is missing.
    mutating func findAll() -> Bool {
        for (name, rule) in template.fields where !patterns.isExhausted { find(name, rule) }
        if let lines = template.lines { find("lines", .lines(lines)) }
        for table in template.tables where !patterns.isExhausted {
            note("a table") { run throws(TemplateProblem) in try run.addTable(table) }
        }
        if patterns.isExhausted { warnings.append("the template \(template.name) took too long and was given up") }
        TaxLines.complete(&output)
        if output["issuer"] == nil, let issuer = template.issuer {
            output["issuer"] = TemplateValue(.fixed(.string(issuer)))
        }
        if output["currency"] == nil, let currency = template.options.currency {
            output["currency"] = TemplateValue(.fixed(.string(currency)))
        }
        let missing = (template.requiredFields ?? []).filter { output[$0] == nil && $0 != "issuer" }
        guard missing.isEmpty else {
            warnings.append(
                "the template \(template.name) was not used: it requires \(missing.joined(separator: ", ")), which "
                    + "\(missing.count == 1 ? "was" : "were") not found")
            return false
        }
        return true
    }

    private mutating func find(_ name: String, _ rule: Template.FieldRule) {
        note("the field \(name)") { run throws(TemplateProblem) in
            switch rule {
            case .fixed(let value): run.output[name] = TemplateValue(.fixed(value))
            case .pattern(let rule):
                guard let value = try run.value(of: rule), value.isSomething || value.number == 0 else { return }
                run.output[name] = value
            case .lines(let rules):
                let rows = try run.rows(by: rules)
                if !rows.isEmpty { run.output[name] = TemplateValue(.rows(rows)) }
            }
        }
    }

    private mutating func note(
        _ part: String, _ body: (inout TemplateRun) throws(TemplateProblem) -> Void
    ) {
        do throws(TemplateProblem) {
            try body(&self)
        } catch {
            guard warnings.count < Limits.itemWarnings else { return }
            warnings.append("\(part) of the template \(template.name): \(error.message)")
        }
    }

    /// Sets what a table found.
    mutating func set(_ name: String, _ value: TemplateValue) { output[name] = value }

    /// A text in the type a template asks for; nil where it cannot be.
    func typed(_ text: String, _ type: PatternRule.ValueType?, page: Int) -> TemplateValue? {
        let source = (text: text, page: page)
        switch type {
        case nil: return TemplateValue(.text(text), source: source)
        case .date, .datetime:
            return template.options.date(text).map { TemplateValue(.date($0), source: source) }
        case .float:
            if text.isEmpty { return TemplateValue(.number(0)) }
            return template.options.number(text).map { TemplateValue(.number($0), source: source) }
        case .int:
            if text.isEmpty { return TemplateValue(.integer(0)) }
            let whole = template.options.number(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
            return whole.map { TemplateValue(.integer($0), source: source) }
        }
    }
}
