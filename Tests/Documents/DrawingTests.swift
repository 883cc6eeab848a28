import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct DrawingTests {
    private static let drawing = """
        <?xml version="1.0"?>
        <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40mm" height="96px"
            xml:lang="en"><title>Ground floor</title><desc>Plan of
          the house</desc><style>text { fill: url(file:///etc/passwd) }</style><script>alert("no")</script>
        <g><text x="1" y="2">Living <tspan font-weight="bold">room</tspan><tspan x="1" dy="10">12 m²</tspan></text>
        <a xlink:href="https://example.org/kitchen"><text>Kitchen &amp; bath</text></a>
        <foreignObject><p xmlns="http://www.w3.org/1999/xhtml">A note</p></foreignObject></g></svg>
        """

    @Test func textsComeInTheOrderOfTheFile() throws {
        let result = try process(Self.drawing, name: "plan.svg")
        #expect(result.report.failure == nil)
        #expect(result.report.title == "Ground floor")
        #expect(result.text == "Ground floor\n\nPlan of the house\n\nLiving room\n12 m²\n\nKitchen & bath\n\nA note\n")
        #expect(result.markdown.hasPrefix("# Ground floor\n"))
        let page = try #require(try result.pages.first)
        #expect(page["page_width"]?.number == 113.39)
        #expect(page["page_height"]?.number == 72)
        #expect(try result.json["metadata"]?["language"]?.string == "en")
        #expect(try result.json["links"]?.array?.first?["url"]?.string == "https://example.org/kitchen")
    }

    @Test func entitiesAreRefused() throws {
        let bomb = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<svg><text>&a;</text></svg>"
        let failure = try process("<?xml version=\"1.0\"?>" + bomb, name: "a.svg").report.failure
        #expect(failure?.code == .invalidMedia)
    }

    @Test func damagedDrawingsEndInAnOutcome() throws {
        try damage(Array(Self.drawing.utf8), name: "a.svg", mimeType: "image/svg+xml")
    }
}
