import Model

/// What a model answered to one question.
public struct PromptReply: Sendable, Equatable {
    public var number: Int
    public var content: String
    /// As the provider says: `stop`, `length`, `content_filter`, ...
    public var finishReason: String
    /// Why it would not answer, in its words.
    public var refusal: String?

    public init(number: Int, content: String, finishReason: String, refusal: String? = nil) {
        self.number = number
        self.content = content
        self.finishReason = finishReason
        self.refusal = refusal
    }
}

extension Extraction {
    /// What becomes of the replies to all questions.
    public enum Verdict: Sendable {
        /// They are taken; the result can be made.
        case taken
        /// These do not follow the schema; asked again they may.
        case again([Prompt])
    }

    /// Takes the replies, or says which questions to ask again; throws where that is of no use.
    public mutating func take(
        _ replies: [PromptReply], to prompts: [Prompt], attempt: Int, in document: SourceDocument
    ) throws(Failure) -> Verdict {
        if !engines.contains("provider") { engines.append("provider") }
        var again: [Prompt] = []
        var problems: [SchemaProblem] = []
        for index in units.indices {
            let own = prompts.filter { $0.unit == index }
            var parts: [JSONValue] = []
            for prompt in own {
                guard let reply = replies.first(where: { $0.number == prompt.number }) else { continue }
                try Self.check(reply, document)
                let found = read(reply, for: units[index])
                if let value = found.value, found.problems.isEmpty {
                    parts.append(value)
                } else {
                    problems += found.problems
                    again.append(Self.corrected(prompt, reply, found.problems))
                }
            }
            guard again.isEmpty, !own.isEmpty else { continue }
            let missing = take(ReplyMerger.merged(parts), into: index)
            // Asked once more, a model finds what one part must have; of several nobody knows which.
            if !missing.isEmpty, own.count == 1, attempt < Limits.replyAttempts,
                let reply = replies.first(where: { $0.number == own[0].number })
            {
                problems += missing
                again.append(Self.corrected(own[0], reply, missing))
            }
        }
        if again.isEmpty { return .taken }
        guard attempt < Limits.replyAttempts else { throw violation(problems, document) }
        return .again(again)
    }

    private static func check(_ reply: PromptReply, _ document: SourceDocument) throws(Failure) {
        let name = printable(document.name)
        if let refusal = reply.refusal, !refusal.isEmpty {
            throw Failure(
                .providerRefused, "\(name): the model declined to answer: \(printable(String(refusal.prefix(200))))",
                stage: .extract)
        }
        switch reply.finishReason {
        case "content_filter":
            throw Failure(.providerRefused, "\(name): the provider held the answer back", stage: .extract)
        case "length", "max_tokens":
            throw Failure(
                .outputTruncated, "\(name): the answer of the model was cut off at its limit of tokens",
                stage: .extract,
                details: ["question": .integer(Int64(reply.number))])
        default: break
        }
    }

    /// The value of a reply, shaped as the unit needs it, and what in it breaks the schema.
    private func read(_ reply: PromptReply, for unit: Unit) -> (value: JSONValue?, problems: [SchemaProblem]) {
        guard var value = ReplyText.json(in: reply.content) else {
            return (nil, [SchemaProblem("", "is no JSON: an answer must be one JSON object")])
        }
        let fields = unit.openFields
        if case .array = value, fields.count == 1, fields[0].isList {
            value = .object(JSONObject([(fields[0].name, value)]))
        }
        let findings = Self.findings(of: value, fields)
        return (value, unit.problems(with: findings))
    }

    /// Takes a merged value into a unit; returns required fields that are still missing.
    private mutating func take(_ value: JSONValue, into index: Int) -> [SchemaProblem] {
        units[index].take(Self.findings(of: value, units[index].openFields))
        var builder = ResultBuilder()
        var root = units[index].schema.root
        root.isRequired = true
        _ = builder.value(of: root, FindingTree(units[index].values), at: "")
        return builder.missing.map { SchemaProblem($0, "is required, but is null or missing") }
    }

    private static func corrected(_ prompt: Prompt, _ reply: PromptReply, _ problems: [SchemaProblem]) -> Prompt {
        var prompt = prompt
        let list = problems.prefix(Limits.schemaProblems).map { "- \($0.description)" }.joined(separator: "\n")
        prompt.messages.append(Prompt.Message("assistant", reply.content))
        prompt.messages.append(
            Prompt.Message(
                "user",
                "That answer does not follow the JSON Schema:\n\(list)\nAnswer again with the whole JSON object, and "
                    + "nothing else. Correct what is wrong from the document alone."))
        return prompt
    }

    /// The leaves of a value that belong to fields, as findings.
    static func findings(of value: JSONValue, _ fields: [Field]) -> Findings {
        var findings = Findings()
        for field in fields {
            if let inner = value[field.name] {
                add(inner, field, at: JSONPointer.member(field.name, of: ""), to: &findings)
            }
        }
        return findings
    }

    private static func add(_ value: JSONValue, _ field: Field, at pointer: String, to findings: inout Findings) {
        switch (field.kind, value) {
        case (_, .null): break
        case (.object(let members), .object(let object)):
            for member in members {
                guard let inner = object[member.name] else { continue }
                add(inner, member, at: JSONPointer.member(member.name, of: pointer), to: &findings)
            }
        case (.array(let element), .array(let rows)):
            for (index, row) in rows.enumerated() { add(row, element, at: "\(pointer)/\(index)", to: &findings) }
        default:
            findings.values[pointer] = Finding(ReplyValue.fitted(value, to: field), by: .provider, confidence: 0.8)
        }
    }
}

extension Field {
    fileprivate var isList: Bool { if case .array = kind { true } else { false } }
}

/// Reads values that models wrote in another type than they were asked for.
enum ReplyValue {
    static func fitted(_ value: JSONValue, to field: Field) -> JSONValue {
        guard let text = value.string else { return value }
        switch field.kind {
        case .number: return NumberReader().read(text).map { .number($0.value) } ?? value
        case .integer:
            return NumberReader().read(text).flatMap { Int64(exactly: $0.value) }.map(JSONValue.integer) ?? value
        case .boolean: return Truth.read(text).map(JSONValue.bool) ?? value
        case .date(let hasTime):
            if hasTime ? StringFormat.isDateTime(text) : StringFormat.isDate(text) { return value }
            return DateReader().read(text).map { .string(hasTime ? $0.isoWithTime : $0.iso) } ?? value
        default: return value
        }
    }
}
