import Model
import Testing

@testable import Collections

/// What people type becomes a query of quoted words, whatever it is.
struct SearchQueryTests {
    @Test(
        arguments: [
            ("invoice", "(\"invoice\")"),
            ("delivery note", "(\"delivery\" AND \"note\")"),
            ("\"delivery note\" rotterdam", "(\"delivery note\" AND \"rotterdam\")"),
            ("„Netto Betrag“ x", "(\"Netto Betrag\" AND \"x\")"),
            ("invoi*", "(\"invoi\" *)"),
            ("in*", "(\"in\")"),
            ("report -draft", "(\"report\") NOT (\"draft\")"),
            ("report -\"first draft\"", "(\"report\") NOT (\"first draft\")"),
            ("NEAR(a b) OR col:x AND ^y", "(\"NEAR(a\" AND \"b)\" AND \"OR\" AND \"col:x\" AND \"AND\" AND \"^y\")"),
            ("a\"b", "(\"a\" AND \"b\")"),
            ("東京 都庁", "(\"東\u{200B}京\" AND \"都\u{200B}庁\")"),
            ("same same", "(\"same\")"),
        ])
    func whatIsTypedIsQuoted(typed: String, expression: String) {
        let query = SearchQuery(typed)
        #expect(query.all(of: query.terms) == expression)
    }

    @Test(arguments: ["", "   ", "\"\"", "*", "-", "--", "!!! ???", "-only", "\"", "\u{0}\u{1}"])
    func withoutAWordThereIsNothingToLookFor(typed: String) {
        #expect(SearchQuery(typed).isEmpty)
    }

    @Test func longQueriesAreCut() {
        let many = (0..<1000).map { "word\($0)" }.joined(separator: " ")
        #expect(SearchQuery(many).terms.count == Limits.queryTerms)
    }
}
