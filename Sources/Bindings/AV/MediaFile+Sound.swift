import CAVFormat

/// Why there is no sound to hear.
public enum SoundError: Error, Sendable, Equatable {
    /// The libraries are not installed.
    case unavailable
    /// The recording has no stream of sound.
    case silent
    /// The codec is none of those that are decoded.
    case refused(codec: String)
    /// It goes on longer than allowed.
    case tooLong
    /// Nothing could be decoded; the sentence of libavformat.
    case damaged(String)
}

/// The sound of a recording, decoded.
public struct Sound: Sendable {
    /// One channel of 16 bits, lowest byte first.
    public let samples: [UInt8]
    /// Samples per second.
    public let rate: Int
    /// Packets that could not be decoded and were left out.
    public let damagedPackets: Int64

    /// Seconds.
    public var duration: Double { Double(samples.count / 2) / Double(rate) }

    /// A RIFF/WAVE file of it, which every server of transcripts takes.
    public var wave: [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let format =
            little(1, 2) + little(1, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2) + little(16, 2)
        var file = Array("RIFF".utf8) + little(36 + samples.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + format
        file += Array("data".utf8) + little(samples.count, 4)
        return file + samples
    }
}

extension MediaFile {
    /// Decodes the first stream of sound into one channel, up to a number of seconds; the file is read to its end.
    public consuming func sound(rate: Int, mostSeconds: Int) throws(SoundError) -> Sound {
        let taken = SoundBuffer(most: rate * mostSeconds)
        var damaged: Int64 = 0
        let result = cavformat_convert(
            context, Int32(rate), Unmanaged.passUnretained(taken).toOpaque(), takeSound, &damaged)
        let isEmpty = taken.bytes.isEmpty
        switch result {
        case Int32(cavformat_no_libraries): throw .unavailable
        case Int32(cavformat_no_sound): throw .silent
        case Int32(cavformat_codec_refused): throw .refused(codec: soundCodec)
        case Int32(cavformat_refused) where taken.isFull: throw .tooLong
        case 0 where !isEmpty: return Sound(samples: taken.bytes, rate: rate, damagedPackets: damaged)
        // A recording that breaks off is heard as far as it goes.
        default:
            let reason = result == 0 ? Int32(cavformat_end_of_file) : result
            guard !isEmpty else { throw .damaged(Self.words(calls, reason)) }
            return Sound(samples: taken.bytes, rate: rate, damagedPackets: damaged + 1)
        }
    }

    private var soundCodec: String {
        for index in 0..<Int(context.pointee.nb_streams) {
            guard let parameters = context.pointee.streams[index]?.pointee.codecpar,
                parameters.pointee.codec_type == AVMEDIA_TYPE_AUDIO
            else { continue }
            return calls.pointee.codec_name(parameters.pointee.codec_id).map { String(cString: $0) } ?? ""
        }
        return ""
    }
}

/// Keeps the samples as they come, up to a number.
private final class SoundBuffer {
    let most: Int
    var bytes: [UInt8] = []
    var isFull = false

    init(most: Int) { self.most = most }
}

private func takeSound(_ owner: UnsafeMutableRawPointer?, _ samples: UnsafePointer<Int16>?, _ count: Int32) -> Bool {
    guard let owner, let samples else { return false }
    let buffer = Unmanaged<SoundBuffer>.fromOpaque(owner).takeUnretainedValue()
    guard buffer.bytes.count / 2 + Int(count) <= buffer.most else {
        buffer.isFull = true
        return false
    }
    // The machines this runs on have the lowest byte first.
    buffer.bytes.append(contentsOf: UnsafeRawBufferPointer(start: samples, count: Int(count) * 2))
    return true
}
