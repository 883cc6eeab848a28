import Model
import Testing

@testable import Extraction

@Suite struct SchemaTests {
    private static let statements = #"{"statements": [{"date": "date", "customer": "string", "total": "number"}]}"#

    private func bytes(_ text: String) throws -> String {
        String(decoding: try Schema(.string(text)).canonicalBytes, as: UTF8.self)
    }

    private func problem(_ text: String) -> String {
        do throws(Failure) {
            _ = try Schema(.string(text))
            return "no problem"
        } catch {
            #expect(error.code == .validationError)
            return error.message
        }
    }

    @Test(arguments: [
        #"""
        {"type": "object", "properties": {"statements": {"type": "array", "items": {"type": "object", "properties": {
         "date": {"type": "string", "format": "date"}, "customer": {"type": "string"}, "total": {"type": "number"}}}}}}
        """#,
        #"""
        {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "x", "type": "object", "additionalProperties": false,
         "definitions": {"row": {"type": "object", "properties": {"total": {"type": "number"},
         "date": {"type": "string", "format": "date"}, "customer": {"$ref": "#/definitions/text"}}},
         "text": {"type": ["string"]}},
         "properties": {"statements": {"type": "array", "items": {"$ref": "#/definitions/row"}}}}
        """#,
    ])
    func `A short form and the schema that says the same have the same bytes`(schema: String) throws {
        #expect(try bytes(Self.statements) == bytes(schema))
        let object = try JSONParser.parse(Array(Self.statements.utf8))
        #expect(try Schema(object).canonicalBytes == Schema(.string(Self.statements)).canonicalBytes)
    }

    @Test func `Fields keep the order in which they were written`() throws {
        let schema = try Schema(#"{"b": "string", "a": {"d": "integer?", "c": ["date"]}}"#)
        guard case .object(let members) = schema.root.kind, case .object(let inner) = members[1].kind else {
            Issue.record("an object was expected")
            return
        }
        #expect(members.map(\.name) == ["b", "a"])
        #expect(inner.map(\.name) == ["d", "c"])
        #expect(inner[0].isNullable)
        #expect(
            inner[1].kind
                == .array(
                    of: {
                        var items = Field("items", .date(hasTime: false))
                        items.format = "date"
                        items.isRequired = true
                        return items
                    }()))
    }

    @Test func `Alternatives with null are a type that may be null`() throws {
        let one =
            #"{"type": "object", "properties": {"a": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}}}"#
        let two = #"{"type": "object", "properties": {"a": {"type": ["null", "string"], "format": "date"}}}"#
        let three = #"{"type": "object", "properties": {"a": {"type": "string", "format": "date", "nullable": true}}}"#
        #expect(try bytes(one) == bytes(two))
        #expect(try bytes(one) == bytes(three))
    }

    @Test func `A field may be called type or description`() throws {
        let schema = try Schema(
            #"{"type": "string", "description": "string", "line": {"type": "string", "name": "string"}}"#)
        guard case .object(let members) = schema.root.kind, case .object(let line) = members[2].kind else {
            Issue.record("an object was expected")
            return
        }
        #expect(members.map(\.name) == ["type", "description", "line"])
        #expect(line.map(\.name) == ["type", "name"])
    }

    @Test func `Within the short form a value may be a schema`() throws {
        let schema = try Schema(
            #"{"total": {"type": "number", "description": "Sum of all lines"}, "kind": {"enum": ["a", "b"]}}"#)
        guard case .object(let members) = schema.root.kind else { return }
        #expect(members[0].description == "Sum of all lines")
        #expect(members[1].allowed == ["a", "b"])
    }

    @Test(
        arguments: [
            ("{", "it is not JSON"),
            (##"{"a": "strin"}"##, #"at /a, "strin" is no type"#),
            (##"{"a": "strin"}"##, "did you mean string?"),
            (##"{"a": []}"##, "at /a, a list needs exactly one entry"),
            (##"{"a": {}}"##, "at /a, an object needs at least one field"),
            (
                ##"{"type": "object", "properties": {"a": {"type": "strin"}}}"##,
                #"at /properties/a/type, "strin" is no type"#
            ),
            (
                ##"{"type": "object", "properties": {"a": {"type": "array"}}}"##,
                "at /properties/a, a list needs `items`"
            ),
            (##"{"type": "object"}"##, "needs `properties`"),
            (
                ##"{"type": "object", "properties": {"a": {"type": "array", "prefixItems": [], "items": {}}}}"##,
                "at /properties/a/prefixItems, the keyword `prefixItems` is not supported"
            ),
            (##"{"type": "object", "properties": {"a": {"not": {}}}}"##, "at /properties/a/not"),
            (
                ##"{"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}}"##,
                "at /properties/a/pattern, it is not a regular expression"
            ),
            (
                ##"{"type": "object", "properties": {"a": {"type": "string", "minLength": "x"}}}"##,
                "at /properties/a/minLength"
            ),
            (
                ##"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["b"]}"##,
                #"at /required, "b" is not among the properties"#
            ),
            (##"{"type": "object", "properties": {"a": {"$ref": "https://example.com/x"}}}"##, "leads elsewhere"),
            (##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}}}"##, "there is nothing at"),
            (##"{"type": "object", "properties": {"a": {"$ref": "#"}}}"##, "the schema refers to itself"),
            (
                ##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}}}}"##,
                "the schema refers to itself by \"#/$defs/n\""
            ),
            (
                ##"{"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "null"}]}}, "$defs": {"n": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "null"}]}}}"##,
                "the schema refers to itself"
            ),
            (
                ##"{"type": "object", "properties": {"a": {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "number", "minimum": 3}]}}}"##,
                "one kind of value, or null, can be looked for; here are 2"
            ),
        ] as [(String, String)])
    func `A schema that cannot be used is refused with the place`(text: String, part: String) {
        #expect(problem(text).contains(part), "\(problem(text))")
    }

    @Test func `References that double at every level end at the limit of fields`() {
        var definitions: [String] = []
        for level in 0..<12 {
            let next = level == 11 ? #"{"type": "string"}"# : ##"{"$ref": "#/$defs/d\##(level + 1)"}"##
            definitions.append(##""d\##(level)": {"type": "object", "properties": {"a": \##(next), "b": \##(next)}}"##)
        }
        let text = ##"{"$ref": "#/$defs/d0", "$defs": {\##(definitions.joined(separator: ","))}}"##
        #expect(problem(text).contains("there are more than \(Limits.schemaFields) fields"))
    }

    @Test func `A schema nested too deeply is refused`() {
        let text = String(repeating: #"{"a": "#, count: 30) + #""string""# + String(repeating: "}", count: 30)
        #expect(problem(text).contains("more than \(Limits.schemaDepth) levels"))
    }
}
