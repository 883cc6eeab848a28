import Leptonica
import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Documents

/// Pictures of pages that a job keeps: `images_to_save: [screenshot]`.
@Suite struct PageImageTests {
    private static let keep: JSONObject = ["images_to_save": ["screenshot"]]

    private func size(_ processed: Processed, _ page: Int) throws -> [Int] {
        let bytes = try #require(processed.sink.parts[.pageImage(page)])
        guard let picture = Picture.decode(bytes) else { return [] }
        return [picture.width, picture.height]
    }

    @Test func pagesOfAPDFAreDrawnAsTheyAreShown() throws {
        var fixture = PDFFixture(pages: [["One"], ["Two"], ["Three"]])
        fixture.pages[1].rotation = 90
        let found = try process(fixture.bytes(), name: "a.pdf", parameters: Self.keep)
        #expect(found.report.failure == nil)
        let first = try size(found, 1)
        #expect(first[0] == 1000)
        #expect(first[1] > 1200)
        // A page that is turned is drawn turned.
        let second = try size(found, 2)
        #expect(second[0] > second[1])
        #expect(found.sink.parts[.pageImage(3)] != nil)
        #expect(found.sink.parts[.pageImage(4)] == nil)
    }

    @Test func onlyPagesThatWereAskedForAreKept() throws {
        var parameters = Self.keep
        parameters["page_ranges"] = ["target_pages": "2"]
        let found = try process(PDFFixture(pages: [["One"], ["Two"]]).bytes(), name: "a.pdf", parameters: parameters)
        #expect(found.sink.parts.keys.filter { $0.fileName.hasPrefix("pages/") } == [.pageImage(2)])
        let plain = try process(PDFFixture(pages: [["One"]]).bytes(), name: "a.pdf")
        #expect(plain.sink.parts[.pageImage(1)] == nil)
    }

    @Test func picturesAreKeptNoLargerThanAScreen() throws {
        var parameters = Self.keep
        parameters["ocr"] = ["mode": "never"]
        let small = try process(ScanFixture.png(), name: "a.png", parameters: parameters)
        #expect(try size(small, 1)[0] <= 1000)
        let wide = Array("P5\n3000 1500\n255\n".utf8) + [UInt8](repeating: 200, count: 3000 * 1500)
        let shrunk = try process(wide, name: "wide.pgm", parameters: parameters)
        #expect(try size(shrunk, 1) == [1000, 500])
        let fax = Array("P4\n4000 2000\n".utf8) + [UInt8](repeating: 0x0F, count: 4000 * 2000 / 8)
        #expect(try size(process(fax, name: "fax.pbm", parameters: parameters), 1) == [1000, 500])
    }

    @Test func thereAreNotTooMany() throws {
        var fixture = PDFFixture(pages: Array(repeating: [], count: Limits.pageImages + 3))
        // Flat ones are drawn soon.
        for index in fixture.pages.indices { fixture.pages[index].height = 20 }
        var parameters = Self.keep
        parameters["ocr"] = ["mode": "never"]
        let found = try process(fixture.bytes(), name: "a.pdf", parameters: parameters)
        #expect(found.sink.parts.keys.count { $0.fileName.hasPrefix("pages/") } == Limits.pageImages)
        let warning = "only the first \(Limits.pageImages) pages were kept as pictures"
        #expect(found.report.warnings.contains(warning))
    }

    @Test func picturesThatStandOnPagesAreKeptOnceInTheirOwnSize() throws {
        let (dots, bars) = (try Self.picture(60, 40, 17), try Self.picture(300, 100, 31))
        let (dot, logo) = (try Self.picture(8, 8, 3), dots)
        var writer = PDFWriter()
        for picture in [dots, bars, logo, dot] {
            writer.addPage(width: 200, height: 200, picture: picture, operators: [])
        }
        writer.finish()
        let parameters: JSONObject = ["images_to_save": ["embedded"], "ocr": ["mode": "never"]]
        let found = try process(writer.drain(), name: "a.pdf", parameters: parameters)
        #expect(found.report.failure == nil)
        let names = found.sink.parts.keys.map(\.fileName).filter { $0.hasSuffix(".png") }
        #expect(names.sorted() == ["images/0001-1.png", "images/0002-1.png"])
        let kept = try #require(found.sink.parts[.embeddedImage(page: 2, number: 1)])
        guard let picture = Picture.decode(kept) else { throw ScanFixtureError.notDrawn }
        #expect([picture.width, picture.height] == [300, 100])
    }

    private static func picture(_ width: Int, _ height: Int, _ step: Int) throws -> PDFPicture {
        let bytes = Array("P5\n\(width) \(height)\n255\n".utf8) + (0..<width * height).map { UInt8($0 * step % 256) }
        guard let picture = Picture.decode(bytes), let encoded = PDFPicture.encoding(picture, isLossy: false) else {
            throw ScanFixtureError.notDrawn
        }
        return encoded
    }
}
