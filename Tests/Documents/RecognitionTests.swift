import Layout
import Leptonica
import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Documents

/// Text in pictures and on scanned pages.
struct RecognitionTests {
    private func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
    private var expected: [Substring] { words(ScanFixture.lines.joined(separator: " ")) }

    @Test func picturesAreReadWithTheirPlaces() throws {
        let file = try ScanFixture.png()
        let result = try process(file, name: "scan.png")
        #expect(result.report.failure == nil)
        #expect(words(result.text) == expected)
        let page = try #require(try result.pages.first)
        #expect(page["origin"]?.string == "ocr")
        #expect(page["rotation"]?.integer == 0)
        #expect(try #require(page["confidence"]?.number) > 0.8)
        #expect(abs(try #require(page["page_width"]?.number) - ScanFixture.sheet.width) < 1)
        #expect(abs(try #require(page["page_height"]?.number) - ScanFixture.sheet.height) < 1)
        let box = try #require(page["items"]?.array?.first?["bbox"]?.array?.first)
        // The first base line is 60 points below the upper edge, the text begins 40 points from the left one.
        #expect(abs(try #require(box["x"]?.number) - 40) < 3)
        #expect(abs(try #require(box["y"]?.number) - 49) < 4)
    }

    @Test(arguments: [90, 180, 270])
    func turnedPicturesAreTurnedUpright(degrees: Int) throws {
        let result = try process(try ScanFixture.png(turned: degrees), name: "scan.png")
        #expect(words(result.text) == expected)
        let page = try #require(try result.pages.first)
        #expect(page["rotation"]?.integer == Int64(360 - degrees))
        let isAcross = degrees % 180 != 0
        let width = isAcross ? ScanFixture.sheet.height : ScanFixture.sheet.width
        #expect(abs(try #require(page["page_width"]?.number) - width) < 1)
        let box = try #require(page["items"]?.array?.first?["bbox"]?.array?.first)
        let (x, y) = (try #require(box["x"]?.number), try #require(box["y"]?.number))
        let (w, h) = (try #require(box["w"]?.number), try #require(box["h"]?.number))
        // Where the upper left corner of the text lies after the turn.
        let corner = [90: (x + w, y), 180: (x + w, y + h), 270: (x, y + h)][degrees] ?? (0, 0)
        let sheet = ScanFixture.sheet
        let wanted: [Int: (Double, Double)] = [
            90: (width - 49, 40), 180: (width - 40, sheet.height - 49), 270: (49, sheet.width - 40),
        ]
        #expect(abs(corner.0 - (wanted[degrees]?.0 ?? 0)) < 4)
        #expect(abs(corner.1 - (wanted[degrees]?.1 ?? 0)) < 4)
    }

    @Test func leaningPicturesAreLaidLevel() throws {
        let result = try process(try ScanFixture.png(leant: 4), name: "scan.png")
        #expect(words(result.text.lowercased()) == words(ScanFixture.lines.joined(separator: " ").lowercased()))
    }

    @Test func faxPagesAreAsHighAsTheyAreWide() throws {
        guard let flat = try ScanFixture.picture(resolution: 204).scaled(x: 1, y: 98 / 204.0) else {
            throw ScanFixtureError.notDrawn
        }
        let fax = try ScanFixture.Fax(flat, resolution: (204, 98))
        let result = try process(ScanFixture.tiff([fax, fax]), name: "fax.tif")
        #expect(result.report.pageCount == 2)
        #expect(words(result.text.split(separator: "\u{0C}").first.map(String.init) ?? "") == expected)
        let page = try #require(try result.pages.last)
        #expect(abs(try #require(page["page_height"]?.number) - ScanFixture.sheet.height) < 2)
    }

    @Test func scannedPagesOfAPDFAreReadWhenWanted() throws {
        let scan = try ScanFixture.pdf()
        let page = try #require(try process(scan, name: "scan.pdf").pages.first)
        #expect(page["origin"]?.string == "ocr")
        #expect(words(page["text"]?.string ?? "") == expected)
        let unread = try process(scan, name: "scan.pdf", parameters: ["ocr": ["mode": "never"]])
        #expect(try #require(try unread.pages.first)["text"]?.string == "")
        let text = PDFFixture(pages: [["Text of its own"]]).bytes()
        #expect(try #require(try process(text, name: "a.pdf").pages.first)["origin"]?.string == "text")
        let always = try process(text, name: "a.pdf", parameters: ["ocr": ["mode": "always"]])
        #expect(try #require(try always.pages.first)["origin"]?.string == "ocr")
        #expect(words(always.text) == ["Text", "of", "its", "own"])
    }

    @Test func slowPagesMoveTheDeadline() throws {
        let file = try ScanFixture.png()
        #expect(try process(file, name: "scan.png").sink.expectedPages == Limits.recognizedPageWeight)
    }

    @Test func missingLanguagesAreNamedWithTheirPackage() throws {
        let file = try ScanFixture.png()
        for languages: JSONValue in [["tlh_x"], ["eng", "tlh_x"]] {
            let failure = try process(file, name: "scan.png", parameters: ["ocr": ["languages": languages]])
                .report.failure
            #expect(failure?.code == .validationError)
            #expect(failure?.message.contains("tlh_x") == true)
            #expect(failure?.resolution.contains("apt install tesseract-ocr-tlh-x") == true)
        }
    }

    @Test(arguments: ["../../etc/passwd", "eng+osd", "/etc/eng", "", "script/", "a b"])
    func languagesAreNamesAndNoPaths(name: String) throws {
        let file = try ScanFixture.png()
        let failure = try process(file, name: "scan.png", parameters: ["ocr": ["languages": [.string(name)]]])
            .report.failure
        #expect(failure?.code == .validationError)
        #expect(failure?.message.contains("ocr.languages") == true)
    }

    @Test func emptyPaperHasNoWords() throws {
        guard let file = try ScanFixture.plain(255, width: 600, height: 800).png() else {
            throw ScanFixtureError.notDrawn
        }
        let result = try process(file, name: "white.png")
        #expect(result.report.failure == nil)
        #expect(result.text == "")
        #expect(result.report.warnings.contains { $0.contains("no text") })
    }

    @Test(arguments: [0, 90, 180, 270])
    func placesLeadBackToThePage(degrees: Int) {
        let size = (width: 300.0, height: 200.0)
        let back = Placement.turningBack(degrees, width: size.width, height: size.height)
        let upright = degrees % 180 == 0 ? size : (size.height, size.width)
        let corners = [(0.0, 0.0), (upright.0, 0.0), (0.0, upright.1), (upright.0, upright.1)]
            .map { back.point($0.0, $0.1) }
        #expect(Set(corners.map { "\($0.x) \($0.y)" }).count == 4)
        #expect(corners.allSatisfy { [0, size.width].contains($0.x) && [0, size.height].contains($0.y) })
        let lean = Placement.leaningBack(5, width: 300, height: 200)
        let middle = lean.point(150, 100)
        #expect(abs(middle.x - 150) < 1e-9 && abs(middle.y - 100) < 1e-9)
        // What was turned clockwise came from further up on its right side.
        #expect(lean.point(300, 100).y < 100)
    }
}
