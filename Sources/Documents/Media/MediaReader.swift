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
    static func handles(_ mimeType: String) -> Bool { RecordingFile.demuxers[mimeType] != nil }

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard let recording = RecordingFile(source, mimeType: mimeType) else {
            throw Failure(.unsupportedMedia, "\(source.name) is no recording", stage: .parse)
        }
        let description = try recording.describe()
        let sheet = MediaFacts(description, name: source.name).sheet
        output.expectPages(1)
        var page = PageComposer()
        for block in sheet.blocks { page.add(block) }
        output.page(page.finish(number: 1))
        if description.isDurationEstimated { output.warn("the duration is estimated from size and bit rate") }
        if description.durationSeconds == nil { output.warn("the duration is not known") }
        if let warning = Self.warning(about: description, options.transcript) { output.warn(warning) }
        output.end(DocumentSummary(metadata: sheet.metadata, pageCount: 1, title: sheet.title))
    }

    /// Why there is no transcript though one is wanted.
    private static func warning(about description: MediaDescription, _ wish: TranscriptWish) -> String? {
        let hasSound = description.streams.contains { $0.kind == .audio }
        return switch wish {
        case .none: nil
        case .asked: hasSound ? nil : "there is no sound in it to write down"
        case .unanswered:
            hasSound ? "no transcript: no provider with a transcription_model is configured, or offline is true" : nil
        }
    }
}
