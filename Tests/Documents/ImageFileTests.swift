import Leptonica
import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Documents

/// Image files: every format, and those that are not what they seem.
struct ImageFileTests {
    private static let unread: JSONObject = ["ocr": ["mode": "never"]]

    private func files() throws -> [(name: String, bytes: [UInt8])] {
        let picture = try ScanFixture.picture(resolution: 72)
        let fax = try ScanFixture.Fax(picture, resolution: (72, 72))
        return [
            ("a.png", try ScanFixture.png(resolution: 72)), ("a.jpg", try ScanFixture.jpeg(resolution: 72)),
            ("a.tif", ScanFixture.tiff([fax, fax])), ("a.bmp", Self.bitmap(width: 40, height: 30)), ("a.gif", Self.gif),
        ]
    }

    @Test func formatsAreDecoded() throws {
        for (name, bytes) in try files() {
            let result = try process(bytes, name: name, parameters: Self.unread)
            #expect(result.report.failure == nil, "\(name): \(result.report)")
            #expect(result.report.pageCount == (name == "a.tif" ? 2 : 1), "\(name)")
        }
    }

    @Test func sizesAreCheckedBeforeAnythingIsDecoded() throws {
        var png = try ScanFixture.png(resolution: 72)
        png.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
        var bitmap = Self.bitmap(width: 40, height: 30)
        bitmap.replaceSubrange(18..<26, with: ScanFixture.number(65_535, 4) + ScanFixture.number(65_535, 4))
        var gif = Self.gif
        gif.replaceSubrange(24..<28, with: [0xFF, 0xFF, 0xFF, 0xFF])
        var fax = try ScanFixture.Fax(try ScanFixture.picture(resolution: 72), resolution: (72, 72))
        (fax.width, fax.height) = (1_000_000, 1_000_000)
        for (name, bytes) in [("a.png", png), ("a.bmp", bitmap), ("a.gif", gif), ("a.tif", ScanFixture.tiff([fax]))] {
            let failure = try process(bytes, name: name, parameters: Self.unread).report.failure
            let codes: [FailureCode] = [.fileTooLarge, .corruptDocument]
            #expect(failure.map { codes.contains($0.code) } == true, "\(name): \(failure as Any)")
        }
        let failure = try process(png, name: "a.png", parameters: Self.unread).report.failure
        #expect(failure?.code == .fileTooLarge)
        #expect(failure?.message.contains("65535 x 65535") == true)
    }

    @Test func everyPrefixAndEveryFlippedByteEndsTyped() throws {
        for (name, bytes) in try files() {
            let prefixes = (1..<40).map { Array(bytes.prefix(max(1, bytes.count * $0 / 40))) }
            let reports = try process(each: prefixes, name: name, parameters: Self.unread)
            for (report, prefix) in zip(reports, prefixes) {
                let what = "\(name) cut at \(prefix.count)"
                if name == "a.png" || name == "a.jpg" { #expect(report.failure != nil, "\(what)") }
                Self.check(report, what)
            }
            let damaged = (0..<200).map { seed in
                var bytes = bytes
                bytes[seed &* 2_654_435_761 % bytes.count] ^= UInt8(1 << (seed % 8))
                return bytes
            }
            for (seed, report) in try process(each: damaged, name: name, parameters: Self.unread).enumerated() {
                Self.check(report, "\(name) with seed \(seed)")
            }
        }
    }

    private static func check(_ report: WorkerReport, _ what: String) {
        guard let failure = report.failure else { return }
        let codes: [FailureCode] = [.corruptDocument, .fileTooLarge, .unsupportedMedia, .memoryLimit]
        #expect(codes.contains(failure.code), "\(what): \(failure)")
        #expect(!failure.resolution.isEmpty)
    }

    @Test func aChainOfDirectoriesThatBitesItsTailEnds() throws {
        let fax = try ScanFixture.Fax(try ScanFixture.picture(resolution: 72), resolution: (72, 72))
        var file = ScanFixture.tiff([fax, fax])
        let directories = try #require(TIFFDirectory.all(in: file, limit: 10))
        #expect(directories.count == 2)
        // The second directory says the first one follows.
        let end = directories[1].offset + 2 + 12 * 12
        file.replaceSubrange(end..<end + 4, with: ScanFixture.number(directories[0].offset, 4))
        #expect(TIFFDirectory.all(in: file, limit: 1000)?.count == 2)
    }

    @Test func tenThousandTinyPagesAreReadInGoodTime() throws {
        let fax = try ScanFixture.Fax(try ScanFixture.plain(255, width: 8, height: 8), resolution: (200, 200))
        let file = ScanFixture.tiff([ScanFixture.Fax](repeating: fax, count: 10_000))
        let start = ContinuousClock.now
        let result = try process(file, name: "many.tif", parameters: ["outputs": ["text"]])
        #expect(result.report.failure == nil)
        #expect(result.report.pageCount == 10_000)
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func severalFilesBecomeOneDocument() throws {
        var files = try files().filter { $0.name != "a.gif" }
        files.append(("x.jpg", Array("no".utf8)))
        let head = PageBundle(files.map { PageBundle.Member(name: $0.name, size: Int64($0.bytes.count)) }).head
        let bundle = head + files.flatMap(\.bytes)
        var parameters = Self.unread
        parameters["allowed_page_failure_ratio"] = 0.5
        let result = try process(bundle, name: "a.png", kind: .parsePages, parameters: parameters)
        #expect(result.report.failure == nil)
        #expect(result.report.mimeType == "image/png")
        // A PNG, a JPEG, a TIFF of two pages, a bitmap, and what is no picture.
        #expect(result.report.pageCount == 6)
        #expect(result.report.failedPages == [6])
        let cut = try process(Array(bundle.prefix(30)), name: "a.png", kind: .parsePages).report.failure
        #expect(cut?.code == .processingError)
    }

    @Test(arguments: [(6, 100, 60), (3, 60, 100), (8, 100, 60), (1, 60, 100)])
    func camerasThatWereHeldOtherwiseAreHeeded(orientation: Int, width: Int, height: Int) throws {
        guard let plain = try ScanFixture.plain(200, width: 60, height: 100).jpeg(quality: 80) else {
            throw ScanFixtureError.notDrawn
        }
        let tiff =
            Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0]
            + [0, 0, 0, 0]
        let segment = Array("Exif\0\0".utf8) + tiff
        let exif: [UInt8] = [0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment
        let file = Array(plain[..<2]) + exif + Array(plain[2...])
        #expect(ExifOrientation.of(jpeg: file) == orientation)
        let page = try #require(try process(file, name: "a.jpg", parameters: Self.unread).pages.first)
        let size = (try #require(page["page_width"]?.number), try #require(page["page_height"]?.number))
        let ratio = size.0 / size.1
        #expect(abs(ratio - Double(width) / Double(height)) < 0.01)
    }

    /// A bitmap of white pixels (BITMAPINFOHEADER, 24 bits).
    private static func bitmap(width: Int, height: Int) -> [UInt8] {
        let row = (width * 3 + 3) / 4 * 4
        let n = ScanFixture.number
        let head = Array("BM".utf8) + n(54 + row * height, 4) + n(0, 4) + n(54, 4)
        let info = n(40, 4) + n(width, 4) + n(height, 4) + n(1, 2) + n(24, 2) + n(0, 4) + n(row * height, 4)
        return head + info + n(2835, 4) + n(2835, 4) + n(0, 8) + [UInt8](repeating: 255, count: row * height)
    }

    /// The shortest GIF of one pixel (GIF89a appendix F), with a colour table of two.
    private static let gif: [UInt8] =
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0]
        + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
}
