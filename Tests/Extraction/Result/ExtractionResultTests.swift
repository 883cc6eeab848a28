import Model
import Testing

@testable import Extraction

/// Finds what it is told to.
struct FixedEngine: Engine {
    var findings: Findings

    init(_ values: [String: JSONValue], by method: Finding.Method = .rules, rowsSeen: [String: Int] = [:]) {
        findings = Findings()
        findings.values = values.mapValues { Finding($0, by: method, confidence: 0.9) }
        findings.rowsSeen = rowsSeen
    }

    func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings { findings }
}

/// Says which fields it was asked for.
final class CuriousEngine: Engine {
    private(set) var asked: [String] = []

    func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
        asked = fields.flatMap(names)
        return Findings()
    }

    private func names(_ field: Field) -> [String] {
        guard case .object(let members) = field.kind else { return [field.name] }
        return members.flatMap(names).map { field.name + "." + $0 }
    }
}

@Suite struct ExtractionResultTests {
    private func document(_ pages: String...) -> SourceDocument {
        var document = SourceDocument(name: "a.pdf", mimeType: "application/pdf")
        document.pages = pages.enumerated().map { SourcePage(number: $0.offset + 1, text: $0.element) }
        return document
    }

    private func result(
        _ schema: String, _ engines: [FixedEngine], target: ExtractionOptions.Target = .document,
        of document: SourceDocument? = nil
    ) throws -> ExtractionResult {
        let document = document ?? self.document("nothing")
        var options = ExtractionOptions(schema: try Schema(.string(schema)))
        options.target = target
        var extraction = Extraction(options, of: document)
        for engine in engines { try extraction.ask(engine, named: "fixed", of: document) }
        return try extraction.result(
            of: document, ReadingRecord(pageCount: document.pages.count, failedPages: []))
    }

    private func text(_ value: JSONValue) -> String { String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) }

    @Test func `What is not found is null, an empty list, or left out`() throws {
        let schema = #"{"a": "string", "b": "number?", "c": [{"d": "date"}], "e": {"f": "string"}}"#
        #expect(text(try result(schema, []).data) == #"{"b":null,"c":[]}"#)
    }

    @Test func `Every required field that is missing is named`() throws {
        let schema = #"""
            {"type": "object", "required": ["a", "b", "c", "d"], "properties": {"a": {"type": "string"},
             "b": {"type": "number"}, "c": {"type": ["string", "null"]}, "d": {"type": "string"}}}
            """#
        let failure = #expect(throws: Failure.self) { try result(schema, [FixedEngine(["/d": "x"])]) }
        #expect(failure?.code == .schemaViolation)
        #expect(failure?.stage == .extract)
        #expect(
            failure?.message
                == "a.pdf: the result breaks the schema: /a is required, but was not found; /b is required, but was not found"
        )
    }

    @Test func `A value that breaks the schema is never published, and the next engine may do better`() throws {
        let schema =
            #"{"type": "object", "properties": {"a": {"type": "string", "pattern": "^[0-9]+$"}}, "required": ["a"]}"#
        let wrong = FixedEngine(["/a": "x12"], by: .template)
        #expect(text(try result(schema, [wrong, FixedEngine(["/a": "12"])]).data) == #"{"a":"12"}"#)
        let failure = #expect(throws: Failure.self) { try result(schema, [wrong]) }
        #expect(failure?.message.contains(#"/a is "x12", but must match "^[0-9]+$" (found by template)"#) == true)
    }

    @Test func `The engine that finds a field first has it, and the next ones are asked for the rest`() throws {
        let schema = try Schema(#"{"a": "string", "b": {"c": "string", "d": "string"}, "e": ["string"]}"#)
        let document = document("")
        var extraction = Extraction(ExtractionOptions(schema: schema), of: document)
        try extraction.ask(FixedEngine(["/a": "1", "/b/c": "2"], by: .embeddedXML), named: "one", of: document)
        let curious = CuriousEngine()
        try extraction.ask(curious, named: "two", of: document)
        #expect(curious.asked == ["b.d", "e"])
        try extraction.ask(FixedEngine(["/a": "9", "/b/d": "3"]), named: "three", of: document)
        let result = try extraction.result(of: document, ReadingRecord(pageCount: 1, failedPages: []))
        #expect(text(result.data) == #"{"a":"1","b":{"c":"2","d":"3"},"e":[]}"#)
        #expect(result.meta["fields"]?["/a"]?["method"] == "embedded_xml")
        #expect(result.meta["fields"]?["/b/d"]?["method"] == "rule")
        #expect(result.meta["engines"] == ["one", "two", "three"])
    }

    @Test func `Rows are one engine's, without gaps, and those that are missing are told`() throws {
        let schema = #"{"rows": [{"a": "string", "b": "integer"}]}"#
        let first = FixedEngine(["/rows/1/a": "x", "/rows/3/a": "y", "/rows/10/b": 5.0], rowsSeen: ["/rows": 4])
        let result = try result(schema, [first, FixedEngine(["/rows/0/b": 7])])
        #expect(text(result.data) == #"{"rows":[{"a":"x"},{"a":"y"},{"b":5}]}"#)
        #expect(result.meta["completeness"]?["rows"]?["/rows"] == ["seen": 4, "extracted": 3])
        #expect(result.meta["completeness"]?["is_complete"] == false)
        #expect(result.warnings == ["/rows: 4 rows were seen, 3 were extracted"])
    }

    @Test func `A field the document is known not to state is left open by nobody`() throws {
        let schema = try Schema(#"{"a": "string?", "b": "string?"}"#)
        var engine = FixedEngine(["/b": "x"])
        engine.findings.absent = ["/a"]
        let document = document("x")
        var extraction = Extraction(ExtractionOptions(schema: schema), of: document)
        try extraction.ask(engine, named: "one", of: document)
        #expect(!extraction.isOpen)
        let result = try extraction.result(of: document, ReadingRecord(pageCount: 1, failedPages: []))
        #expect(result.meta["unresolved"]?.array?.first?["reason"] == "absent")
    }

    @Test func `A result for each page leaves out pages that say nothing`() throws {
        let schema = #"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}"#
        struct PageEngine: Engine {
            func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
                var findings = Findings()
                let text = document.pages[0].text
                if !text.isEmpty { findings.values["/a"] = Finding(.string(text), by: .rules, confidence: 1) }
                return findings
            }
        }
        let document = document("one", "", "three")
        var options = ExtractionOptions(schema: try Schema(.string(schema)))
        options.target = .page
        var extraction = Extraction(options, of: document)
        try extraction.ask(PageEngine(), named: "page", of: document)
        let result = try extraction.result(of: document, ReadingRecord(pageCount: 3, failedPages: []))
        #expect(text(result.data) == #"[{"a":"one"},{"a":"three"}]"#)
        #expect(result.meta["results"] == [["page": 1], ["page": 3]])
        #expect(result.meta["fields"]?["/1/a"]?["page"] == 3)
        #expect(result.meta["completeness"]?["pages"]?["without_result"] == [2])
    }

    @Test func `Rows of tables make a list of what the schema describes`() throws {
        let schema = #"{"date": "date", "total": "number"}"#
        let engine = FixedEngine(["/document/0/total": 1.5, "/document/1/date": "2018-03-05"])
        let result = try result(schema, [engine], target: .tableRow)
        #expect(text(result.data) == #"[{"total":1.5},{"date":"2018-03-05"}]"#)
        #expect(result.meta["fields"]?["/0/total"]?["value"] == 1.5)
    }

    @Test func `Places and confidence are left out where they are not wanted`() throws {
        let document = document("x")
        var options = ExtractionOptions(schema: try Schema(#"{"a": "string"}"#))
        options.citesSources = false
        options.scoresConfidence = false
        var extraction = Extraction(options, of: document)
        try extraction.ask(FixedEngine(["/a": "x"]), named: "fixed", of: document)
        let result = try extraction.result(of: document, ReadingRecord(pageCount: 1, failedPages: []))
        #expect(result.meta["fields"]?["/a"] == ["value": "x", "method": "rule"])
    }
}
