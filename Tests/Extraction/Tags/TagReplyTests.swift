import Model
import Testing

@testable import Extraction

@Suite struct TagReplyTests {
    private var options: TagOptions {
        var options = TagOptions()
        options.count = 3
        options.exclusions = ["Confidential"]
        return options
    }

    @Test(arguments: [
        #"{"tags": ["Employee Training", "safety_officer"]}"#, #"["Employee Training", "safety_officer"]"#,
        "```json\n{\"tags\": [\"employee-training\", \"safety-officer\"]}\n```",
        "Here you are:\n```\n[\"employee-training\", \"safety-officer\"]\n```\nAnything else?",
        "employee training, safety officer", "- Employee Training\n- Safety Officer",
        "1. employee training\n2) safety officer",
        "Tags: employee-training; safety-officer", #"{"keywords": "employee training, safety officer"}"#,
        #"{"tags": [{"tag": "employee training", "score": 1}, {"name": "safety officer"}]}"#,
        #"{"result": ["employee training", "safety officer"]}"#,
        "Sure! Here are the tags:\n* **employee-training**\n* **safety-officer**",
    ])
    func answersOfManyForms(answer: String) {
        #expect(TagReply.read(answer, options)?.tags == ["employee-training", "safety-officer"])
    }

    @Test func excludedAndSurplusTagsAreLeftOut() {
        let result = TagReply.read(#"["a1b", "CONFIDENTIAL", "b", "c", "d"]"#, options)
        #expect(result?.tags == ["a1b", "b", "c"])
        #expect(result?.excluded == ["confidential"])
        #expect(result?.warnings == [])
    }

    @Test(arguments: ["", "{}", "[]", "[1, 2]", "{\"tags\": []}", "I cannot do that for you, sorry about that today."])
    func answersWithoutTagsAreNone(answer: String) {
        #expect(TagReply.read(answer, options) == nil)
    }

    @Test func theQuestionHasTitleDescriptionPagesAndExclusions() {
        var document = SourceDocument(name: "a.pdf", mimeType: "application/pdf")
        document.pages = [SourcePage(number: 1, text: "First text"), SourcePage(number: 2, text: "Second text")]
        var options = options
        options.title = "A title"
        options.description = "A description"
        let prompt = TagPrompt(options, document)
        for part in ["A title", "A description", "First text", "Second text", "page 2"] {
            #expect(prompt.document.contains(part))
        }
        #expect(prompt.instruction.contains("Confidential"))
        #expect(prompt.instruction.contains("3 tags"))
        #expect(!prompt.isCut)
        document.pages = [SourcePage(number: 1, text: String(repeating: "x", count: 200_000))]
        let long = TagPrompt(options, document)
        #expect(long.isCut)
        #expect(long.document.utf8.count < Limits.tagPromptBytes + 1000)
    }

    @Test func exclusionListsHaveLinesCommasAndRemarks() throws {
        let lines = [
            "# remark, with comma", "annual report", " invoice , Draft,, ", "\"quoted term\"", "  # too", "invoice",
        ]
        #expect(try ExclusionList.terms(in: lines) == ["annual report", "invoice", "Draft", "quoted term"])
        #expect(throws: ExclusionList.Problem.self) {
            try ExclusionList.terms(in: [String(repeating: "x", count: 300)])
        }
    }
}
