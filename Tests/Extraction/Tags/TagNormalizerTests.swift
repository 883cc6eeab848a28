import Model
import Testing

@testable import Extraction

@Suite struct TagNormalizerTests {
    @Test(arguments: [
        ("Employee Training", "employee-training"), ("employee_training", "employee-training"),
        ("  Employee -- Training ", "employee-training"), ("R&D", "r-d"), ("C++", "c++"), ("C#", "c#"),
        ("O'Brien’s law", "obriens-law"), ("U.S. economy", "us-economy"), ("Ünïcode Größe", "ünïcode-größe"),
        ("人工 智能", "人工-智能"), ("موارد بشرية", "موارد-بشرية"), ("हिन्दी भाषा", "हिन्दी-भाषा"), ("COVID-19", "covid-19"),
    ])
    func phrasesBecomeTags(phrase: String, tag: String) {
        #expect(TagNormalizer.tag(phrase) == tag)
    }

    @Test(arguments: ["", " ", "---", "12", "3,14", "2026-01-01", "!?", "\u{200B}", "++"])
    func whatHasNoLetterIsNoTag(phrase: String) {
        #expect(TagNormalizer.tag(phrase) == nil)
    }

    @Test func tagsAreDistinct() {
        #expect(TagNormalizer.tags(["A b", "a-b", "A_B", "c", "1"]) == ["a-b", "c"])
    }

    /// Whatever goes in, a tag is lower case, short, joined by single hyphens, and its own tag.
    @Test func everyTagKeepsItsForm() {
        var random = Generator(state: 42)
        let alphabet = Array("aZ9 -_.'’/\\ßİǅé\u{301}中あア한ع\u{200D}\u{202E}\n\t🙂+#&,;\u{0}")
        for _ in 0..<20_000 {
            let phrase = String(
                (0..<Int.random(in: 0...90, using: &random)).compactMap { _ in
                    alphabet.randomElement(using: &random)
                })
            guard let tag = TagNormalizer.tag(phrase) else { continue }
            #expect(tag == tag.lowercased())
            #expect(tag.count <= Limits.tagCharacters)
            #expect(!tag.hasPrefix("-") && !tag.hasSuffix("-") && !tag.contains("--"))
            #expect(!tag.contains { $0.isWhitespace || $0 == "_" })
            #expect(TagNormalizer.tag(tag) == tag, "\(phrase.debugDescription)")
        }
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}
