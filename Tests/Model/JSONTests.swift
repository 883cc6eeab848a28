import Model
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"a":1,"b":[true,false,null],"c":"x\ny","d":-2.5,"e":{}}"#,
        #"[]"#, #""\u0007""#, #"12345678901234567"#,
    ])
    func whatIsReadIsWrittenAgain(text: String) throws {
        let value = try JSONParser.parse(Array(text.utf8))
        #expect(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("{\"a\":1,}", 1, 8), ("{\n  \"a\" 1}", 2, 7), ("[1,2", 1, 5), ("{\"a\":01}", 1, 8), ("\"\u{1}\"", 1, 2),
        ("[1] x", 1, 5), ("", 1, 1), ("{\"a\":1,\"a\":2}", 1, 8), (#""\ud800""#, 1, 8), (#""\u+123""#, 1, 4),
        ("nul", 1, 1), ("1e999", 1, 6),
    ])
    func errorsNameTheirPlace(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONParseError.self) { try JSONParser.parse(Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func depthIsBounded() {
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(throws: JSONParseError.self) { try JSONParser.parse(deep) }
    }

    @Test func surrogatePairsBecomeOneCharacter() throws {
        #expect(try JSONParser.parse(Array(#""\ud83d\ude00""#.utf8)) == .string("😀"))
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONParseError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    }

    @Test(arguments: [(0.0, "0"), (80, "80"), (33.333, "33.33"), (-0.5, "-0.5"), (1.05, "1.05"), (2.999, "3")])
    func hundredthsAreShort(number: Double, text: String) {
        var writer = JSONWriter()
        writer.hundredths(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func prettyTextKeepsTheOrderOfMembers() {
        let value: JSONValue = ["z": 1, "a": [1, 2], "empty": [], "none": [:]]
        let text = String(decoding: JSONWriter.bytes(of: value, style: .pretty), as: UTF8.self)
        #expect(text == "{\n  \"z\": 1,\n  \"a\": [\n    1,\n    2\n  ],\n  \"empty\": [],\n  \"none\": {}\n}")
    }

    @Test func canonicalTextDoesNotDependOnOrder() {
        let one: JSONValue = ["b": ["d": 1, "c": 2], "a": 3]
        let other: JSONValue = ["a": 3, "b": ["c": 2, "d": 1]]
        #expect(JSONWriter.canonicalBytes(of: one) == JSONWriter.canonicalBytes(of: other))
    }
}
