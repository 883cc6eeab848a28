import Testing

/// Recordings of a tone in several containers, byte by byte.
enum SoundFixture {
    struct File: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let seconds: Double

        var testDescription: String { name }
    }

    static let files = [
        File(name: "a.wav", bytes: MediaFixture.wav(seconds: 1), seconds: 1),
        File(name: "a.mp3", bytes: MediaFixture.mp3(frames: 100), seconds: 100 * 1152 / 44100.0),
        File(name: "a.aiff", bytes: aiff(samples), seconds: 1),
        File(name: "a.au", bytes: au(samples), seconds: 1),
        File(name: "a.flac", bytes: flac(samples), seconds: 1),
        File(name: "a.mov", bytes: mov(samples, brand: "qt  "), seconds: 1),
        File(name: "a.avi", bytes: avi(samples), seconds: 1),
    ]

    private static let rate = 8000
    /// One second of 16-bit samples.
    private static let samples = (0..<rate).map { ($0 / 20 % 2) * 8000 - 4000 }

    private static func big(_ value: Int, _ count: Int) -> [UInt8] { MediaFixture.big(value, count) }
    private static func little(_ value: Int, _ count: Int) -> [UInt8] { MediaFixture.little(value, count) }

    /// AIFF 1.3 of big-endian samples.
    private static func aiff(_ samples: [Int]) -> [UInt8] {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] { Array(name.utf8) + big(content.count, 4) + content }
        // 8000 as an 80-bit number: 1.953125 times two to the twelfth.
        let rate: [UInt8] = [0x40, 0x0B, 0xFA, 0, 0, 0, 0, 0, 0, 0]
        let body =
            Array("AIFF".utf8) + chunk("COMM", big(1, 2) + big(samples.count, 4) + big(16, 2) + rate)
            + chunk("SSND", big(0, 8) + samples.flatMap { big($0, 2) })
        return chunk("FORM", body)
    }

    private static func au(_ samples: [Int]) -> [UInt8] {
        Array(".snd".utf8) + big(24, 4) + big(samples.count * 2, 4) + big(3, 4) + big(rate, 4) + big(1, 4)
            + samples.flatMap { big($0, 2) }
    }

    /// Frames of FLAC that hold the samples as they are (RFC 9639).
    private static func flac(_ samples: [Int]) -> [UInt8] {
        let block = 1000
        let stream =
            big(block, 2) + big(block, 2) + big(0, 6) + big(rate << 12 | 0 << 9 | 15 << 4, 4) + big(samples.count, 4)
            + big(0, 16)
        var file = Array("fLaC".utf8) + [0x80] + big(stream.count, 3) + stream
        for (number, start) in stride(from: 0, to: samples.count, by: block).enumerated() {
            // Fixed size of 16 bits, 8 kHz, one channel of 16 bits.
            var frame: [UInt8] = [0xFF, 0xF8, 0x74, 0x08, UInt8(number)] + big(block - 1, 2)
            frame.append(UInt8(crc(frame, width: 8, polynomial: 0x07)))
            frame.append(0x02)
            frame += samples[start..<start + block].flatMap { big($0, 2) }
            file += frame + big(crc(frame, width: 16, polynomial: 0x8005), 2)
        }
        return file
    }

    private static func crc(_ bytes: [UInt8], width: Int, polynomial: Int) -> Int {
        bytes.reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ Int(byte) << (width - 8)) { value, _ in
                (value << 1 ^ (value >> (width - 1) & 1) * polynomial) & ((1 << width) - 1)
            }
        }
    }

    /// A QuickTime file of big-endian samples in one chunk.
    private static func mov(_ samples: [Int], brand: String) -> [UInt8] {
        func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
            big(content.count + 8, 4) + Array(name.utf8) + content
        }
        let data = samples.flatMap { big($0, 2) }
        let type = box("ftyp", Array(brand.utf8) + big(512, 4) + Array(brand.utf8))
        let unity: [UInt8] = (0..<9).flatMap { big([0, 4].contains($0) ? 0x10000 : $0 == 8 ? 0x4000_0000 : 0, 4) }
        let times = big(0, 8) + big(rate, 4) + big(samples.count, 4)
        let entry = box(
            "twos", big(0, 6) + big(1, 2) + big(0, 8) + big(1, 2) + big(16, 2) + big(0, 4) + big(rate << 16, 4))
        let table = box(
            "stbl",
            box("stsd", big(0, 4) + big(1, 4) + entry)
                + box("stts", big(0, 4) + big(1, 4) + big(samples.count, 4) + big(1, 4))
                + box("stsc", big(0, 4) + big(1, 4) + big(1, 4) + big(samples.count, 4) + big(1, 4))
                + box("stsz", big(0, 4) + big(2, 4) + big(samples.count, 4))
                + box("stco", big(0, 4) + big(1, 4) + big(type.count + 8, 4)))
        let media = box(
            "mdia",
            box("mdhd", big(0, 4) + times + big(0x55C4, 2) + big(0, 2))
                + box("hdlr", big(0, 8) + Array("soun".utf8) + big(0, 12) + [0])
                + box("minf", box("smhd", big(0, 8)) + table))
        let header =
            big(0, 4) + times + big(0x10000, 4) + big(0x100, 2) + big(0, 10) + unity + big(0, 24) + big(2, 4)
        let track = box(
            "trak",
            box(
                "tkhd",
                big(7, 4) + big(0, 8) + big(1, 4) + big(0, 4) + big(samples.count, 4) + big(0, 16) + unity + big(0, 8))
                + media)
        return type + box("mdat", data) + box("moov", box("mvhd", header) + track)
    }

    /// A RIFF/AVI file with one stream of sound.
    private static func avi(_ samples: [Int]) -> [UInt8] {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            Array(name.utf8) + little(content.count, 4) + content
        }
        let data = samples.flatMap { little($0, 2) }
        let main =
            little(1_000_000, 4) + little(rate * 2, 4) + little(0, 8) + little(1, 4) + little(0, 4)
            + little(1, 4) + little(0, 28)
        let stream =
            Array("auds".utf8) + little(0, 16) + little(1, 4) + little(rate, 4) + little(0, 4)
            + little(samples.count, 4) + little(rate * 2, 4) + little(0, 4) + little(2, 4) + little(0, 8)
        let format = little(1, 2) + little(1, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2) + little(16, 2)
        let headers =
            Array("hdrl".utf8) + chunk("avih", main)
            + chunk("LIST", Array("strl".utf8) + chunk("strh", stream) + chunk("strf", format))
        return chunk(
            "RIFF",
            Array("AVI ".utf8) + chunk("LIST", headers)
                + chunk("LIST", Array("movi".utf8) + chunk("00wb", data)))
    }
}
