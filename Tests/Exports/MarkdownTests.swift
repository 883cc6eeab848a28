import Model
import Testing

@testable import Exports

/// Markdown of pages, read back into text and styles.
@Suite struct MarkdownTests {
    @Test(arguments: [
        ("plain", "plain"), ("**bold** and *italic*", "bold and italic"), ("1 \\* 2 &lt; 3 &amp;c", "1 * 2 < 3 &c"),
        ("`a*b` ``c`d``", "a*b c`d"), ("[text](https://e.example)", "text"),
        ("[a\\]b](<https://e.example/x y>)", "a]b"),
        ("see [^1] and [x]", "see [^1] and [x]"), ("![a picture]()", "a picture"), ("~~gone~~", "gone"),
        ("a ` lone tick", "a ` lone tick"), ("trailing \\", "trailing \\"), ("[open", "[open"), ("&nbsp;", "&nbsp;"),
    ])
    func inlineMarkdownBecomesText(markdown: String, text: String) {
        #expect(InlineText.plain(markdown) == text)
    }

    @Test(arguments: ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b", "//e.example"])
    func onlyAddressesOfTheWebAreLinks(target: String) {
        #expect(!InlineText.isSafe(target))
    }

    @Test func entriesKeepNumberDepthAndLines() {
        let entries = MarkdownBlocks.entries(of: Array("9. nine\n   more\n   - in\n     - deep\n10. ten\n- out".utf8))
        #expect(entries.map { ExportBlock.plain($0.spans) } == ["nine\nmore", "in", "deep", "ten", "out"])
        #expect(entries.map(\.level) == [0, 1, 2, 0, 0])
        #expect(entries.map(\.number) == [9, nil, nil, 10, nil])
    }

    @Test(arguments: [
        ("a\u{0}b\u{1F}c", "abc"), ("\u{85}\u{80}x", "\u{85}x"), ("\u{FFFE}\u{FFFD}", "\u{FFFD}"),
        ("<&>\"'", "&lt;&amp;&gt;&quot;&#39;"),
        ("\r\n\t", "&#13;\n\t"),
    ])
    func markupHasNoForbiddenCharacter(text: String, escaped: String) {
        #expect(Markup.escaped(text) == escaped)
    }
}
