import Extraction
import PCRE2
import Testing

@Suite struct PatternTests {
    private func texts(_ pattern: String, _ options: Pattern.Options = [], in text: String) throws -> [String] {
        let subject = PatternSubject(text)
        let found = try Pattern(python: pattern, options, limits: .standard).matches(in: subject, atMost: 100)
        return found.map { subject[$0[1] ?? $0.range] }
    }

    @Test func groupsHaveNumbersAndNames() throws {
        let pattern = try Pattern(python: #"No\.\s+(?P<number>\d+)(/(\w))?"#, limits: .standard)
        let subject = PatternSubject("Größe No. 4711 and")
        let match = try #require(try pattern.firstMatch(in: subject))
        #expect(pattern.groupCount == 3)
        #expect(pattern.groupNumbers == ["number": 1])
        #expect(match[1].map { subject[$0] } == "4711")
        #expect(match[2] == nil && match[3] == nil && match[9] == nil)
        #expect(match.range == 8..<16)
    }

    @Test(
        arguments: [
            (#"a\Z"#, "a\n", []), (#"a$"#, "a\n", ["a"]), (#"total (?i)(due)"#, "TOTAL DUE", ["DUE"]),
            (#"x{,2}y"#, "xxxy", ["xxy"]), (#"\u00e4(.)"#, "äö", ["ö"]), (#"[[]a"#, "[a", ["[a"]),
            (#"[]x]+"#, "a]x", ["]x"]), (#"\d+"#, "٣٤ 12", ["٣٤", "12"]), (#"(?a)\d+"#, "٣٤ 12", ["12"]),
            (#"(?m)^b(.)"#, "a\nbc\nbd", ["c", "d"]), (#"x*"#, "axb", ["", "x", "", ""]), (#"\w+"#, "Größe", ["Größe"]),
            (#"(?P<q>['"])(?:.*?)(?P=q)"#, "'a\" b'", ["'"]), (#"a\vb"#, "a\nb", []),
        ] as [(String, String, [String])])
    func readsPatternsAsPythonDoes(pattern: String, text: String, expected: [String]) throws {
        #expect(try texts(pattern, in: text) == expected)
    }

    @Test func bytesThatAreNoTextAreTolerated() throws {
        let subject = PatternSubject(repairing: Array("Nr. 1".utf8) + [0xFF, 0xE4, 0x80] + Array(" Nr. 2".utf8))
        let matches = try Pattern(#"Nr\. (\d)"#, limits: .standard).matches(in: subject, atMost: 9)
        #expect(matches.map(\.range) == [0..<5, 9..<14])
    }

    @Test(arguments: [#"(a+)+$"#, #"(a|aa)+$"#, #"(?:a?){50}a{50}[bc]"#])
    func aPatternThatGoesBackForEverEnds(pattern: String) throws {
        let compiled = try Pattern(pattern, limits: .standard)
        let text = String(repeating: "a", count: 60) + "!"
        var code: PatternError.Code?
        let taken = ContinuousClock().measure {
            do throws(PatternError) { _ = try compiled.firstMatch(in: text) } catch { code = error.code }
        }
        #expect(code == .exhausted)
        #expect(taken < .seconds(3))
    }

    /// PCRE2 counts its steps anew from every place of the text.
    @Test func aPatternThatIsSlowAtEveryPlaceOfALongTextEnds() throws {
        let compiled = try Pattern("[ab]*[cd]", limits: .standard)
        let text = String(repeating: "ab", count: 250_000)
        #expect(throws: PatternError.self) { try compiled.firstMatch(in: text) }
    }

    @Test func aLongTextIsSearchedToItsEnd() throws {
        let text = String(repeating: "lorem ipsum ", count: 200_000) + "total 12"
        #expect(try Pattern(#"total (\d+)"#, limits: .standard).firstMatch(in: text) != nil)
    }

    @Test func whatIsNoPatternIsRefusedWithItsPlace() {
        let error = #expect(throws: PatternError.self) { try Pattern("a(b", limits: .standard) }
        #expect(error?.code == .malformed)
        #expect(error?.description == "missing closing parenthesis (at character 3)")
    }
}
