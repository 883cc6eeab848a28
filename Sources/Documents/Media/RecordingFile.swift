import AV
import Model

/// A file that holds sound or moving pictures.
struct RecordingFile {
    let source: DocumentSource
    let mimeType: String
    /// The demuxer that reads it; nil where the content has to tell.
    let demuxer: String?

    /// nil for types that are no recordings.
    init?(_ source: DocumentSource, mimeType: String) {
        guard let demuxer = Self.demuxers[mimeType] else { return nil }
        self.source = source
        self.mimeType = mimeType
        self.demuxer = demuxer.isEmpty ? nil : demuxer
    }

    /// The demuxer by media type; empty where the content has to tell which of several it is.
    static let demuxers: [String: String] = [
        "audio/vnd.wave": "wav", "audio/mpeg": "mp3", "audio/mp4": "mov", "audio/flac": "flac", "audio/ogg": "ogg",
        "audio/aac": "aac", "audio/aiff": "aiff", "audio/x-ms-wma": "asf", "audio/amr": "amr", "audio/basic": "au",
        "audio/x-caf": "caf", "audio/webm": "matroska", "audio/x-matroska": "matroska", "video/mp4": "mov",
        "video/quicktime": "mov", "video/3gpp": "mov", "video/3gpp2": "mov", "video/x-m4v": "mov",
        "video/vnd.avi": "avi", "video/webm": "matroska", "video/x-matroska": "matroska", "video/mpeg": "",
        "video/mp2t": "mpegts", "video/x-ms-wmv": "asf", "video/x-ms-asf": "asf", "video/ogg": "ogg",
        "video/x-flv": "flv",
    ]

    /// What its headers say.
    func describe() throws(Failure) -> MediaDescription {
        let bounds = MediaBounds(
            bytesRead: Limits.mediaBytesRead, streams: Limits.mediaStreams, chapters: Limits.mediaChapters,
            tags: Limits.mediaTags, tagBytes: Limits.documentNameBytes)
        do throws(MediaError) {
            let description = try MediaFile(
                descriptor: source.descriptor, size: source.size, format: demuxer, bounds: bounds
            ).describe()
            guard !description.streams.isEmpty else { throw .damaged("there is no stream in it") }
            return description
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: MediaError) -> Failure {
        let details: JSONObject = ["mime_type": .string(mimeType)]
        switch error {
        case .unavailable:
            return Failure(
                .unsupportedMedia, "\(source.name) is \(mimeType), and libavformat is not installed", stage: .parse,
                details: details, resolution: "Install the package libavformat of the system, then retry.")
        case .damaged(let words):
            return Failure(
                .corruptDocument, "\(source.name) could not be read as \(mimeType): \(words)", stage: .parse,
                details: details, resolution: "Check that it plays in its own program, then drop it again.")
        }
    }
}
