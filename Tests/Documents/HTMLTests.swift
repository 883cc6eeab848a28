import Model
import TestSupport
import Testing

/// What web pages become.
@Suite struct HTMLTests {
    private func markdown(_ body: String) throws -> String {
        try process("<!DOCTYPE html><html><body>\(body)</body></html>", name: "a.html").markdown
    }

    @Test(
        arguments: [
            ("<h2>A <b>title</b></h2><p>One\n  two<br>three</p>", "## A title\n\nOne two\nthree\n"),
            ("<p>a <b>bold </b>word, <i>slant</i> <del>gone</del></p>", "a **bold** word, *slant* ~~gone~~\n"),
            ("<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>", "- one\n  - inner\n- two\n"),
            ("<ol start=3><li>three<li>four</ol>", "3. three\n4. four\n"),
            (
                "<table><tr><th>a<th>b</tr><tr><td>1<td>2</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
            ),
            (
                "<table><tr><td colspan=100>head</td></tr><tr><th>a<th>b</tr></table>",
                "<table><tr><td colspan=\"2\">head</td></tr><tr><td>a</td><td>b</td></tr></table>\n"
            ),
            ("<pre><code class='language-swift'>let a = 1\n\n  b</code></pre>", "```swift\nlet a = 1\n\n  b\n```\n"),
            ("<blockquote><p>one</p><p>two</p></blockquote>", "> one\n> \n> two\n"),
            (
                "<p><a href='https://example.org/x'>here</a> <a href='javascript:x()'>there</a></p>",
                "[here](https://example.org/x) there\n"
            ),
            ("<p>seen<span style='display: none'>not</span><script>no</script><noscript>no</noscript></p>", "seen\n"),
            ("<p hidden>no</p><template><p>no</p></template><p>yes&nbsp;&amp; <sup>2</sup></p>", "yes & 2\n"),
            ("<dl><dt>term</dt><dd>meaning</dd></dl>", "**term**\n\nmeaning\n"),
            ("<figure><img alt='A cat' src=x><figcaption>Cats</figcaption></figure>", "![A cat]()\n\nCats\n"),
            (
                "<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup></math>",
                "a/b = x^2\n"
            ),
            ("<p>1 < 2 &lt;script&gt;</p>", "1 &lt; 2 &lt;script&gt;\n"),
        ])
    func elementsBecomeMarkdown(body: String, expected: String) throws {
        #expect(try markdown(body) == expected)
    }

    @Test func notesAreTiedToTheirReferences() throws {
        let shown = try markdown(
            """
            <p>Since 1998.<a href="#fn1" id="r1" role="doc-noteref"><sup>1</sup></a> A wiki<sup><a href="#c">[2]</a></sup></p>
            <ol><li id="fn1"><p>Fewer stations. <a href="#r1" role="doc-backlink">↩︎</a></p></li>
            <li id="c"><a href="#r">^</a> A book</li></ol><p>x<sup>2</sup></p>
            """)
        #expect(
            shown == "Since 1998.[^1] A wiki[^2]\n\n[^1]: Fewer stations.\n\n[^2]: A book\n\nx2\n")
    }

    @Test func aTableWithoutHeadersOfLongTextsIsALayout() throws {
        let long = String(repeating: "words ", count: 60)
        let shown = try markdown(
            "<table><tr><td>\(long)</td><td>\(long)</td></tr><tr><td>\(long)</td><td>y</td></tr></table>")
        #expect(!shown.contains("|"))
        #expect(shown.contains("words words"))
    }

    private let article = """
        <html lang=en><head><title>Site | Bees</title><meta property="og:title" content="Bees">
        <meta name=author content="A. Author"><meta property="article:published_time" content="2024-05-01T10:00:00+02:00">
        <meta name=description content="About bees."></head><body>
        <header><a href=/>Home</a></header><nav><ul><li><a href=/a>News</a></li><li><a href=/b>Shop</a></li></ul></nav>
        <div class="cookie-banner"><p>We use cookies to improve what you see here on our pages.</p></div>
        <main><h1>Bees</h1><p>\(String(repeating: "Bees live in hives, and they make honey. ", count: 8))</p>
        <aside class=related><a href=/c>Wasps</a></aside>
        <p>\(String(repeating: "In winter they stay inside and keep warm. ", count: 8))</p></main>
        <footer><p>Copyright of the bees</p></footer></body></html>
        """

    @Test func mainContentComesWithoutWhatIsAround() throws {
        let result = try process(article, name: "bees.html")
        #expect(result.markdown.hasPrefix("# Bees\n\nBees live in hives"))
        #expect(result.markdown.contains("In winter they stay"))
        for word in ["cookies", "News", "Wasps", "Copyright", "Home"] { #expect(!result.markdown.contains(word)) }
        #expect(result.report.warnings.contains { $0.contains("web: {content: page}") })
        let metadata = try result.json["metadata"]
        #expect(metadata?["title"] == "Bees")
        #expect(metadata?["author"] == "A. Author")
        #expect(metadata?["language"] == "en")
        #expect(metadata?["created_at"] == "2024-05-01T08:00:00.000Z")
        #expect(metadata?["description"] == "About bees.")
    }

    /// Some servers wrap everything in a form.
    @Test func mainContentIsFoundInsideAForm() throws {
        let wrapped = article.replacing("<body>", with: "<body><form>").replacing("</body>", with: "</form></body>")
        let result = try process(wrapped, name: "bees.html")
        #expect(result.markdown.hasPrefix("# Bees\n\nBees live in hives"))
        #expect(!result.markdown.contains("cookies"))
    }

    @Test func theWholePageComesOnRequest() throws {
        let result = try process(Array(article.utf8), name: "bees.html", parameters: ["web": ["content": "page"]])
        for word in ["cookies", "News", "Wasps", "Copyright", "Home"] { #expect(result.markdown.contains(word)) }
        #expect(result.report.warnings.isEmpty)
    }

    @Test func aShortPageComesWithoutItsNavigation() throws {
        let page = "<nav><a href='/'>Home</a></nav><main><h1>News</h1><p>The wheel turns.</p></main>"
        #expect(try markdown(page) == "# News\n\nThe wheel turns.\n")
    }

    @Test func aPageWithoutParagraphsIsTakenWhole() throws {
        let result = try process(
            "<html><body><nav><a href=/>Home</a></nav><div class=sidebar>Side</div></body></html>", name: "a.html")
        #expect(result.text.contains("Home") && result.text.contains("Side"))
    }

    @Test func theEncodingComesFromThePage() throws {
        let page = Array("<meta charset=iso-8859-1><p>caf".utf8) + [0xE9] + Array("</p>".utf8)
        #expect(try process(page, name: "a.html").text == "café\n")
        // What is valid UTF-8 is no Latin 1, whatever it says.
        #expect(try process("<meta charset=iso-8859-1><p>café</p>", name: "a.html").text == "café\n")
    }

    @Test func deepAndDamagedPagesEnd() throws {
        let deep = String(repeating: "<div><b>", count: 3000) + "text"
        #expect(try process("<html>" + deep, name: "a.html").text.contains("text"))
        let tooDeep = "<html>" + String(repeating: "<div>", count: 30_000)
        #expect(try process(tooDeep, name: "a.html").report.failure?.code == .fileTooLarge)
        let source = Array(article.utf8)
        var generator = SeededGenerator(seed: 5)
        for cut in stride(from: 20, to: source.count, by: source.count / 40) {
            _ = try process(Array(source[..<cut]), name: "a.html", mimeType: "text/html")
        }
        for _ in 0..<200 {
            var damaged = source
            for _ in 0..<8 {
                let place = Int.random(in: 0..<damaged.count, using: &generator)
                damaged[place] = UInt8.random(in: 0...255, using: &generator)
            }
            let result = try process(damaged, name: "a.html", mimeType: "text/html")
            if result.report.failure == nil { _ = try result.json }
        }
    }
}
