import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Documents

/// Chunks, their vectors and embedding.json.
struct EmbedJobTests {
    private func embedding(_ result: Processed) throws -> JSONValue {
        try JSONParser.parse(result.sink.parts[.embeddingJSON] ?? [])
    }

    @Test func everyChunkHasAVectorAndItsPlace() throws {
        let text = (1...100).map { "word\($0)" }.joined(separator: " ")
        let result = try process(
            Array(text.utf8), name: "a.txt", kind: .embed,
            parameters: ["engine": "local", "chunk": ["size": 40, "overlap": 10]])
        #expect(result.report.failure == nil)
        #expect(result.text.contains("word100"))
        let json = try embedding(result)
        #expect(json["method"] == "local")
        #expect(json["dimensions"]?.integer == 384)
        let chunks = try #require(json["chunks"]?.array)
        #expect(chunks.count == 3)
        let page = Array((try #require(try result.pages.first?["text"]?.string)).unicodeScalars)
        for (place, chunk) in chunks.enumerated() {
            let start = Int(try #require(chunk["start"]?.integer))
            let end = Int(try #require(chunk["end"]?.integer))
            #expect(String(String.UnicodeScalarView(page[start..<end])) == chunk["text"]?.string)
            #expect(chunk["index"]?.integer == Int64(place))
            let vector = try #require(chunk["vector"]?.string.flatMap(Base64.decode).flatMap(VectorBytes.decode))
            #expect(vector == LexicalVector.make(chunk["text"]?.string ?? ""))
        }
        #expect(chunks[1]["text"]?.string?.hasPrefix("word31 ") == true)
    }

    @Test func emptyDocumentsHaveNoChunks() throws {
        let result = try process(Array("\n \n".utf8), name: "a.txt", kind: .embed)
        #expect(result.report.failure == nil)
        #expect(try embedding(result)["chunks"] == [])
    }

    @Test func chunksOfPDFPagesHaveBoxes() throws {
        let pdf = PDFFixture(pages: [["First page about chairs"], ["Second page about tables"]]).bytes()
        let result = try process(pdf, name: "a.pdf", kind: .embed)
        let chunks = try #require(try embedding(result)["chunks"]?.array)
        #expect(chunks.compactMap { $0["page"]?.integer } == [1, 2])
        let published = try process(
            result.sink.parts[.documentJSON] ?? [], name: "document.json", kind: .passages)
        let pages = published.sink.passages.compactMap { if case .page(let page) = $0 { page } else { nil } }
        #expect(pages.map(\.page) == [1, 2])
        let box = try #require(pages.first?.boxes.first)
        #expect(box.start == 0)
        #expect(box.end == pages.first?.text.utf8.count)
        #expect(chunks.first?["bbox"]?["x"]?.number == box.x)
        let vectors = try process(
            result.sink.parts[.embeddingJSON] ?? [], name: "embedding.json", kind: .passages)
        #expect(vectors.sink.passages.count == 3)
        #expect(
            vectors.sink.passages.first
                == .vectors(VectorHead(method: "local", model: "lexical-384-1", dimensions: 384)))
    }

    @Test func aProviderIsAskedForVectorsOfAllChunks() throws {
        let text = (1...200).map { "word\($0)" }.joined(separator: " ")
        let parameters: JSONObject = [
            "engine": "provider", "provider": "p", "model": "m", "chunk": ["size": 2, "overlap": 0],
        ]
        let asked = try process(Array(text.utf8), name: "a.txt", kind: .embed, parameters: parameters)
        #expect(asked.sink.parts[.embeddingJSON] == nil)
        let questions = try #require(ModelQuestions(json: try JSONParser.parse(asked.sink.parts[.prompts] ?? [])))
        #expect(questions.wantsVectors)
        #expect(questions.questions.map(\.messages.count) == [64, 36])
        func reply(_ dimensions: Int, dropping: Int = 0) throws -> Processed {
            let replies = questions.questions.map { question in
                let vector = [Float](repeating: 0.5, count: dimensions)
                let vectors = question.messages.dropLast(dropping).map { _ in vector }
                return ModelReplies.Reply(
                    number: question.number, content: VectorList.encode(vectors), finishReason: "stop", model: "m-1")
            }
            let copy = try #require(asked.sink.parts[.workingCopy])
            let answer = JSONWriter.canonicalBytes(
                of: ModelReplies(provider: "p", attempt: 1, replies: replies).json)
            let bundle = PageBundle([
                PageBundle.Member(name: "working.json", size: Int64(copy.count)),
                PageBundle.Member(name: "replies.json", size: Int64(answer.count)),
            ])
            return try process(bundle.head + copy + answer, name: "a.txt", kind: .conclude, parameters: parameters)
        }
        let done = try embedding(reply(8))
        #expect(done["provider"] == "p")
        #expect(done["model"] == "m-1")
        #expect(done["dimensions"]?.integer == 8)
        #expect(done["chunks"]?.array?.count == 100)
        #expect(done["chunks"]?.array?.last?["text"] == "word199 word200")
        #expect(try reply(8, dropping: 1).report.failure?.code == .providerError)
    }

    @Test func passagesPassOverWhatIsNoneOfOurs() throws {
        let lines = """
            {"schema_version":1,"pages":[
            {"page_number":1,"success":true,"page_width":10,"page_height":20,"text":"one\\u0001two 東京","items":[]},
            {"page_number":2,"success":false,"error":{}},
            {"page_number":3,"text":7}
            not JSON at all
            {"page_number":-4,"text":"negative"},
            {"page_number":5,"text":"  "},
            {"page_number":6,"text":"last"}
            ],"metadata":{}}
            """
        let result = try process(Array(lines.utf8), name: "document.json", kind: .passages)
        #expect(result.report.failure == nil)
        #expect(
            result.sink.passages == [
                .page(PagePassage(page: 1, width: 10, height: 20, text: "one two 東\u{200B}京")),
                .page(PagePassage(page: 6, text: "last")),
            ])
    }

    @Test func pagesOfAPublishedTextStandBetweenFormFeeds() throws {
        let result = try process(Array("one\n\u{C}\n\u{C}three\n".utf8), name: "document.txt", kind: .passages)
        #expect(
            result.sink.passages == [
                .page(PagePassage(page: 1, text: "one\n")), .page(PagePassage(page: 3, text: "three\n")),
            ])
    }

    @Test func blocksAreFoundInTheTextOfTheirPage() {
        let text = "Invoice 7\n\nTo: Ada\n\nTwelve chairs\n"
        let box = PassageBox(x: 1, y: 2, width: 3, height: 4)
        let boxes = TextAlignment(text).boxes(of: [
            ("# Invoice 7", box), ("not on the page at all", box), ("**Twelve** chairs", box),
        ])
        #expect(boxes.map(\.start) == [0, 20])
        #expect(boxes.map(\.end) == [20, text.utf8.count])
    }

    @Test func chunksOfScriptsWithoutBlanksAreCountedInCharacters() {
        var chunker = Chunker(size: 4, overlap: 1)
        chunker.add(page: 1, text: "東京都庁の請求書 end", boxes: [])
        #expect(chunker.chunks.map(\.text) == ["東京都庁", "庁の請求", "求書 end"])
        var stuck = Chunker(size: 2, overlap: 9)
        stuck.add(page: 1, text: "a b c", boxes: [])
        #expect(stuck.chunks.map(\.text) == ["a b", "b c"])
    }
}
