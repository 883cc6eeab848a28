import Model
import Testing

/// Text in encodings other than Unicode: found by marks, by statistics and by what words look like.
@Suite struct EncodingTests {
    @Test(
        arguments: [
            // Привет, мир! Это простой текст на русском языке.
            (
                "windows-1251",
                [
                    0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0x20, 0xEC, 0xE8, 0xF0, 0x21, 0x20, 0xDD, 0xF2, 0xEE,
                    0x20, 0xEF, 0xF0, 0xEE, 0xF1, 0xF2, 0xEE, 0xE9, 0x20, 0xF2, 0xE5, 0xEA, 0xF1, 0xF2,
                ], "Привет, мир! Это простой текст"
            ),
            // 日本語のテキスト in Shift-JIS.
            (
                "shift_jis",
                [0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA, 0x82, 0xCC, 0x83, 0x65, 0x83, 0x4C, 0x83, 0x58, 0x83, 0x67, 0x0A],
                "日本語のテキスト\n"
            ),
            ("utf-32le", [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0, 0xE9, 0, 0, 0], "Aé"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42, 0x0A], "日本\n"),
        ] as [(String, [UInt8], String)])
    func encodingsAreFound(name: String, bytes: [UInt8], text: String) throws {
        let result = try process(bytes, name: "a.txt")
        #expect(result.text == text)
        #expect(try result.json["metadata"]?["encoding"]?.string == name)
    }

    @Test func xmlSaysItsEncoding() throws {
        let bytes =
            Array("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><a>".utf8) + [0xB1, 0xB6] + Array("</a>".utf8)
        #expect(try process(bytes, name: "a.xml").text.hasSuffix("<a>ąś</a>"))
    }

    /// Few accents in a Western text look like many things to statistics.
    @Test(
        arguments: ["Grüße aus Köln, Jürgen\n", "El niño comió piña; ¿qué más? ¡Nada!\n", "Été à Besançon, créée\n"])
    func westernTextIsNotTakenForAnother(text: String) throws {
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        #expect(try process(bytes, name: "a.txt").text == text)
    }
}
