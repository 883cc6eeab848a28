/// The first bytes of a frame of AAC (ISO 13818-7 ADTS) or MPEG audio (ISO 11172-3), from which a player starts.
///
/// libavformat leaves them to the decoder, which never runs here.
struct AudioFrameHeader: Equatable {
    let channels: Int
    let sampleRate: Int
    /// Samples per channel in the frame.
    let samples: Int

    /// Bytes to look at.
    static let length = 7

    /// Nil when the bytes are no such header.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return nil }
        // Layer 0 is reserved in MPEG audio and constant in ADTS.
        if bytes[1] & 0xF6 == 0xF0 {
            guard bytes.count >= Self.length else { return nil }
            self.init(adts: bytes)
        } else {
            self.init(mpeg: bytes)
        }
    }

    private init?(adts bytes: [UInt8]) {
        let rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]
        let rate = Int(bytes[2] >> 2 & 0xF)
        guard rate < rates.count else { return nil }
        let configuration = Int(bytes[2] & 1) << 2 | Int(bytes[3] >> 6)
        // 0 leaves the channels to the content of the frame.
        channels = configuration == 7 ? 8 : configuration
        sampleRate = rates[rate]
        samples = 1024 * (Int(bytes[6] & 3) + 1)
    }

    private init?(mpeg bytes: [UInt8]) {
        let version = bytes[1] >> 3 & 3
        let layer = 4 - Int(bytes[1] >> 1 & 3)
        let rate = Int(bytes[2] >> 2 & 3)
        guard version != 1, layer < 4, rate < 3, bytes[2] >> 4 != 15 else { return nil }
        let isFirst = version == 3
        sampleRate = [44100, 48000, 32000][rate] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        channels = bytes[3] >> 6 == 3 ? 1 : 2
        samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1152
    }
}
