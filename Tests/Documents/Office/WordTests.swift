import Model
import Testing

/// What Word documents become.
@Suite struct WordTests {
    private typealias Fixture = OfficeFixture

    private func markdown(_ body: String, styles: String = "", numbering: String = "") throws -> String {
        let document = try process(Fixture.word(body, styles: styles, numbering: numbering), name: "a.docx")
        #expect(document.report.failure == nil)
        return document.markdown
    }

    private static let styles =
        "<w:style w:type='paragraph' w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>"
        + "<w:style w:type='paragraph' w:styleId='Own'><w:name w:val='Chapter'/><w:basedOn w:val='berschrift2'/></w:style>"
        + "<w:style w:type='paragraph' w:styleId='Level'><w:name w:val='Level'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
        + "<w:style w:type='paragraph' w:styleId='Code'><w:name w:val='Source Code'/></w:style>"
        + "<w:style w:type='character' w:styleId='Fett'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>"

    private static let numbering =
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/>"
        + "<w:lvlText w:val='%1.'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>"
        + "<w:lvl w:ilvl='2'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2.%3'/><w:isLgl/></w:lvl></w:abstractNum>"
        + "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
        + "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"

    private func entry(_ text: String, list: Int, level: Int = 0) -> String {
        Fixture.paragraph(text, more: "<w:numPr><w:ilvl w:val='\(level)'/><w:numId w:val='\(list)'/></w:numPr>")
    }

    @Test func headingsComeFromStylesOutlineLevelsAndWhatTheyAreBasedOn() throws {
        let body = ["berschrift2", "Own", "Level"].map { Fixture.paragraph($0, style: $0) }.joined()
        #expect(try markdown(body, styles: Self.styles) == "## berschrift2\n\n## Own\n\n# Level\n")
    }

    @Test func listsShowTheirNumbers() throws {
        let body =
            entry("one", list: 1) + entry("sub", list: 1, level: 1) + entry("deep", list: 1, level: 2)
            + entry("two", list: 1) + entry("bullet", list: 2)
        #expect(
            try markdown(body, numbering: Self.numbering)
                == "3. one\n   - a) sub\n     - 3.1.1 deep\n4. two\n\n- bullet\n")
    }

    @Test func mergedCellsTakeTheirPlaces() throws {
        func cell(_ text: String, _ more: String = "") -> String {
            "<w:tc><w:tcPr>\(more)</w:tcPr>\(Fixture.paragraph(text))</w:tc>"
        }
        let body =
            "<w:tbl><w:tr>\(cell("wide", "<w:gridSpan w:val='2'/>"))\(cell("tall", "<w:vMerge w:val='restart'/>"))</w:tr>"
            + "<w:tr>\(cell("a"))\(cell("b"))\(cell("", "<w:vMerge/>"))</w:tr></w:tbl>"
        #expect(
            try markdown(body)
                == "<table><tr><th colspan=\"2\">wide</th><th rowspan=\"2\">tall</th></tr>"
                + "<tr><td>a</td><td>b</td></tr></table>\n")
    }

    @Test func aFrameOfOneCellIsText() throws {
        let body = "<w:tbl><w:tr><w:tc>\(Fixture.paragraph("one"))\(Fixture.paragraph("two"))</w:tc></w:tr></w:tbl>"
        #expect(try markdown(body) == "one\n\ntwo\n")
    }

    @Test func changesAreAccepted() throws {
        let body =
            "<w:p><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
            + "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
            + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>joined </w:t></w:r></w:p>"
            + Fixture.paragraph("paragraph")
        #expect(try markdown(body) == "kept new\n\njoined paragraph\n")
    }

    @Test func looksLinksAndFieldsAreKept() throws {
        let run = "<w:r><w:rPr><w:rStyle w:val='Fett'/><w:i/></w:rPr><w:t>both</w:t></w:r>"
        let field =
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> HYPERLINK \"http://a.org/x\" </w:instrText></w:r>"
            + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>link</w:t></w:r>"
            + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        let symbol = "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:tab/><w:noBreakHyphen/></w:r>"
        #expect(
            try markdown(
                "<w:p>\(run)\(hidden)<w:r><w:t xml:space='preserve'> </w:t></w:r>\(field)\(symbol)</w:p>",
                styles: Self.styles)
                == "***both*** [link](http://a.org/x)✓\t-\n")
    }

    @Test func notesStandAtTheEndOfTheirPage() throws {
        let notes =
            "<w:footnotes NAMESPACES><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
            + "<w:footnote w:id='2'>\(Fixture.paragraph("the note"))</w:footnote></w:footnotes>"
        let body =
            "<w:p><w:r><w:t>text</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
            + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + Fixture.paragraph("next")
        let document = try process(
            Fixture.word(body, parts: [("word/footnotes.xml", notes)], links: [("f", "footnotes", "footnotes.xml")]),
            name: "a.docx")
        #expect(document.markdown == "text[^1]\n\n[^1]: the note\n\nnext\n")
        #expect(document.text == "text[^1]\n\n[^1]: the note\n\u{0C}next\n")
        #expect(try document.pages.count == 2)
    }

    @Test func pagesBeginWhereWordNotedIt() throws {
        let body =
            Fixture.paragraph("one")
            + "<w:p><w:r><w:t>begins here </w:t><w:lastRenderedPageBreak/><w:t>ends there</w:t></w:r></w:p>"
            + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>"
        let document = try process(Fixture.word(body), name: "a.docx")
        let texts = try document.pages.map { $0["text"]?.string }
        #expect(texts == ["one\n\nbegins here ends there\n", "two\n"])
    }

    @Test func formulasAreWrittenAsLaTeX() throws {
        func run(_ text: String) -> String { "<m:r><m:t>\(text)</m:t></m:r>" }
        let formula =
            "<m:oMath><m:sSup><m:e>\(run("x"))</m:e><m:sup>\(run("2"))</m:sup></m:sSup>\(run("="))"
            + "<m:f><m:num>\(run("a"))</m:num><m:den>\(run("b"))</m:den></m:f></m:oMath>"
        #expect(try markdown("<w:p>\(formula)</w:p>") == "$x^{2}=\\frac{a}{b}$\n")
    }

    @Test func textBoxesAreReadOnceAndPicturesDescribed() throws {
        let box = "<w:txbxContent>\(Fixture.paragraph("in the box"))</w:txbxContent>"
        let drawing =
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr='a cat'/>\(box)</w:drawing></mc:Choice>"
            + "<mc:Fallback><w:pict>\(box)</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        #expect(try markdown("<w:p><w:r><w:t>text</w:t></w:r>\(drawing)</w:p>") == "text\n\nin the box\n\n![a cat]()\n")
    }

    @Test func runningHeadersAreOutsideOfTheMarkdown() throws {
        let document = try process(
            Fixture.word(
                Fixture.paragraph("body"),
                parts: [("word/header1.xml", "<w:hdr NAMESPACES>\(Fixture.paragraph("Company"))</w:hdr>")],
                links: [("h", "header", "header1.xml")]), name: "a.docx")
        #expect(document.markdown == "body\n" && document.text == "Company\n\nbody\n")
    }

    @Test func codeKeepsItsLines() throws {
        let body = Fixture.paragraph("if a:", style: "Code") + Fixture.paragraph("  b()", style: "Code")
        #expect(try markdown(body, styles: Self.styles) == "```\nif a:\n  b()\n```\n")
    }

    @Test func onlyThePagesAskedForAreWritten() throws {
        let body = (1...4).map { Fixture.paragraph("page \($0)", more: "<w:pageBreakBefore/>") }.joined()
        let document = try process(
            Fixture.word(body), name: "a.docx", parameters: ["page_ranges": ["target_pages": "2-3"]])
        #expect(document.markdown == "page 2\n\npage 3\n")
        #expect(document.report.warnings == ["not all pages were read, as page_ranges asks"])
    }
}
