/// Recordings of silence, byte by byte.
enum MediaFixture {
    /// A RIFF/WAVE file of 8-bit samples at 8000 Hz, mono, with a LIST INFO chunk (RIFF MCI 3.0).
    static func wav(seconds: Int, title: String = "", artist: String = "") -> [UInt8] {
        let rate = 8000
        let format = little(1, 2) + little(1, 2) + little(rate, 4) + little(rate, 4) + little(1, 2) + little(8, 2)
        var info = Array("INFO".utf8)
        for (name, text) in [("INAM", title), ("IART", artist)] where !text.isEmpty {
            info += chunk(name, Array(text.utf8) + [0])
        }
        let body =
            Array("WAVE".utf8) + chunk("fmt ", format) + chunk("LIST", info)
            + chunk("data", [UInt8](repeating: 128, count: rate * seconds))
        return chunk("RIFF", body)
    }

    /// Frames of MPEG 1 layer III at 128 kbit/s, 44100 Hz, joint stereo, without a header that states their number;
    /// 1152 samples each.
    static func mp3(frames: Int) -> [UInt8] {
        let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x40] + [UInt8](repeating: 0, count: 413)
        return (0..<frames).flatMap { _ in frame }
    }

    /// An ID3 2.3 tag with a title and a picture.
    static func id3(title: String) -> [UInt8] {
        let text = frame("TIT2", [0] + Array(title.utf8))
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        let picture = frame(
            "APIC", [0] + Array("image/png".utf8) + [0, 3, 0] + png + [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
        let content = text + picture
        let size = (0..<4).reversed().map { UInt8(content.count >> (7 * $0) & 0x7F) }
        return Array("ID3".utf8) + [3, 0, 0] + size + content
    }

    /// AAC in ADTS at 44100 Hz, stereo; 1024 samples a frame.
    static func aac(frames: Int) -> [UInt8] {
        let length = 100
        let header: [UInt8] = [
            0xFF, 0xF1, 0x50, 0x80 | UInt8(length >> 11), UInt8(length >> 3 & 0xFF), UInt8(length & 7) << 5 | 0x1F,
            0xFC,
        ]
        return (0..<frames).flatMap { _ in header + [UInt8](repeating: 0, count: length - header.count) }
    }

    /// An ISO-BMFF file with a movie header and no samples (ISO 14496-12).
    static func mp4(brand: String, seconds: Int) -> [UInt8] {
        let unity: [UInt8] = (0..<9).flatMap { big([0, 4, 8].contains($0) ? ($0 == 8 ? 0x4000_0000 : 0x10000) : 0, 4) }
        let times = big(0, 4) + big(0, 4) + big(1000, 4) + big(seconds * 1000, 4)
        let header = big(0, 4) + times + big(0x10000, 4) + big(0x100, 2) + big(0, 10) + unity + big(0, 24) + big(2, 4)
        let media = box(
            "mdia",
            box("mdhd", big(0, 4) + times + big(0x55C4, 2) + big(0, 2))
                + box("hdlr", big(0, 8) + Array("soun".utf8) + big(0, 12) + [0])
                + box("minf", box("smhd", big(0, 8)) + sampleTable))
        let track = box(
            "trak",
            box(
                "tkhd",
                big(7, 4) + big(0, 8) + big(1, 4) + big(0, 4) + big(seconds * 1000, 4) + big(0, 8) + big(0, 8) + unity
                    + big(0, 8)) + media)
        return box("ftyp", Array(brand.utf8) + big(512, 4) + Array(brand.utf8))
            + box("moov", box("mvhd", header) + track)
    }

    private static var sampleTable: [UInt8] {
        let entry = box(
            "mp4a", big(0, 6) + big(1, 2) + big(0, 8) + big(2, 2) + big(16, 2) + big(0, 4) + big(44100 << 16, 4))
        let counts = box("stts", big(0, 8)) + box("stsc", big(0, 8)) + box("stsz", big(0, 12)) + box("stco", big(0, 8))
        return box("stbl", box("stsd", big(0, 4) + big(1, 4) + entry) + counts)
    }

    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        big(content.count + 8, 4) + Array(name.utf8) + content
    }

    private static func frame(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + big(content.count, 4) + [0, 0] + content
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(content.count, 4) + content + (content.count % 2 == 1 ? [0] : [])
    }

    static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    static func big(_ value: Int, _ bytes: Int) -> [UInt8] { little(value, bytes).reversed() }
}
