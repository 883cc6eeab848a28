import AV
import Layout
import Model
import WorkerProtocol

/// Reads what the headers of a recording say: container, streams, duration, tags and chapters. Nothing is decoded.
struct MediaReader: DocumentReader {
    private let mimeType: String

    /// A reader for one of the types that `handles` names.
    init(mimeType: String) { self.mimeType = mimeType }

    /// True for the types this reader reads.
    static func handles(_ mimeType: String) -> Bool { demuxers[mimeType] != nil }

    /// The demuxer by media type; empty where the content has to tell which of several it is.
    private static let demuxers: [String: String] = [
        "audio/vnd.wave": "wav", "audio/mpeg": "mp3", "audio/mp4": "mov", "audio/flac": "flac", "audio/ogg": "ogg",
        "audio/aac": "aac", "audio/aiff": "aiff", "audio/x-ms-wma": "asf", "audio/amr": "amr", "audio/basic": "au",
        "audio/x-caf": "caf", "audio/webm": "matroska", "audio/x-matroska": "matroska", "video/mp4": "mov",
        "video/quicktime": "mov", "video/3gpp": "mov", "video/3gpp2": "mov", "video/x-m4v": "mov",
        "video/vnd.avi": "avi", "video/webm": "matroska", "video/x-matroska": "matroska", "video/mpeg": "",
        "video/mp2t": "mpegts", "video/x-ms-wmv": "asf", "video/x-ms-asf": "asf", "video/ogg": "ogg",
        "video/x-flv": "flv",
    ]

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let description = try describe(source)
        let sheet = MediaSheet(description, name: source.name)
        output.expectPages(1)
        var page = PageComposer()
        for block in sheet.blocks { page.add(block) }
        output.page(page.finish(number: 1))
        if description.isDurationEstimated { output.warn("the duration is estimated from size and bit rate") }
        if description.durationSeconds == nil { output.warn("the duration is not known") }
        output.end(DocumentSummary(metadata: sheet.metadata, pageCount: 1, title: sheet.title))
    }

    private func describe(_ source: DocumentSource) throws(Failure) -> MediaDescription {
        let bounds = MediaBounds(
            bytesRead: Limits.mediaBytesRead, streams: Limits.mediaStreams, chapters: Limits.mediaChapters,
            tags: Limits.mediaTags, tagBytes: Limits.documentNameBytes)
        let demuxer = Self.demuxers[mimeType].flatMap { $0.isEmpty ? nil : $0 }
        do throws(MediaError) {
            let description = try MediaFile(
                descriptor: source.descriptor, size: source.size, format: demuxer, bounds: bounds
            ).describe()
            guard !description.streams.isEmpty else { throw .damaged("there is no stream in it") }
            return description
        } catch {
            throw failure(error, source)
        }
    }

    private func failure(_ error: MediaError, _ source: DocumentSource) -> Failure {
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
