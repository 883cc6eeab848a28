import Model
import Testing

@testable import Extraction

@Suite struct TokenLimitTests {
    private func document(lines: Int) -> SourceDocument {
        var document = SourceDocument(name: "a.pdf", mimeType: "application/pdf")
        let text = (0..<lines).map { "row \($0) of a long table with some words" }.joined(separator: "\n")
        document.pages = [SourcePage(number: 1, text: "first page"), SourcePage(number: 2, text: text)]
        return document
    }

    private func prompts(_ limit: TokenLimit?, about document: SourceDocument) throws -> [Prompt] {
        var options = ExtractionOptions(schema: try Schema(.string(#"{"total": "number?"}"#)))
        options.engine = .provider
        options.tokenLimit = limit
        return try Extraction(options, of: document).prompts(about: document)
    }

    @Test func withinTheLimitNothingHappens() throws {
        let document = document(lines: 10)
        for policy in ["chunk", "truncate", "reject"].compactMap(TokenLimit.Policy.init(rawValue:)) {
            let limit = TokenLimit(most: 5000, policy: policy)
            #expect(try prompts(limit, about: document) == prompts(nil, about: document))
            #expect(limit.record(of: document)["applied"] == false)
            #expect(limit.warning(about: document) == nil)
        }
    }

    @Test func chunksAreNoLongerThanAllowedAndLoseNothing() throws {
        let document = document(lines: 1000)
        let limit = TokenLimit(most: 2000, policy: .chunk)
        let questions = try prompts(limit, about: document).map { $0.messages[1].content }
        #expect(questions.count > 4)
        #expect(questions.allSatisfy { TokenLimit.estimate(of: $0) < 2500 })
        for row in [0, 500, 999] { #expect(questions.contains { $0.contains("row \(row) of") }) }
        #expect(limit.record(of: document)["policy"] == "chunk")
        #expect(limit.warning(about: document)?.contains("in parts") == true)
    }

    @Test func whatIsCutIsSaid() throws {
        let document = document(lines: 1000)
        let limit = TokenLimit(most: 2000, policy: .truncate)
        let questions = try prompts(limit, about: document).map { $0.messages[1].content }
        #expect(questions.count == 1)
        #expect(questions[0].contains("first page"))
        #expect(questions[0].contains("row 10 of"))
        #expect(!questions[0].contains("row 999 of"))
        #expect(limit.record(of: document)["applied"] == true)
        #expect(limit.warning(about: document)?.contains("only the first 2000 of about") == true)
        let long = SourcePage(number: 1, text: String(repeating: "x", count: 100_000))
        var line = document
        line.pages = [long]
        #expect(try prompts(limit, about: line).count == 1, "a line without an end is cut too")
    }

    @Test func aRefusalNamesBothNumbers() throws {
        let document = document(lines: 1000)
        let failure = #expect(throws: Failure.self) {
            try prompts(TokenLimit(most: 2000, policy: .reject), about: document)
        }
        #expect(failure?.code == .fileTooLarge)
        #expect(failure?.details["max_tokens"] == 2000)
    }

    @Test func theJobSaysHowMany() {
        #expect(TokenLimit(["token_policy": "reject"]) == nil)
        #expect(TokenLimit(["max_tokens": 75_000]) == TokenLimit(most: 75_000, policy: .chunk))
        #expect(TokenLimit(["max_tokens": 5000, "token_policy": "truncate"])?.policy == .truncate)
    }
}

extension TokenLimit {
    fileprivate static func estimate(of text: String) -> Int { TextParts.tokens(text) }
}
