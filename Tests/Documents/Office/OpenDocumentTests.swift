import Model
import Testing

/// What OpenDocuments become.
@Suite struct OpenDocumentTests {
    private typealias Fixture = OfficeFixture

    private func text(_ body: String, styles: String = "") throws -> Processed {
        try process(Fixture.openDocument("text", "<office:text>\(body)</office:text>", styles: styles), name: "a.odt")
    }

    @Test func blanksAreThoseThatAreMeant() throws {
        let document = try text("<text:p>  a\n   b<text:s text:c='2'/>c<text:tab/>d<text:line-break/>e</text:p>")
        #expect(document.text == "a b  c\td\ne\n")
    }

    @Test func headingsListsAndNotesAreRead() throws {
        let styles =
            "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>"
            + "<text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')'/></text:list-style>"
            + "<style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>"
            + "<style:style style:name='P' style:family='paragraph'><style:paragraph-properties fo:break-before='page'/></style:style>"
        let list =
            "<text:list text:style-name='L'><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>sub</text:p>"
            + "</text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>"
        let note =
            "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
            + "<text:note-body><text:p>the note</text:p></text:note-body></text:note>"
        let document = try text(
            "<text:h text:outline-level='2'>Head</text:h>\(list)<text:p>a <text:span text:style-name='B'>bold</text:span>\(note)</text:p>"
                + "<text:p text:style-name='P'>next <text:a xlink:href='http://a.org'>link</text:a></text:p>",
            styles: styles)
        #expect(
            document.markdown
                == "## Head\n\n1. one\n   - a) sub\n2. two\n\na **bold**[^1]\n\n[^1]: the note\n\nnext [link](http://a.org)\n"
        )
        #expect(try document.pages.count == 2)
    }

    @Test func sheetsShowWhatIsStoredAsShown() throws {
        let rows =
            "<table:table-row><table:table-cell table:number-columns-spanned='2'><text:p>wide</text:p></table:table-cell>"
            + "<table:covered-table-cell/><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>"
            + "<table:table-row table:number-rows-repeated='2'><table:table-cell office:value='1.5'><text:p>1,50 €</text:p></table:table-cell>"
            + "<table:table-cell office:value='7'/><table:table-cell table:number-columns-repeated='16000'/></table:table-row>"
            + "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
        let document = try process(
            Fixture.openDocument(
                "spreadsheet",
                "<office:spreadsheet><table:table table:name='S'>\(rows)</table:table></office:spreadsheet>"),
            name: "a.ods")
        #expect(document.text == "S\n\nwide\t\tc\n1,50 €\t7\t\n1,50 €\t7\t\n")
    }

    @Test func slidesHaveTitlesAndNotes() throws {
        let slide =
            "<draw:page><draw:frame presentation:class='outline' svg:x='1cm' svg:y='5cm' svg:width='9cm' svg:height='5cm'><draw:text-box>"
            + "<text:list><text:list-item><text:p>point</text:p></text:list-item></text:list></draw:text-box></draw:frame>"
            + "<draw:frame presentation:class='title' svg:x='1cm' svg:y='1cm'><draw:text-box><text:p>Title</text:p></draw:text-box></draw:frame>"
            + "<draw:frame presentation:class='subtitle' presentation:placeholder='true'><draw:text-box><text:p>Click</text:p></draw:text-box></draw:frame>"
            + "<presentation:notes><draw:frame presentation:class='notes'><draw:text-box><text:p>say</text:p></draw:text-box></draw:frame>"
            + "</presentation:notes></draw:page>"
        let document = try process(
            Fixture.openDocument("presentation", "<office:presentation>\(slide)</office:presentation>"), name: "a.odp")
        #expect(document.markdown == "# Title\n\n- point\n")
        #expect(try document.pages.first?["speaker_notes"]?.string == "say")
    }

    @Test func aPasswordIsAskedFor() throws {
        let document = try process(
            Fixture.openDocument("text", "<office:text/>", manifest: "<file-entry><encryption-data/></file-entry>"),
            name: "a.odt")
        #expect(document.report.failure?.code == .encryptedDocument)
    }
}
