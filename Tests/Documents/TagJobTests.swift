import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct TagJobTests {
    private let text = """
        Employee training at the plant

        Employee training is offered twice a year. The safety officer holds the training, and the safety officer keeps
        the attendance list. Fire extinguishers are checked before each course.
        """

    private func conclude(_ asked: Processed, _ reply: ModelReplies.Reply, _ parameters: JSONObject) throws -> Processed
    {
        let copy = try #require(asked.sink.parts[.workingCopy])
        let replies = ModelReplies(provider: "local", attempt: 1, replies: [reply])
        let answer = JSONWriter.canonicalBytes(of: replies.json)
        let bundle = PageBundle([
            PageBundle.Member(name: "working.json", size: Int64(copy.count)),
            PageBundle.Member(name: "replies.json", size: Int64(answer.count)),
        ])
        return try process(bundle.head + copy + answer, name: "a.txt", kind: .conclude, parameters: parameters)
    }

    @Test func aTagJobWritesTheDocumentAndItsTags() throws {
        let result = try process(
            Array(text.utf8), name: "a.txt", kind: .tag,
            parameters: ["num_tags": 3, "exclusions": ["Fire Extinguishers"], "title": "Handbook"])
        #expect(result.report.failure == nil)
        #expect(result.report.tags.count == 3)
        #expect(result.report.tags.first == "employee-training")
        #expect(result.text.contains("attendance list"))
        let json = try JSONParser.parse(result.sink.parts[.tagsJSON] ?? [])
        #expect(json["tags"]?.array?.compactMap(\.string) == result.report.tags)
        #expect(json["scores"]?["employee-training"]?.number == 1)
        #expect(json["method"]?.string == "local")
        #expect(json["title"]?.string == "Handbook")
        #expect(json["source"]?["path"]?.string == "folder/a.txt")
        #expect(result.sink.parts[.prompts] == nil)
    }

    @Test func aModelIsAskedAndItsAnswerBecomesTheTags() throws {
        let parameters: JSONObject = [
            "num_tags": 3, "engine": "provider", "model_name": "tiny", "exclusions": ["secret"],
            "description": "A leaflet",
        ]
        let asked = try process(Array(text.utf8), name: "a.txt", kind: .tag, parameters: parameters)
        #expect(asked.report.failure == nil)
        #expect(asked.sink.parts[.tagsJSON] == nil)
        let prompts = try JSONParser.parse(asked.sink.parts[.prompts] ?? [])
        let questions = try #require(ModelQuestions(json: prompts))
        #expect(questions.model == "tiny")
        #expect(questions.schema != nil)
        let message = try #require(questions.questions.first?.messages.last?.content)
        #expect(message.contains("attendance list") && message.contains("A leaflet"))
        let reply = ModelReplies.Reply(
            number: 0, content: #"{"tags":["Secret","Employee Training","b","c","d"]}"#, finishReason: "stop",
            model: "tiny-1")
        let done = try conclude(asked, reply, parameters)
        #expect(done.report.failure == nil)
        #expect(done.report.tags == ["employee-training", "b", "c"])
        let json = try JSONParser.parse(done.sink.parts[.tagsJSON] ?? [])
        #expect(json["method"]?.string == "provider")
        #expect(json["excluded"]?.array?.compactMap(\.string) == ["secret"])
        #expect(json["model"]?.string == "tiny-1")
        #expect(json["prompt_sha256"]?.string == questions.sha256)
    }

    @Test(arguments: [
        ("{\"tags\":[\"a\"", "length", FailureCode.outputTruncated), ("", "content_filter", .providerRefused),
        ("I would rather not say anything about that at all.", "stop", .schemaViolation),
    ])
    func answersThatAreNoneAreFailures(content: String, reason: String, code: FailureCode) throws {
        let parameters: JSONObject = ["engine": "provider"]
        let asked = try process(Array(text.utf8), name: "a.txt", kind: .tag, parameters: parameters)
        let reply = ModelReplies.Reply(number: 0, content: content, finishReason: reason, model: "m")
        let failure = try #require(try conclude(asked, reply, parameters).report.failure)
        #expect(failure.code == code)
        #expect(failure.stage == .tag)
    }

    @Test func pagesBeyondNumPagesAreNeitherReadNorSent() throws {
        let pages = (1...5).map { PDFFixture.Page(lines: ["Topic number\($0)word is discussed here"]) }
        let file = PDFFixture(pages).bytes()
        for engine in ["local", "provider"] {
            let result = try process(
                file, name: "a.pdf", kind: .tag, parameters: ["num_pages": 2, "engine": .string(engine)])
            #expect(result.report.failure == nil)
            #expect(result.report.warnings.contains("2 of 5 pages were read, as num_pages asks"))
            let everything = result.sink.parts.values.map { String(decoding: $0, as: UTF8.self) }.joined()
            #expect(everything.contains("number2word"))
            #expect(!everything.contains("number3word"))
        }
    }

    @Test(arguments: [("num_pages", Int64(0)), ("num_pages", 11), ("num_tags", 2), ("num_tags", 16)])
    func numbersOutOfRangeAreRefused(name: String, value: Int64) throws {
        let result = try process(
            Array(text.utf8), name: "a.txt", kind: .tag, parameters: JSONObject([(name, .integer(value))]))
        #expect(result.report.failure?.code == .validationError)
        #expect(result.report.failure?.message.contains(name) == true)
    }

    @Test func exclusionsAreReadFromTextAndFromPDF() throws {
        let list = "# what we never want, ever\nannual report\ninvoice, draft\n\n  Employee_Training  \n"
        let text = try process(list, name: "exclusions.txt", kind: .steer).report
        #expect(text.steering == ["annual report", "invoice", "draft", "Employee_Training"])
        let pdf = PDFFixture([
            .init(lines: ["# remark", "annual report", "invoice, draft"]), .init(lines: ["last term"]),
        ])
        let read = try process(pdf.bytes(), name: "exclusions.pdf", kind: .steer).report
        #expect(read.steering == ["annual report", "invoice", "draft", "last term"])
    }

    @Test func listsOfExclusionsMayBeInAnyEncoding() throws {
        let marked: [UInt8] = [0xFF, 0xFE] + "größe\r\nmüll\r\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try process(marked, name: "exclusions.txt", kind: .steer).report.steering == ["größe", "müll"])
        #expect(try process("", name: "exclusions.txt", kind: .steer).report.steering == [])
    }

    @Test func listsThatCannotBeReadSayWhy() throws {
        let pdf = try #require(try process("%PDF-1.7 broken", name: "exclusions.pdf", kind: .steer).report.failure)
        #expect(pdf.message.hasPrefix("Failed to parse exclusion file: "))
        #expect(pdf.code == .validationError)
        #expect(pdf.stage == .intake)
        let binary = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let text = try #require(try process(binary, name: "exclusions.txt", kind: .steer).report.failure)
        #expect(text.message.hasPrefix("Failed to parse exclusion file: "))
        let many = (0...10_000).map { "term\($0)x" }.joined(separator: "\n")
        let long = try #require(try process(many, name: "exclusions.txt", kind: .steer).report.failure)
        #expect(long.message == "Failed to parse exclusion file: it has more than 10000 terms")
    }
}
