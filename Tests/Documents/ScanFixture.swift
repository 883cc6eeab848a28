import Glibc
import Leptonica
import Poppler
import TestSupport
import Testing

@testable import Documents

/// Makes scans: lines of text set in a PDF, drawn to a picture and written as image files.
enum ScanFixture {
    static let lines = ["The quick brown fox jumps", "over the lazy dog while", "seven boats pass the mill"]

    /// Points of the sheet that is scanned.
    static let sheet = (width: 300.0, height: 200.0)

    /// Draws lines of 14 points, 24 apart, from (40, 60) on.
    static func picture(_ lines: [String] = lines, resolution: Double = 200) throws -> Picture {
        var page = PDFFixture.Page(
            lines.enumerated().map { PDFFixture.Text($1, x: 40, y: 60 + 24 * Double($0), size: 14) })
        (page.width, page.height) = sheet
        let bytes = PDFFixture([page]).bytes()
        let drawn = try withPDF(bytes) { file in
            file.draw(page: 1, resolution: resolution, limit: 10_000_000) { rows, width, height, stride in
                Picture(words: rows, width: width, height: height, stride: stride)
            }
        }
        guard let drawn, let gray = drawn.gray() else { throw ScanFixtureError.notDrawn }
        gray.setResolution(Int(resolution))
        return gray
    }

    /// A picture of one shade.
    static func plain(_ shade: UInt8, width: Int, height: Int) throws -> Picture {
        guard let made = Picture(gray: [UInt8](repeating: shade, count: width * height), width: width, height: height)
        else { throw ScanFixtureError.notDrawn }
        return made
    }

    /// A scan as a PNG file, turned and leant clockwise.
    static func png(turned: Int = 0, leant: Double = 0, resolution: Double = 200) throws -> [UInt8] {
        guard let turned = try picture(resolution: resolution).turned(turned),
            let leant = leant == 0 ? turned.copied() : turned.leant(degrees: leant), let file = leant.png()
        else { throw ScanFixtureError.notDrawn }
        return file
    }

    /// A scan as a JPEG file.
    static func jpeg(resolution: Double = 200) throws -> [UInt8] {
        guard let file = try picture(resolution: resolution).jpeg(quality: 80) else { throw ScanFixtureError.notDrawn }
        return file
    }

    /// A scan as a PDF of one page, turned clockwise.
    static func pdf(turned: Int = 0) throws -> [UInt8] {
        guard let turned = try picture().turned(turned) else { throw ScanFixtureError.notDrawn }
        guard let encoded = PDFPicture.encoding(turned, isLossy: false) else { throw ScanFixtureError.notDrawn }
        let (width, height) = turned.width < turned.height ? (200.0, 300.0) : (300.0, 200.0)
        var writer = PDFWriter()
        writer.addPage(width: width, height: height, picture: encoded, operators: [])
        writer.finish()
        return writer.drain()
    }

    /// Opens a PDF.
    static func withPDF<Result: ~Copyable>(
        _ bytes: [UInt8], _ body: (borrowing PDFFile) throws -> Result
    ) throws -> Result {
        var template = Array("/tmp/dropmill-scan-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        unlink(template)
        defer { close(descriptor) }
        guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
            throw ScanFixtureError.notDrawn
        }
        let file = try PDFFile(descriptor: descriptor, password: nil)
        return try body(file)
    }

    /// A TIFF of fax pages (TIFF 6.0), each from a picture in black and white.
    static func tiff(_ pages: [Fax]) -> [UInt8] {
        var file: [UInt8] = Array("II".utf8) + number(42, 2) + number(0, 4)
        var link = 4
        for page in pages {
            let strip = file.count
            file += page.strip + [UInt8](repeating: 0, count: page.strip.count % 2)
            let resolution = file.count
            file += number(page.resolution.x, 4) + number(1, 4) + number(page.resolution.y, 4) + number(1, 4)
            file.replaceSubrange(link..<link + 4, with: number(file.count, 4))
            let tags: [(tag: Int, type: Int, value: Int)] = [
                (256, 4, page.width), (257, 4, page.height), (258, 3, 1), (259, 3, 4), (262, 3, 0), (273, 4, strip),
                (277, 3, 1), (278, 4, page.height), (279, 4, page.strip.count), (282, 5, resolution),
                (283, 5, resolution + 8), (296, 3, 2),
            ]
            file += number(tags.count, 2)
            for tag in tags { file += number(tag.tag, 2) + number(tag.type, 2) + number(1, 4) + number(tag.value, 4) }
            link = file.count
            file += number(0, 4)
        }
        return file
    }

    /// A page as a fax machine sends it.
    struct Fax {
        var width: Int
        var height: Int
        var strip: [UInt8]
        var resolution: (x: Int, y: Int)

        /// Compresses a picture.
        init(_ picture: borrowing Picture, resolution: (x: Int, y: Int)) throws {
            guard let black = picture.blackAndWhite(), let file = black.fax(),
                let found = TIFFDirectory.all(in: file, limit: 1)?.first, let place = found.strip
            else { throw ScanFixtureError.notDrawn }
            (width, height) = (found.width, found.height)
            strip = Array(file[place.offset..<place.offset + place.count])
            self.resolution = resolution
        }
    }

    static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

enum ScanFixtureError: Error { case notDrawn }
