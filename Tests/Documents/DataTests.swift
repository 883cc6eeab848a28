import Model
import Testing

/// Feeds, notebooks and tables.
@Suite struct DataTests {
    @Test func feedsAreHeadingsWithSummaries() throws {
        let rss = """
            <rss version="2.0"><channel><title>News</title><language>en</language>
            <item><title>One &amp;amp; two</title><link>https://example.org/1</link><author>Ann</author>
            <description>&lt;p&gt;A &lt;b&gt;bold&lt;/b&gt; word&lt;/p&gt;</description></item></channel></rss>
            """
        let result = try process(rss, name: "a.xml")
        #expect(result.report.mimeType == "application/rss+xml")
        #expect(result.markdown == "# News\n\n## [One & two](https://example.org/1)\n\n*Ann*\n\nA **bold** word\n")
        let atom = """
            <feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title type="html">E</title>
            <link rel="self" href="https://example.org/self"/><link href="https://example.org/e"/>
            <content type="xhtml"><div><p>x <a href="https://example.org/y">y</a></p></div></content></entry></feed>
            """
        #expect(
            try process(atom, name: "a.atom").markdown
                == "# T\n\n## [E](https://example.org/e)\n\nx [y](https://example.org/y)\n")
    }

    @Test func damagedFeedsAreShownAsText() throws {
        let result = try process("<rss><channel><title>x</channel></rss>", name: "a.rss")
        #expect(result.report.failure == nil)
        #expect(result.markdown.hasPrefix("```xml\n"))
        #expect(result.report.warnings.contains { $0.contains("read as text") })
    }

    @Test func notebooksKeepTextCodeAndResults() throws {
        let notebook = """
            {"nbformat":4,"metadata":{"language_info":{"name":"python"}},"cells":[
            {"cell_type":"markdown","source":["# Title\\n","with <b>html</b>"]},
            {"cell_type":"code","source":"print(1)","outputs":[{"output_type":"stream","text":["1\\n"]},
            {"output_type":"execute_result","data":{"text/plain":"x","text/html":"<table><tr><th>a</th><th>b</th></tr>\
            <tr><td>1</td><td>2</td></tr></table>"}},
            {"output_type":"error","traceback":["\\u001b[31mBad\\u001b[0m"]}]}]}
            """
        let result = try process(notebook, name: "a.ipynb")
        #expect(
            result.markdown == """
                # Title
                with &lt;b>html&lt;/b>

                ```python
                print(1)
                ```

                ```
                1
                ```

                | a | b |
                | --- | --- |
                | 1 | 2 |

                ```
                Bad
                ```

                """)
        #expect(result.report.title == "Title")
    }

    @Test(
        arguments: [
            ("a,b\n1,\"x;y;z\"\n2,\"p;q;r\"\n", ","), ("name;price\nA;1,50\nB;2,75\nC;3,00\n", ";"),
            ("Report of May\na|b|c\n1|2|3\n4|5|6\n", "|"), ("only\none\ncolumn\n", ","),
        ])
    func delimitersDivideRowsAlike(text: String, delimiter: String) throws {
        #expect(try process(text, name: "a.csv").json["metadata"]?["delimiter"]?.string == delimiter)
    }

    @Test func columnsHaveNamesAndTypes() throws {
        let text = """
            id,price,day,paid,phone,note
            1,1.50,2024-01-02,true,0301234,first
            2,"2,345.75",2024-02-03,false,0307777,
            3,3e5,2024-03-04,yes,0308888,third

            """
        let metadata = try process(text, name: "a.csv").json["metadata"]
        let columns = metadata?["columns"]?.array ?? []
        #expect(columns.map { $0["name"]?.string } == ["id", "price", "day", "paid", "phone", "note"])
        #expect(columns.map { $0["type"]?.string } == ["integer", "number", "date", "boolean", "text", "text"])
        #expect(metadata?["row_count"] == 3)
        let bare = try process("1,2\n3,4\n", name: "a.csv").json["metadata"]
        #expect(bare?["header"] == false)
        #expect(bare?["columns"]?.array?.first?["type"] == "integer")
    }
}
