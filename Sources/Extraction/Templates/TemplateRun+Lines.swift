import Model
import PCRE2

extension TemplateRun {
    /// The rows the parser `lines` finds by one set of rules or several.
    func rows(by settings: JSONValue) throws(TemplateProblem) -> [TemplateRow] {
        var rows: [TemplateRow] = []
        for rule in settings["rules"]?.array ?? [settings] {
            let rule = try LinesRule(rule)
            rows += try self.rows(by: rule)
            guard rows.count <= Limits.templateRows else {
                throw TemplateProblem(message: "there are more than \(Limits.templateRows) rows")
            }
        }
        return rows
    }

    /// The rows of all blocks between a start and an end.
    private func rows(by rule: LinesRule) throws(TemplateProblem) -> [TemplateRow] {
        var rows: [TemplateRow] = []
        var rest = 0..<text.subject.bytes.count
        var blocks = 0
        while blocks < Limits.templateBlocks, rows.count <= Limits.templateRows {
            guard let start = try match(rule.start, in: rest) else { break }
            rest = start.upperBound..<rest.upperBound
            let end = rule.endsLast ? try lastMatch(rule.end, in: rest) : try match(rule.end, in: rest)
            guard let end else { break }
            rows += try block(rest.lowerBound..<end.lowerBound, by: rule)
            guard end.upperBound > start.lowerBound else { break }
            rest = end.upperBound..<rest.upperBound
            blocks += 1
        }
        return rows
    }

    /// Patterns see the rest of the text alone, as if it began there.
    private func match(_ pattern: String, in range: Range<Int>) throws(TemplateProblem) -> Range<Int>? {
        let rest = PatternSubject(text.subject[range])
        return try patterns.first(pattern, in: rest).map { $0.range.moved(by: range.lowerBound) }
    }

    private func lastMatch(_ pattern: String, in range: Range<Int>) throws(TemplateProblem) -> Range<Int>? {
        let rest = PatternSubject(text.subject[range])
        return try patterns.all(pattern, in: rest).last.map { $0.range.moved(by: range.lowerBound) }
    }

    /// The rows of one block: a row begins with `first_line`, goes on with `line` and ends with `last_line`.
    private func block(_ range: Range<Int>, by rule: LinesRule) throws(TemplateProblem) -> [TemplateRow] {
        let content = PatternSubject(text.subject[range])
        var rows: [RawRow] = []
        var current: RawRow?
        for part in try patterns.split(content, by: rule.separator) {
            let line = PatternSubject(content[part])
            if line.bytes.allSatisfy({ $0 == 0x0A || $0 == 0x0D }) { continue }
            if try matches(rule.skipped, line) != nil { continue }
            let page = text.page(at: range.lowerBound + part.lowerBound)
            if let found = try matches(rule.first, line) {
                if let current { rows.append(current) }
                current = RawRow(page: page, found)
            } else if current != nil, let found = try matches(rule.last, line) {
                current?.add(found)
                if let current { rows.append(current) }
                current = nil
            } else if current != nil, let found = try matches(rule.line, line) {
                current?.add(found)
            }
        }
        if let current { rows.append(current) }
        var typed: [TemplateRow] = []
        for row in rows where !row.members.isEmpty { typed.append(try self.typed(row, by: rule)) }
        return typed
    }

    /// The named groups of the first pattern that matches a line.
    private func matches(
        _ sources: [String], _ line: PatternSubject
    ) throws(TemplateProblem) -> [(name: String, text: String)]? {
        for source in sources {
            guard let match = try patterns.first(source, in: line) else { continue }
            let names = try patterns.pattern(source).groupNumbers.sorted { $0.value < $1.value }
            return names.map { ($0.key, (match[$0.value].map { line[$0] } ?? "").trimmed) }
        }
        return nil
    }

    private func typed(_ raw: RawRow, by rule: LinesRule) throws(TemplateProblem) -> TemplateRow {
        var row = TemplateRow()
        for (name, text) in raw.members {
            var text = text
            for (pattern, replacement) in rule.replacements[name] ?? [] {
                text = try patterns.replace(pattern, with: replacement, in: text)
            }
            // A cell that is not what it should be is still what stands there.
            row[name] = typed(text, rule.types[name], page: raw.page) ?? TemplateValue(.text(text))
        }
        return row
    }
}

/// A row as its lines are read: texts by name, one below the other.
private struct RawRow {
    var page: Int
    var members: [(name: String, text: String)]

    init(page: Int, _ found: [(name: String, text: String)]) {
        self.page = page
        members = found
    }

    mutating func add(_ found: [(name: String, text: String)]) {
        for (name, text) in found {
            guard let place = members.firstIndex(where: { $0.name == name }) else {
                members.append((name, text))
                continue
            }
            members[place].text += (members[place].text.isEmpty ? "" : "\n") + text
        }
    }
}

/// One set of rules of the parser `lines`.
private struct LinesRule {
    var start: String
    var end: String
    var endsLast: Bool
    var first: [String]
    var line: [String]
    var last: [String]
    var skipped: [String]
    var separator: String
    var types: [String: PatternRule.ValueType] = [:]
    var replacements: [String: [(pattern: String, text: String)]] = [:]

    init(_ value: JSONValue) throws(TemplateProblem) {
        for name in ["start", "end", "line"] where value[name]?.plainText == nil && value[name]?.array == nil {
            throw TemplateProblem(message: "its lines have no `\(name)`")
        }
        func patterns(_ name: String) -> [String] { value[name].map(Template.texts) ?? [] }
        start = value["start"]?.plainText ?? ""
        end = value["end"]?.plainText ?? ""
        endsLast = value["end_match"]?.string == "last"
        line = patterns("line")
        last = patterns("last_line")
        first = patterns("first_line")
        if first.isEmpty, last.isEmpty { first = line }
        skipped = patterns("skip_line")
        separator = value["line_separator"]?.plainText ?? #"\n"#
        types = try TableRule.types(value["types"])
        let named = value["replace"]?.object.map { [$0] } ?? value["replace"]?.array?.compactMap(\.object) ?? []
        for (name, pairs) in named.flatMap(\.members) { replacements[name] = TemplateOptions.replacements(pairs) }
    }
}

extension Range<Int> {
    func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
