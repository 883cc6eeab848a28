import AV
import Model

/// The sound of a recording as servers of transcripts take it: a RIFF/WAVE file, one channel at 16 kHz.
///
/// Ten minutes of it are 19.2 million bytes, below the 25 MB such servers take at once.
struct SpeechSound {
    /// The file.
    let wave: [UInt8]
    /// Its length.
    let seconds: Double
    /// What a person should know, in plain words.
    let warnings: [String]

    /// Decodes the recording; `duration` is what its headers say.
    init(_ source: DocumentSource, mimeType: String, demuxer: String?, duration: Double?) throws(Failure) {
        if let duration, duration > Double(Limits.transcribedSeconds) { throw Self.tooLong(source, duration) }
        let bounds = MediaBounds(
            bytesRead: Limits.mediaBytesRead, streams: Limits.mediaStreams, chapters: Limits.mediaChapters,
            tags: Limits.mediaTags, tagBytes: Limits.documentNameBytes)
        let file: MediaFile
        do throws(MediaError) {
            file = try MediaFile(descriptor: source.descriptor, size: source.size, format: demuxer, bounds: bounds)
        } catch {
            throw Self.failure(error == .unavailable ? .unavailable : .damaged("\(error)"), source, mimeType)
        }
        do throws(SoundError) {
            let sound = try file.sound(rate: Limits.speechRate, mostSeconds: Limits.transcribedSeconds + 1)
            wave = sound.wave
            seconds = sound.duration
            warnings =
                sound.damagedPackets == 0
                ? [] : ["\(sound.damagedPackets) damaged pieces of the recording were left out"]
        } catch {
            throw Self.failure(error, source, mimeType)
        }
    }

    private static func tooLong(_ source: DocumentSource, _ duration: Double?) -> Failure {
        let measured = duration.map { "\(source.name) takes \(Int($0.rounded(.up))) seconds" }
        return Failure(
            .durationTooLong,
            (measured ?? "\(source.name) is too long")
                + "; recordings of up to \(Limits.transcribedSeconds) are transcribed",
            stage: .parse,
            details: [
                "duration": duration.map(JSONValue.number) ?? .null,
                "max_allowed": .integer(Int64(Limits.transcribedSeconds)),
            ])
    }

    private static func failure(_ error: SoundError, _ source: DocumentSource, _ mimeType: String) -> Failure {
        switch error {
        case .unavailable:
            Failure(
                .unsupportedMedia, "\(source.name) is \(mimeType), and libavcodec or libswresample is not installed",
                stage: .parse,
                resolution: "Install the packages libavcodec and libswresample of the system, then retry.")
        case .silent:
            Failure(.invalidMedia, "\(source.name) has no sound", stage: .parse)
        case .refused(let codec):
            Failure(
                .unsupportedMedia, "the sound of \(source.name) is \(printable(codec)), which is not decoded",
                stage: .parse, resolution: "Save the recording as MP3, M4A, WAV or FLAC and drop that.")
        case .tooLong: tooLong(source, nil)
        case .damaged(let words):
            Failure(.corruptDocument, "the sound of \(source.name) could not be decoded: \(words)", stage: .parse)
        }
    }
}
