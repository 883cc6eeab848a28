import Model
import Testing

@testable import Extraction

@Suite struct ValidationTests {
    private func problems(_ value: JSONValue, _ field: String) throws -> [String] {
        let schema = try Schema(.string(#"{"type": "object", "properties": {"a": \#(field)}, "required": ["a"]}"#))
        return schema.problems(in: ["a": value]).map(\.description)
    }

    @Test(
        arguments: [
            (#"{"type": "string"}"#, 5, "/a is 5, but must be of type string"),
            (#"{"type": ["string", "null"]}"#, 5, "must be of type string or null"),
            (#"{"type": "integer"}"#, 5.5, "must be of type integer"),
            (#"{"type": "string", "format": "date"}"#, "2018-02-30", "must be a date such as 2018-03-05"),
            (#"{"type": "string", "format": "date-time"}"#, "2018-02-03", "must be a date with a time"),
            (#"{"type": "string", "format": "email"}"#, "a@b", "must be an email address"),
            (#"{"type": "string", "format": "uri"}"#, "example", "must be an address"),
            (#"{"type": "string", "format": "uuid"}"#, "1-2", "must be a UUID"),
            (#"{"type": "string", "pattern": "^[A-Z]{2}$"}"#, "abc", "must match"),
            (#"{"type": "string", "minLength": 3}"#, "ab", "at least 3 characters"),
            (#"{"type": "string", "maxLength": 1}"#, "ab", "at most 1 characters"),
            (#"{"type": "number", "minimum": 3}"#, 2.5, "at least 3"),
            (#"{"type": "number", "exclusiveMaximum": 3}"#, 3, "less than 3"),
            (#"{"type": "number", "multipleOf": 0.01}"#, 1.005, "a multiple of"),
            (#"{"enum": ["EUR", "USD"]}"#, "GBP", #"must be one of "EUR", "USD""#),
            (#"{"const": 1}"#, 2, "must be one of 1"),
            (#"{"type": "array", "items": {"type": "string"}, "minItems": 1}"#, [], "has 0 elements"),
            (
                #"{"type": "array", "items": {"type": "string"}, "uniqueItems": true}"#, ["a", "a"],
                "the same element twice"
            ),
            (#"{"type": "array", "items": {"type": "string"}}"#, ["a", 1], "/a/1 is 1"),
            (
                #"{"type": "object", "properties": {"b/c": {"type": "string"}}, "required": ["b/c"]}"#, [:],
                "/a/b~1c is required"
            ),
            (#"{"type": "object", "properties": {"b": {"type": "string"}}}"#, ["x": 1], "/a/x is not in the schema"),
        ] as [(String, JSONValue, String)])
    func `What breaks a schema is told with its place`(field: String, value: JSONValue, part: String) throws {
        let found = try problems(value, field)
        #expect(found.count == 1)
        #expect(found.first?.contains(part) == true, "\(found)")
    }

    @Test(
        arguments: [
            (#"{"type": ["string", "null"], "format": "date"}"#, .null),
            (#"{"type": "number"}"#, 5), (#"{"type": "integer"}"#, 5.0),
            (#"{"type": "number", "multipleOf": 0.01}"#, 1234.56),
            (#"{"type": "string", "format": "date-time"}"#, "2018-03-05T14:30:00Z"),
            (#"{"type": "string", "format": "date-time"}"#, "2018-03-05T14:30:00.5+02:00"),
            (#"{"type": "string", "format": "anything"}"#, "x"),
            (#"{"enum": [1, null]}"#, .null), (#"{"type": "string", "pattern": "b"}"#, "abc"),
        ] as [(String, JSONValue)])
    func `What follows a schema has no problems`(field: String, value: JSONValue) throws {
        #expect(try problems(value, field) == [])
    }

    @Test func `A pattern that goes back for ever ends`() throws {
        let text = String(repeating: "a", count: 40) + "!"
        let found = try problems(.string(text), #"{"type": "string", "pattern": "^(a+)+$"}"#)
        #expect(found.count == 1)
    }
}
