import Model
import Testing

/// What presentations become.
@Suite struct SlideTests {
    private typealias Fixture = OfficeFixture

    @Test func slidesComeInTheOrderOfTheShow() throws {
        let document = try process(
            Fixture.slides([Fixture.shape("First", "type='title'"), Fixture.shape("Second", "type='title'")]),
            name: "a.pptx")
        #expect(document.markdown == "# First\n\n# Second\n")
        let page = try #require(try document.pages.first)
        #expect(page["page_width"]?.number == 720 && page["page_height"]?.number == 540)
    }

    @Test func notesAreNoPartOfTheText() throws {
        let document = try process(
            Fixture.slides([Fixture.shape("Title", "type='title'")], notes: [0: "say hello"], hidden: [0]),
            name: "a.pptx")
        #expect(document.markdown == "# Title\n")
        #expect(try document.pages.first?["speaker_notes"]?.string == "say hello")
        #expect(document.report.warnings == ["slide 1 is hidden in the show"])
    }

    @Test func theTitleIsReadFirstAndColumnsOneAfterTheOther() throws {
        let long = "and this is prose that is long enough"
        let slide =
            Fixture.shape("right above \(long)", at: (400, 100, 200, 50))
            + Fixture.shape("left below \(long)", at: (10, 200, 200, 50))
            + Fixture.shape("right below \(long)", at: (400, 200, 200, 50))
            + Fixture.shape("left above \(long)", at: (10, 100, 200, 50)) + Fixture.shape("Title", "type='ctrTitle'")
        let lines = try process(Fixture.slides([slide]), name: "a.pptx").text.split(separator: "\n").map {
            $0.prefix { $0 != "a" || true }.replacing(" \(long)", with: "")
        }
        #expect(lines == ["Title", "left above", "left below", "right above", "right below"])
    }

    @Test func labelsAreReadWithTheirRows() throws {
        let slide =
            Fixture.shape("A", at: (10, 100, 50, 20)) + Fixture.shape("B", at: (10, 200, 50, 20))
            + Fixture.shape("what A means in many words", at: (100, 100, 400, 20))
            + Fixture.shape("what B means in many words", at: (100, 200, 400, 20))
        let text = try process(Fixture.slides([slide]), name: "a.pptx").text
        #expect(text == "A\n\nwhat A means in many words\n\nB\n\nwhat B means in many words\n")
    }

    @Test func pointsHaveLevelsAndNumbers() throws {
        func point(_ text: String, _ properties: String) -> String {
            "<a:p><a:pPr \(properties)</a:pPr><a:r><a:t>\(text)</a:t></a:r></a:p>"
        }
        let body =
            point("one", "lvl='0'><a:buChar char='•'/>") + point("sub", "lvl='1'><a:buChar char='–'/>")
            + point("first", "lvl='0'><a:buAutoNum type='arabicPeriod'/>")
            + point("second", "lvl='0'><a:buAutoNum type='arabicPeriod'/>") + point("none", "lvl='0'><a:buNone/>")
        #expect(
            try process(Fixture.slides([Fixture.shape(body, "idx='1'")]), name: "a.pptx").markdown
                == "- one\n  - sub\n\n1. first\n2. second\n\nnone\n")
    }

    @Test func aSlideThatIsDamagedIsAFailedPage() throws {
        let slides = [Fixture.shape("good", "type='title'")] + ["</p:broken>"]
        let document = try process(
            Fixture.slides(slides), name: "a.pptx", parameters: ["allowed_page_failure_ratio": 0.5])
        #expect(document.report.failure == nil && document.report.failedPages == [2])
        #expect(try process(Fixture.slides(slides), name: "a.pptx").report.failure?.code == .corruptDocument)
    }
}
