import Foundation
import Model
import TestSupport
import Testing

@testable import Publish

/// What the pages owe to people who cannot see them, or not well.
@Suite struct ReportAccessTests {
    @Test func everythingHasItsNameAndPlace() throws {
        try withTemporaryDirectory { root in
            let bench = try ReportBench(root)
            let meta = Array(#"{"fields": {"/number": {"value": "R-1", "method": "rule", "confidence": 1}}}"#.utf8)
            try bench.add(
                BytePath("a.pdf"),
                ItemOutcome(state: .succeeded, mediaType: .document, warnings: ["a warning"], pageCount: 1),
                [("extract.meta.json", meta), ("document.md", Array("# Title\n".utf8)), ("pages/0001.png", [0])])
            try bench.add(
                BytePath("b.pdf"),
                ItemOutcome(state: .failed, failure: Failure(.corruptDocument, "b.pdf is damaged", stage: .parse)))
            try bench.publish()
            let open: JSONValue = [
                "run": "for (const name of [...document.querySelectorAll('button.name')]) name.click()"
            ]
            for path in [bench.path(), root + "/outbox/index.html"] {
                let page = try browse(path, [open, ["run": .string(Self.audit)]])
                #expect(page.results[1] == [], "\(path)")
            }
        }
    }

    /// Lists what is wrong with the structure of the page.
    private static let audit = """
        (() => {
          const problems = [], all = (selector) => [...document.querySelectorAll(selector)];
          const name = (node) => (node.getAttribute("aria-label") || node.textContent || "").trim();
          if (document.documentElement.lang !== "en") problems.push("no language");
          if (!document.title || document.title === "dropmill") problems.push("no title");
          for (const landmark of ["header", "main", "footer"]) {
            if (all("body > " + landmark).length !== 1) problems.push("not one " + landmark);
          }
          if (all("h1").length !== 1) problems.push("not one h1");
          let level = 0;
          for (const heading of all("h1, h2, h3, h4")) {
            const next = Number(heading.tagName[1]);
            if (next > level + 1) problems.push("heading " + name(heading) + " skips a level");
            level = next;
          }
          for (const node of all("a, button")) if (!name(node)) problems.push("nameless " + node.outerHTML);
          for (const node of all("input")) if (!name(node)) problems.push("unlabelled " + node.outerHTML);
          for (const node of all("img")) if (!node.hasAttribute("alt")) problems.push("no alt " + node.outerHTML);
          for (const node of all("svg, [role=img], [role=region], nav")) {
            if (!node.getAttribute("aria-label")) problems.push("nameless " + node.outerHTML.slice(0, 80));
          }
          for (const node of all("th")) if (!node.scope) problems.push("no scope " + node.outerHTML);
          for (const node of all("section")) {
            const title = document.getElementById(node.getAttribute("aria-labelledby"));
            if (!title || !name(title)) problems.push("section without a title");
          }
          for (const node of all("[aria-controls]")) {
            const isOpen = node.getAttribute("aria-expanded") === "true";
            if (isOpen && !document.getElementById(node.getAttribute("aria-controls")))
              problems.push("controls nothing: " + name(node));
          }
          const ids = all("[id]").map((node) => node.id);
          if (new Set(ids).size !== ids.length) problems.push("an id is there twice");
          return problems;
        })()
        """

    /// WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1 for text.
    @Test func textStandsOutFromWhatItStandsOn() throws {
        let palettes = PageStyle.text.components(separatedBy: ":root {").dropFirst().prefix(2).map(Self.colours)
        #expect(palettes.count == 2)
        for palette in palettes {
            for text in ["ink", "soft", "link", "good", "fair", "bad", "busy", "off"] {
                for ground in ["paper", "card", "tint", "badtint"] {
                    let ratio = Self.contrast(try #require(palette[text]), try #require(palette[ground]))
                    #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
                }
            }
        }
    }

    private static func colours(_ block: String) -> [String: [Double]] {
        var colours: [String: [Double]] = [:]
        for match in block.prefix(while: { $0 != "}" }).matches(of: /--([a-z-]+): #([0-9a-f]{6})[0-9a-f]{0,2};/) {
            guard let number = Int(match.2, radix: 16) else { continue }
            colours[String(match.1)] = [16, 8, 0].map { Double(number >> $0 & 255) / 255 }
        }
        return colours
    }

    private static func contrast(_ left: [Double], _ right: [Double]) -> Double {
        let lights = [left, right].map { colour in
            zip(colour, [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
                let value = part.0 <= 0.04045 ? part.0 / 12.92 : pow((part.0 + 0.055) / 1.055, 2.4)
                return sum + value * part.1
            }
        }.sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }
}
