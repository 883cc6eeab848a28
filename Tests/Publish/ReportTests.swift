import Foundation
import Model
import TestSupport
import Testing

@testable import Publish

/// report.html as people use it, in a browser.
@Suite struct ReportTests {
    /// A PNG of one pixel.
    private static let pixel = Array(
        Data(
            base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                + "rkJggg=="
        ) ?? Data())

    private static func meta(_ number: Int) -> [UInt8] {
        let place: JSONObject = [
            "method": "rule", "confidence": 0.93, "page": 2, "bbox": [["x": 10, "y": 20, "w": 80, "h": 10]],
            "page_width": 200, "page_height": 300,
        ]
        func field(_ value: JSONValue) -> JSONValue {
            var field = place
            field["value"] = value
            return .object(field)
        }
        let fields: JSONValue = [
            "/invoice_number": field(.string("R-\(number)")), "/items/0/amount": field(12.5),
            "/items/0/name": field("Paper"), "/items/1/name": field("Ink"),
        ]
        let missing: JSONValue = ["pointer": "/order", "reason": "not_found", "message": "no engine found it"]
        return JSONWriter.bytes(of: ["fields": fields, "unresolved": .array([missing])])
    }

    private static func publish(_ count: Int, in root: String, pictured: Bool = true) throws -> ReportBench {
        let bench = try ReportBench(root)
        for number in 0..<count {
            var outcome = ItemOutcome(
                state: number % 10 == 9 ? .failed : .succeeded, mimeType: "application/pdf", mediaType: .document,
                pageCount: 2, durationMilliseconds: Int64(1000 - number % 100))
            outcome.tags = ["invoice"]
            if outcome.state == .failed {
                outcome.failure = Failure(.corruptDocument, "invoice \(number) is damaged", stage: .parse)
            }
            let text = "# Invoice \(number)\n\n| Item | Amount |\n| --- | --- |\n| Paper | 12.50 |\n\nThank you\\.\n"
            var outputs = [("extract.meta.json", meta(number)), ("document.md", Array(text.utf8))]
            if pictured { outputs += [("pages/0001.png", pixel), ("pages/0002.png", pixel)] }
            try bench.add(BytePath("invoice \(number).pdf"), outcome, outcome.state == .failed ? [] : outputs)
        }
        try bench.publish()
        return bench
    }

    private static func run(_ script: String) -> JSONValue { ["run": .string(script)] }
    private static func hover(_ selector: String) -> JSONValue { ["hover": .string(selector)] }
    private static func key(_ name: String) -> JSONValue { ["key": .string(name)] }
    private static func type(_ text: String) -> JSONValue { ["type": .string(text)] }
    private static let openFirst = run("document.querySelector('.name').click()")
    private static let settled = run("new Promise((done) => setTimeout(done, 300))")

    @Test func aValueAndItsPlaceOnThePageLightUpTogether() throws {
        try withTemporaryDirectory { root in
            let bench = try Self.publish(2, in: root)
            let steps: [JSONValue] = [
                Self.openFirst, Self.settled,
                Self.run("[...document.images].map((image) => [image.complete, image.naturalWidth])"),
                Self.hover(".fields tr.place"),
                Self.run("document.querySelectorAll('rect.lit').length"),
                Self.run("document.querySelector('figcaption span').innerText"),
                Self.hover("rect.box"),
                Self.run("document.querySelectorAll('.fields .lit').length"),
                Self.run("document.querySelector('.excerpt table').innerText.replace(/\\s+/g, ' ')"),
                Self.run("document.querySelector('.wide').innerText.replace(/\\s+/g, ' ')"),
                Self.run("document.querySelector('.fields').innerText"),
            ]
            let page = try browse(bench.path(), steps)
            // The page itself, beside two small pictures of both.
            #expect(page.results[2] == [[true, 1], [true, 1], [true, 1]])
            #expect(page.results[4] == 1)
            #expect(page.results[5] == "Page 2 of 2")
            #expect(page.results[7].integer ?? 0 >= 1)
            #expect(page.results[8] == "Item Amount Paper 12.50")
            #expect(page.results[9] == "Amount Name 12.5 Paper Ink")
            #expect(page.results[10].string?.contains("No engine found it: Order.") == true)
            #expect(page.console == [])
        }
    }

    @Test func withoutPicturesThePageIsDrawn() throws {
        try withTemporaryDirectory { root in
            let bench = try Self.publish(1, in: root, pictured: false)
            let steps: [JSONValue] = [
                Self.openFirst,
                Self.run("[...document.querySelectorAll('.paper text')].map((text) => text.textContent)"),
                Self.run("document.querySelector('.paper svg').getAttribute('viewBox')"),
            ]
            let page = try browse(bench.path(), steps)
            #expect(page.results[1] == ["R-0", "12.5", "Paper", "Ink"])
            #expect(page.results[2] == "0 0 200 300")
        }
    }

    @Test func keysSearchOpenAndClose() throws {
        try withTemporaryDirectory { root in
            let bench = try Self.publish(12, in: root)
            let names = Self.run("[...document.querySelectorAll('.name')].map((name) => name.innerText)")
            let open = Self.run("document.querySelectorAll('tr.detail').length")
            let steps: [JSONValue] = [
                Self.key("/"), Self.type("r-1"), names, Self.key("ArrowDown"), Self.key("ArrowDown"),
                Self.run("document.activeElement.innerText"), Self.key("Enter"), open, Self.key("Escape"), open,
                Self.key("/"), Self.key("Escape"), names,
                Self.run("document.querySelector('[data-state=failed]').click()"), names,
                Self.run("document.querySelector('[data-state=all]').click()"),
                Self.run("document.querySelector('[data-key=d] button').click()"), names,
            ]
            let page = try browse(bench.path(), steps)
            // A value in a document is found as a name is.
            #expect(page.results[2] == ["invoice 1.pdf", "invoice 10.pdf", "invoice 11.pdf"])
            #expect(page.results[5] == "invoice 10.pdf")
            #expect(page.results[7] == 1)
            #expect(page.results[9] == 0)
            #expect(page.results[12].array?.count == 12)
            #expect(page.results[14] == ["invoice 9.pdf"])
            #expect(page.results[17].array?.first == "invoice 11.pdf")
        }
    }

    @Test func aThousandFilesAreOneSmallPage() throws {
        try withTemporaryDirectory { root in
            let bench = try Self.publish(1000, in: root, pictured: false)
            let size = try #require(FileManager.default.attributesOfItem(atPath: bench.path())[.size] as? Int)
            #expect(size < 5_000_000)
            let steps: [JSONValue] = [
                Self.run("document.querySelectorAll('tr.row').length"),
                Self.run("document.querySelector('.pager span').innerText"),
                Self.run("[...document.querySelectorAll('.step')].at(-1).click()"),
                Self.run("document.querySelector('.name').innerText"),
                Self.run("document.querySelector('#problems .link').click()"),
                Self.run("document.activeElement.innerText"),
            ]
            let page = try browse(bench.path(), steps)
            #expect(page.results[0] == 100)
            #expect(page.results[1] == "1 to 100 of 1,000")
            #expect(page.results[3] == "invoice 100.pdf")
            // From what went wrong to the file.
            #expect(page.results[5] == "invoice 9.pdf")
        }
    }

    @Test func detailsShareTheRoomThereIs() {
        for files in [1, 100, 1000, 10_000, 100_000] {
            let budget = DetailBudget(files: files)
            #expect(budget.share * min(files, Limits.reportDetailedFiles) <= Limits.reportDetailBytes)
            #expect(budget.share >= Limits.reportFileDetailBytes.lowerBound)
        }
    }

    @Test func aRunningBatchLoadsItselfAnewAndAFinishedOneDoesNot() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.seal(bench.reserve())
            let publisher = bench.publisher()
            try publisher.publishNow(Samples.id)
            let running = try bench.read("outbox/March/report.html")
            #expect(running.contains("<meta http-equiv=\"refresh\" content=\"5\">"))
            #expect(running.contains("\"sentence\":\"Waiting for its turn.\""))
            try bench.settle()
            try publisher.publishNow(Samples.id)
            let whole = try bench.read("outbox/March/report.html")
            #expect(!whole.contains("http-equiv=\"refresh\""))
            #expect(whole.contains("\"sentence\":\"Done, but not every file could be read.\""))
        }
    }

    @Test func theReportIsThereBeforeTheFinalStatus() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root, interrupt: .report)
            try bench.seal(bench.reserve())
            try bench.settle()
            try? bench.publisher(isInterrupted: true).publishNow(Samples.id)
            #expect(bench.exists("outbox/March/report.html"))
            #expect(!bench.exists("outbox/March/status.json"))
        }
    }
}
