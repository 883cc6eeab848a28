/// Knows streams that have no header of a file: frames of MPEG audio and AAC one after the other, MPEG program and
/// transport streams. One frame alone may be chance; several in a row are not.
enum MediaFrames {
    private static let framesInARow = 4

    /// The type of a sample from the start of a file; nil when it is no such stream.
    static func type(of sample: [UInt8]) -> String? {
        if sample.starts(with: "ID3") { return afterTag(sample) }
        if sample.starts(with: [0, 0, 1, 0xBA] as [UInt8]) || sample.starts(with: [0, 0, 1, 0xB3] as [UInt8]) {
            return "video/mpeg"
        }
        if isTransportStream(sample) { return "video/mp2t" }
        return frames(sample, at: 0)
    }

    /// What follows an ID3 tag (id3.org, 2.4 section 3.1): mostly MP3, now and then another format.
    private static func afterTag(_ sample: [UInt8]) -> String {
        guard sample.count > 10 else { return mp3 }
        let size = sample[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
        let place = size + 10
        guard place < sample.count else { return mp3 }
        let rest = sample[place...]
        if rest.starts(with: "fLaC") { return "audio/flac" }
        if rest.starts(with: "FORM") { return "audio/aiff" }
        return frames(sample, at: place) ?? mp3
    }

    private static let mp3 = "audio/mpeg"

    private static func frames(_ sample: [UInt8], at place: Int) -> String? {
        for (type, length) in [("audio/aac", aacLength), (mp3, mpegLength)] {
            var position = place
            var count = 0
            while count < framesInARow, let step = length(sample, position) {
                position += step
                count += 1
                // A short recording may end here.
                if position == sample.count, count > 1 { return type }
            }
            if count == framesInARow { return type }
        }
        return nil
    }

    /// Bytes of an ADTS frame (ISO 13818-7, 6.2); nil when there is none.
    private static func aacLength(_ sample: [UInt8], _ place: Int) -> Int? {
        guard place + 7 <= sample.count, sample[place] == 0xFF, sample[place + 1] & 0xF6 == 0xF0,
            sample[place + 2] >> 2 & 0xF < 13
        else { return nil }
        let length = Int(sample[place + 3] & 3) << 11 | Int(sample[place + 4]) << 3 | Int(sample[place + 5] >> 5)
        return length > 7 ? length : nil
    }

    /// Kilobits per second by index: MPEG 1 layers I to III, then MPEG 2 layer I and layers II and III (ISO 11172-3,
    /// 13818-3).
    private static let rates: [[Int]] = [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]

    /// Bytes of a frame of MPEG audio; nil when there is none.
    private static func mpegLength(_ sample: [UInt8], _ place: Int) -> Int? {
        guard place + 4 <= sample.count, sample[place] == 0xFF, sample[place + 1] & 0xE0 == 0xE0 else { return nil }
        let version = sample[place + 1] >> 3 & 3
        let layer = 4 - Int(sample[place + 1] >> 1 & 3)
        let rateIndex = Int(sample[place + 2] >> 4)
        let frequency = Int(sample[place + 2] >> 2 & 3)
        guard version != 1, layer < 4, (1...14).contains(rateIndex), frequency < 3 else { return nil }
        let isFirst = version == 3
        let rate = 1000 * rates[isFirst ? layer - 1 : layer == 1 ? 3 : 4][rateIndex]
        let samplesPerSecond = [44100, 48000, 32000][frequency] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        let padding = Int(sample[place + 2] >> 1 & 1)
        if layer == 1 { return (12 * rate / samplesPerSecond + padding) * 4 }
        return (layer == 3 && !isFirst ? 72 : 144) * rate / samplesPerSecond + padding
    }

    /// Packets of 188 bytes that begin with 0x47 (ISO 13818-1), or of 192 with a time before each.
    private static func isTransportStream(_ sample: [UInt8]) -> Bool {
        for (start, length) in [(0, 188), (4, 192)] where sample.count > start + 4 * length {
            let isStream = (0..<5).allSatisfy { sample[start + $0 * length] == 0x47 }
            if isStream { return true }
        }
        return false
    }
}
