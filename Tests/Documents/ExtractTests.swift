import Model
import Testing
import WorkerProtocol

@testable import Documents

@Suite struct ExtractTests {
    private static let text = """
        Acme Ltd

        Invoice number: RE-4711
        Invoice date: 5 March 2018
        Grand total: 1,234.50 EUR
        """
    private static let schema = #"{"invoice_number": "string?", "issue_date": "date?", "grand_total": "number?"}"#

    private func extract(_ parameters: JSONObject) throws -> Processed {
        try process(Array(Self.text.utf8), name: "letter.txt", kind: .extract, parameters: parameters)
    }

    @Test func `A document becomes fields that follow the schema`() throws {
        let processed = try extract(["schema": .string(Self.schema)])
        #expect(processed.report.failure == nil)
        let data = try JSONParser.parse(processed.sink.parts[.extractJSON] ?? [])
        #expect(data["invoice_number"] == "RE-4711")
        #expect(data["issue_date"] == "2018-03-05")
        #expect(data["grand_total"]?.number == 1234.5)
        let meta = try JSONParser.parse(processed.sink.parts[.extractMetaJSON] ?? [])
        #expect(meta["schema_sha256"]?.string?.utf8.count == 64)
        #expect(meta["engine"]?["options_sha256"] == "cd34")
        #expect(meta["fields"]?["/grand_total"]?["method"] == "rule")
        #expect(processed.markdown.contains("Grand total"))
    }

    @Test func `A job without a schema, and one with a wrong schema, fail before the document is read`() throws {
        let missing = try extract([:])
        #expect(missing.report.failure?.code == .validationError)
        #expect(missing.sink.parts.isEmpty)
        let wrong = try extract(["schema": #"{"a": "strin"}"#])
        #expect(wrong.report.failure?.message.contains("at /a") == true)
        #expect(wrong.sink.parts.isEmpty)
    }

    @Test func `What only a model can answer goes out as questions and comes back as the result`() throws {
        let parameters: JSONObject = [
            "schema": #"{"mood": "string?", "grand_total": "number?"}"#, "provider": "local", "model": "tiny",
        ]
        let asked = try extract(parameters)
        #expect(asked.report.failure == nil)
        #expect(asked.sink.parts[.extractJSON] == nil)
        let text = try JSONParser.parse(asked.sink.parts[.prompts] ?? [])
        let questions = try #require(ModelQuestions(json: text))
        #expect(questions.provider == "local")
        #expect(questions.model == "tiny")
        #expect(questions.questions.count == 1)
        #expect(questions.sha256.utf8.count == 64)
        #expect(questions.schema?["required"] == ["mood"])

        let wrong = try conclude(asked, #"{"mood": true}"#, attempt: 1, parameters)
        #expect(wrong.report.failure == nil)
        let again = try #require(ModelQuestions(json: JSONParser.parse(wrong.sink.parts[.prompts] ?? [])))
        #expect(again.attempt == 2)
        #expect(again.sha256 == questions.sha256)
        #expect(again.questions[0].messages.count == 4)

        let concluded = try conclude(asked, #"{"mood": "Invoice"}"#, attempt: 2, parameters)
        #expect(concluded.report.failure == nil)
        let data = try JSONParser.parse(concluded.sink.parts[.extractJSON] ?? [])
        #expect(data["mood"] == "Invoice")
        #expect(data["grand_total"]?.number == 1234.5)
        let meta = try JSONParser.parse(concluded.sink.parts[.extractMetaJSON] ?? [])
        #expect(meta["model"]?["prompt_sha256"]?.string == questions.sha256)
        #expect(meta["fields"]?["/mood"]?["method"] == "provider")
        #expect(meta["fields"]?["/mood"]?["page"] == 1)
    }

    @Test func `A conclusion that did not arrive whole is a failure`() throws {
        let broken = try process(
            Array("garbage".utf8), name: "a.txt", kind: .conclude, parameters: ["schema": .string(Self.schema)])
        #expect(broken.report.failure?.code == .processingError)
    }

    @Test func theTemplateThatFittedIsNamedWithItsHash() throws {
        let fitting: JSONValue = [
            "name": "acme.yml", "sha256": .string(String(repeating: "a1", count: 32)),
            "content": ["keywords": ["Acme"], "fields": ["invoice_number": "number: (\\S+)"]],
        ]
        let other: JSONValue = [
            "name": "zebra.yml", "sha256": .string(String(repeating: "b2", count: 32)),
            "content": ["keywords": ["Zebra"], "fields": ["invoice_number": "(\\S+)"]],
        ]
        let named: JSONValue = [["name": "acme.yml", "sha256": .string(String(repeating: "a1", count: 32))]]
        var parameters: JSONObject = ["schema": .string(Self.schema), "templates": [other, fitting]]
        let alone = try JSONParser.parse(extract(parameters).sink.parts[.extractMetaJSON] ?? [])
        #expect(alone["fields"]?["/invoice_number"]?["method"] == "template")
        #expect(alone["templates"] == named)

        parameters["schema"] = #"{"mood": "string?", "invoice_number": "string?"}"#
        parameters["provider"] = "local"
        let concluded = try conclude(extract(parameters), #"{"mood": "calm"}"#, attempt: 1, parameters)
        let meta = try JSONParser.parse(concluded.sink.parts[.extractMetaJSON] ?? [])
        #expect(meta["model"]?["provider"] == "local")
        #expect(meta["templates"] == named)
    }

    private func conclude(
        _ asked: Processed, _ content: String, attempt: Int, _ parameters: JSONObject
    ) throws -> Processed {
        let replies = ModelReplies(
            provider: "local", attempt: attempt,
            replies: [ModelReplies.Reply(number: 0, content: content, finishReason: "stop", model: "tiny")])
        let copy = asked.sink.parts[.workingCopy] ?? []
        let answer = JSONWriter.canonicalBytes(of: replies.json)
        let head = PageBundle([
            PageBundle.Member(name: "working", size: Int64(copy.count)),
            PageBundle.Member(name: "replies", size: Int64(answer.count)),
        ]).head
        return try process(head + copy + answer, name: "letter.txt", kind: .conclude, parameters: parameters)
    }
}
