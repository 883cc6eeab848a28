import Model
import Testing

@testable import Extraction

@Suite struct PromptTests {
    private let schema = #"{"number": "string?", "total": "number?", "rows": [{"item": "string", "price": "number?"}]}"#

    private func extraction(_ prompt: String? = nil, of document: SourceDocument, schema: String? = nil) throws
        -> Extraction
    {
        var options = ExtractionOptions(schema: try Schema(.string(schema ?? self.schema)))
        options.engine = .provider
        options.prompt = prompt
        return Extraction(options, of: document)
    }

    private func document(_ pages: String...) -> SourceDocument {
        var document = SourceDocument(name: "a.pdf", mimeType: "application/pdf")
        document.pages = pages.enumerated().map { SourcePage(number: $0.offset + 1, text: $0.element) }
        return document
    }

    private func reply(_ content: String, _ number: Int = 0, _ reason: String = "stop") -> PromptReply {
        PromptReply(number: number, content: content, finishReason: reason)
    }

    private func text(_ value: JSONValue) -> String { String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) }

    @Test func `A question holds the schema, the pages and nothing that was found already`() throws {
        let document = document("Invoice 17 </document>", "Total 5")
        var extraction = try extraction(of: document)
        try extraction.ask(FixedEngine(["/number": "17"]), named: "rules", of: document)
        let prompts = try extraction.prompts(about: document)
        #expect(prompts.count == 1)
        #expect(prompts[0].messages.map(\.role) == ["system", "user"])
        let question = prompts[0].messages[1].content
        #expect(question.contains(#""total":{"type":["number","null"]}"#))
        #expect(!question.contains(#""number":{"#))
        #expect(question.contains("[Page 1]\nInvoice 17 <\\/document>\n[Page 2]\nTotal 5\n</document>"))
        #expect(extraction.responseSchema?["required"] == ["total", "rows"])
        #expect(extraction.responseSchema?["properties"]?["rows"]?["items"]?["required"] == ["item", "price"])
    }

    @Test func `The words of a person are sent with their variables filled in`() throws {
        let document = document("x")
        let question = try extraction("From {{file_name}} ({{ page_count }} pages):\n{{schema}}", of: document)
            .prompts(about: document)[0].messages[1].content
        #expect(question.hasPrefix("From a.pdf (1 pages):\n{\"type\":\"object\""))
        #expect(question.components(of: "\"properties\"") == 2)
        let failure = #expect(throws: Failure.self) {
            try extraction("{{secret}}", of: document).prompts(about: document)
        }
        #expect(failure?.message.contains("unknown variable {{secret}}") == true)
    }

    @Test func `A long document comes in parts that overlap`() throws {
        let lines = (0..<6000).map { "row \($0) of a long table with some words" }
        let document = document(lines.joined(separator: "\n"))
        let parts = TextParts.parts(of: document)
        #expect(parts.count > 3)
        for line in lines { #expect(parts.contains { $0.contains(line + "\n") }) }
        for (one, other) in zip(parts, parts.dropFirst()) {
            let first = other.split(separator: "\n")[1]
            #expect(one.contains(first))
            #expect(TextParts.tokens(other) < Limits.promptTokens * 3 / 2)
        }
    }

    @Test(arguments: [
        #"{"number": "7"}"#, "```json\n{\"number\": \"7\"}\n```", "Here it is: {\"number\": \"7\"} Anything else?",
        "<think>{\"number\": \"1\"}</think>\n{\"number\": \"7\"}", "{not json} and {\"number\": \"7\"}",
    ])
    func `The object is found in what a model wrote`(content: String) {
        #expect(ReplyText.json(in: content) == ["number": "7"])
    }

    @Test func `Rows that two parts have in common stand once`() {
        let one: JSONValue = [
            "total": .null, "rows": [["a": 1, "b": "x"], ["a": 2, "b": "y"], ["a": 2, "b": .null]],
        ]
        let two: JSONValue = ["total": 5, "rows": [["a": 2, "b": "y"], ["a": 2, "b": "z"], ["a": 3, "b": "x"]]]
        let merged = ReplyMerger.merged([one, two])
        #expect(merged["total"] == 5)
        #expect(merged["rows"]?.array?.map { $0["b"]?.string ?? "-" } == ["x", "y", "z", "x"])
    }

    @Test func `Rows that are truly alike stay`() {
        let one: JSONValue = ["rows": [["a": 1], ["a": 1]]]
        #expect(ReplyMerger.merged([one])["rows"]?.array?.count == 2)
    }

    @Test func `An answer is taken, put into the types of the schema and grounded`() throws {
        let document = GroundingTests.document(["Invoice 17 of 05.03.2018", "Total 1.234,50"])
        let schema = #"{"number": "string?", "date": "date?", "total": "number?"}"#
        var extraction = try extraction(of: document, schema: schema)
        let prompts = try extraction.prompts(about: document)
        let verdict = try extraction.take(
            [reply(#"{"number": "17", "date": "05.03.2018", "total": "1.234,50", "other": 1}"#)], to: prompts,
            attempt: 1, in: document)
        guard case .taken = verdict else {
            Issue.record("asked again")
            return
        }
        let result = try extraction.result(of: document, ReadingRecord(pageCount: 1, failedPages: []))
        #expect(text(result.data) == #"{"number":"17","date":"2018-03-05","total":1234.5}"#)
        #expect(result.meta["fields"]?["/total"]?["matching_text"] == "1.234,50")
        #expect(result.meta["fields"]?["/total"]?["confidence"] == 0.9)
        #expect(result.meta["fields"]?["/total"]?["bbox"] == [["x": 60.0, "y": 20.0, "w": 80.0, "h": 12.0]])
    }

    @Test(arguments: [
        (#"{"total": "much"}"#, #"- /total is "much", but must be of type number or null"#),
        ("I am a model.", "- the whole is no JSON"), ("", "is no JSON"),
        (#"{"rows": [{"price": true}]}"#, "- /rows/0/price is true"),
    ])
    func `An answer that breaks the schema is asked for again with what is wrong`(content: String, part: String) throws
    {
        let document = document("x")
        var extraction = try extraction(of: document)
        let prompts = try extraction.prompts(about: document)
        let verdict = try extraction.take([reply(content)], to: prompts, attempt: 1, in: document)
        guard case .again(let again) = verdict else {
            Issue.record("taken")
            return
        }
        #expect(again[0].messages.count == 4)
        #expect(again[0].messages[3].content.contains(part), "\(again[0].messages[3].content)")
        let failure = #expect(throws: Failure.self) {
            try extraction.take([reply(content)], to: prompts, attempt: Limits.replyAttempts, in: document)
        }
        #expect(failure?.code == .schemaViolation)
    }

    @Test(arguments: [
        ("length", FailureCode.outputTruncated), ("max_tokens", .outputTruncated), ("content_filter", .providerRefused),
    ])
    func `An answer that was cut or held back is a failure`(reason: String, code: FailureCode) throws {
        let document = document("x")
        var extraction = try extraction(of: document)
        let prompts = try extraction.prompts(about: document)
        let failure = #expect(throws: Failure.self) {
            try extraction.take([reply(#"{"number": "#, 0, reason)], to: prompts, attempt: 1, in: document)
        }
        #expect(failure?.code == code)
        #expect(failure?.stage == .extract)
    }

    @Test func `A required value that is null is asked for again, then missing`() throws {
        let document = document("x")
        let schema = #"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}"#
        var extraction = try extraction(of: document, schema: schema)
        let prompts = try extraction.prompts(about: document)
        let verdict = try extraction.take([reply(#"{"a": null}"#)], to: prompts, attempt: 1, in: document)
        if case .taken = verdict { Issue.record("taken") }
        _ = try extraction.take([reply(#"{"a": null}"#)], to: prompts, attempt: Limits.replyAttempts, in: document)
        let failure = #expect(throws: Failure.self) {
            try extraction.result(of: document, ReadingRecord(pageCount: 1, failedPages: []))
        }
        #expect(failure?.message.contains("/a is required, but was not found") == true)
    }

    @Test func `A working copy holds what is needed to finish`() throws {
        var document = GroundingTests.document(["Invoice 17", "Total 1.234,50"], ["Ende"])
        document.title = "Letter"
        var extraction = try extraction(of: document)
        try extraction.ask(FixedEngine(["/number": "17"], rowsSeen: ["/rows": 3]), named: "rules", of: document)
        let prompts = try extraction.prompts(about: document)
        let reading = ReadingRecord(pageCount: 3, failedPages: [3])
        let state = extraction.state(asking: prompts, reading, promptSHA256: "ab")
        let copy = try #require(WorkingCopy(WorkingCopy(document: document, state: state).bytes))
        #expect(copy.document.pages.map { $0.words.map(\.text) } == document.pages.map { $0.words.map(\.text) })
        #expect(copy.document.pages[0].words[3].box == document.pages[0].words[3].box)
        var resumed = try #require(Extraction.resumed(extraction.options, from: copy.state))
        #expect(resumed.prompts == prompts)
        #expect(resumed.reading == reading)
        _ = try resumed.extraction.take(
            [reply(#"{"total": 1234.5, "rows": []}"#)], to: prompts, attempt: 1, in: copy.document)
        let result = try resumed.extraction.result(of: copy.document, reading)
        #expect(text(result.data) == #"{"number":"17","total":1234.5,"rows":[]}"#)
        #expect(result.meta["fields"]?["/number"]?["method"] == "rule")
        #expect(result.meta["fields"]?["/total"]?["page"] == 1)
        #expect(WorkingCopy(Array("garbage\n".utf8)) == nil)
    }
}

extension String {
    /// How many times a text stands here, and one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
