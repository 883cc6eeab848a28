import Glibc
import Model
import TestSupport
import Testing

@testable import Documents

@Suite struct ImageFactsTests {
    @Test func cameraTimeAndPlaceAreRead() throws {
        for isLittle in [true, false] {
            let facts = try facts(of: Self.jpeg(exif: Self.exif(isLittle: isLittle)), "image/jpeg")
            #expect(facts["width"]?.integer == 640)
            #expect(facts["height"]?.integer == 480)
            #expect(facts["bits_per_pixel"]?.integer == 24)
            #expect(facts["dpi"]?.array?.compactMap(\.number) == [300, 300])
            #expect(facts["camera"]?.string == "Acme Model 5")
            #expect(facts["taken_at"]?.string == "2024-05-06T07:08:09+02:00")
            #expect(facts["orientation"]?.integer == 6)
            #expect(facts["gps"]?["latitude"]?.number == 48.5)
            #expect(facts["gps"]?["longitude"]?.number == -9.25)
            #expect(facts["gps"]?["altitude"]?.number == 512)
        }
    }

    @Test func sizesOfOtherFormats() throws {
        func expect(_ bytes: [UInt8], _ type: String, _ size: [Int64], bits: Int64) throws {
            let facts = try facts(of: bytes, type)
            #expect([facts["width"]?.integer, facts["height"]?.integer] == size, "\(type)")
            #expect(facts["bits_per_pixel"]?.integer == bits, "\(type)")
        }
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header = MediaFixture.big(13, 4) + Array("IHDR".utf8) + MediaFixture.big(70, 4) + MediaFixture.big(50, 4)
        let density =
            MediaFixture.big(9, 4) + Array("pHYs".utf8) + MediaFixture.big(11811, 4) + MediaFixture.big(11811, 4)
        let bytes = png + header + [8, 6, 0, 0, 0] + [0, 0, 0, 0] + density + [1, 0, 0, 0, 0]
        try expect(bytes, "image/png", [70, 50], bits: 32)
        let dpi = try facts(of: bytes, "image/png")["dpi"]?.array?.first?.number ?? 0
        #expect(abs(dpi - 300) < 0.01)
        try expect(Array("GIF89a".utf8) + [40, 0, 30, 0, 0xF7, 0, 0], "image/gif", [40, 30], bits: 8)
        let bitmap = MediaFixture.little(40, 4) + MediaFixture.little(20, 4) + MediaFixture.little(0xFFFF_FFF6, 4)
        let depth = MediaFixture.little(1, 2) + MediaFixture.little(24, 2) + [UInt8](repeating: 0, count: 24)
        try expect([UInt8](repeating: 0, count: 14) + bitmap + depth, "image/bmp", [20, 10], bits: 24)
        let tags: [(Int, Int, [UInt8])] = [
            (0x100, 4, MediaFixture.little(9, 4)), (0x101, 3, MediaFixture.little(7, 2)),
            (0x102, 3, MediaFixture.little(1, 2)),
        ]
        try expect(Self.tiff(tags, isLittle: true), "image/tiff", [9, 7], bits: 1)
    }

    @Test func damagedHeadersSayNothing() throws {
        let whole = Self.jpeg(exif: Self.exif(isLittle: true))
        for cut in stride(from: 0, to: whole.count, by: 3) { _ = try facts(of: Array(whole.prefix(cut)), "image/jpeg") }
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var bytes = whole
            for _ in 0..<6 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            for type in ["image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic", "image/bmp", "image/gif"]
            {
                _ = try facts(of: type == "image/tiff" ? Array(bytes.dropFirst(30)) : bytes, type)
            }
        }
    }

    // MARK: Fixtures

    private func facts(of bytes: [UInt8], _ type: String) throws -> JSONObject {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(written == bytes.count)
            return ImageFacts(try DocumentSource(descriptor: descriptor, name: "a"), type: type).json
        }
    }

    private static func jpeg(exif: [UInt8]) -> [UInt8] {
        let segment = Array("Exif\0\0".utf8) + exif
        let frame: [UInt8] =
            [8] + MediaFixture.big(480, 2) + MediaFixture.big(640, 2) + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
        return [0xFF, 0xD8, 0xFF, 0xE1] + MediaFixture.big(segment.count + 2, 2) + segment + [0xFF, 0xC0]
            + MediaFixture.big(frame.count + 2, 2) + frame + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xFF, 0xD9]
    }

    private static func number(_ value: Int, _ bytes: Int, _ isLittle: Bool) -> [UInt8] {
        isLittle ? MediaFixture.little(value, bytes) : MediaFixture.big(value, bytes)
    }

    private static func ratios(_ values: [(Int, Int)], _ isLittle: Bool) -> [UInt8] {
        values.flatMap { number($0.0, 4, isLittle) + number($0.1, 4, isLittle) }
    }

    /// A directory whose values, where they are longer than four bytes, follow it; `start` is its place.
    private static func directory(_ tags: [(Int, Int, [UInt8])], at start: Int, isLittle: Bool) -> [UInt8] {
        var entries = number(tags.count, 2, isLittle)
        var values: [UInt8] = []
        let size = 2 + 12 * tags.count + 4
        for (tag, type, value) in tags {
            let width = [2: 1, 3: 2, 4: 4, 5: 8][type] ?? 1
            entries += number(tag, 2, isLittle) + number(type, 2, isLittle) + number(value.count / width, 4, isLittle)
            if value.count <= 4 {
                entries += value + [UInt8](repeating: 0, count: 4 - value.count)
            } else {
                entries += number(start + size + values.count, 4, isLittle)
                values += value
            }
        }
        return entries + [0, 0, 0, 0] + values
    }

    private static func tiff(_ tags: [(Int, Int, [UInt8])], isLittle: Bool) -> [UInt8] {
        let mark: [UInt8] = isLittle ? [0x49, 0x49, 0x2A, 0] : [0x4D, 0x4D, 0, 0x2A]
        return mark + number(8, 4, isLittle) + directory(tags, at: 8, isLittle: isLittle)
    }

    private static func exif(isLittle: Bool) -> [UInt8] {
        func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
        func tags(exif: Int, gps: Int) -> [(Int, Int, [UInt8])] {
            [
                (0x10F, 2, text("Acme")), (0x110, 2, text("Model 5")), (0x112, 3, number(6, 2, isLittle)),
                (0x11A, 5, ratios([(300, 1)], isLittle)), (0x11B, 5, ratios([(300, 1)], isLittle)),
                (0x128, 3, number(2, 2, isLittle)), (0x8769, 4, number(exif, 4, isLittle)),
                (0x8825, 4, number(gps, 4, isLittle)),
            ]
        }
        let length = tiff(tags(exif: 0, gps: 0), isLittle: isLittle).count
        let times = [(0x9003, 2, text("2024:05:06 07:08:09")), (0x9011, 2, text("+02:00"))]
        let camera = directory(times, at: length, isLittle: isLittle)
        let place: [(Int, Int, [UInt8])] = [
            (1, 2, text("N")), (2, 5, ratios([(48, 1), (30, 1), (0, 1)], isLittle)), (3, 2, text("W")),
            (4, 5, ratios([(9, 1), (1500, 100), (0, 1)], isLittle)), (6, 5, ratios([(1024, 2)], isLittle)),
        ]
        return tiff(tags(exif: length, gps: length + camera.count), isLittle: isLittle) + camera
            + directory(place, at: length + camera.count, isLittle: isLittle)
    }
}
