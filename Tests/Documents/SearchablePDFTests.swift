import Leptonica
import Model
import Poppler
import TestSupport
import Testing

@testable import Documents

/// `outputs: [searchable_pdf]`: the pages as they were, with words that can be found where they stand.
struct SearchablePDFTests {
    private static let wanted: JSONObject = ["outputs": ["text", "searchable_pdf"]]

    /// Reads a PDF again, without looking at its pictures.
    private func checkFirstLine(of pdf: [UInt8]) throws {
        let read = try process(pdf, name: "again.pdf", parameters: ["ocr": ["mode": "never"]])
        let page = try #require(read.pages.first)
        let text = try #require(page["text"]?.string)
        let words = text.split { $0 == " " || $0 == "\n" }
        #expect(words == ScanFixture.lines.joined(separator: " ").split(separator: " "))
        let box = try #require(page["items"]?.array?.first?["bbox"]?.array?.first)
        let left = try #require(box["x"]?.number)
        let top = try #require(box["y"]?.number)
        #expect(abs(left - 40) < 3, "\(box)")
        #expect(top > 44 && top < 60, "\(box)")
    }

    @Test func picturesBecomePagesWithWords() throws {
        let picture = try ScanFixture.picture()
        let fax = try ScanFixture.Fax(picture, resolution: (200, 200))
        let files = [
            ("a.png", try ScanFixture.png()), ("a.jpg", try ScanFixture.jpeg()),
            ("a.tif", ScanFixture.tiff([fax])),
        ]
        for (name, file) in files {
            let result = try process(file, name: name, parameters: Self.wanted)
            let pdf = try #require(result.sink.parts[.searchablePDF], "\(name)")
            try checkFirstLine(of: pdf)
            // A JPEG is in the PDF as it is.
            if name == "a.jpg" { #expect(pdf.firstRange(of: file) != nil) }
        }
    }

    @Test(arguments: [0, 90, 180, 270])
    func scannedPDFsKeepTheirPages(rotation: Int) throws {
        var scan = try ScanFixture.pdf(turned: (360 - rotation) % 360)
        let place = try #require(scan.firstRange(of: Array("/Resources <<".utf8)))
        // The page is turned to be shown; poppler and qpdf repair the table of objects, whose places moved.
        scan.insert(contentsOf: Array("/Rotate \(rotation) ".utf8), at: place.lowerBound)
        let result = try process(scan, name: "scan.pdf", parameters: Self.wanted)
        let pdf = try #require(result.sink.parts[.searchablePDF])
        try checkFirstLine(of: pdf)
        #expect(try Self.drawing(of: pdf) == Self.drawing(of: scan))
    }

    @Test func aDocumentWithTextOfItsOwnStaysAsItIs() throws {
        let document = PDFFixture(pages: [["Text of its own"]]).bytes()
        let result = try process(document, name: "a.pdf", parameters: Self.wanted)
        #expect(result.sink.parts[.searchablePDF] == document)
    }

    @Test func numbersHaveNoExponents() {
        #expect(TextLayer.number(0.00001) == "0.0000")
        #expect(TextLayer.number(-1.5) == "-1.5000")
        #expect(TextLayer.number(123_456.789) == "123456.7890")
    }

    private static func drawing(of pdf: [UInt8]) throws -> [UInt8] {
        try ScanFixture.withPDF(pdf) { file in
            let drawn = file.draw(page: 1, resolution: 72, limit: 1_000_000) { rows, width, height, stride in
                Picture(words: rows, width: width, height: height, stride: stride)
            }
            guard let drawn, let bytes = drawn.png() else { throw ScanFixtureError.notDrawn }
            return bytes
        }
    }
}
