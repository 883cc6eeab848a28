import Layout
import Model
import WorkerProtocol

/// A recording with what is said in it: one page, the passages with their times below the table of its properties.
struct SpokenDocument: DocumentReader {
    private let sheet: MediaSheet
    private let transcript: Transcript
    private let provider: String

    /// Puts together what was known of the recording and what came back.
    init(_ copy: TranscriptQuestion.WorkingCopy, _ replies: ModelReplies, name: String) throws(Failure) {
        guard let reply = replies.replies.first, let transcript = Transcript(reply.content, model: reply.model) else {
            throw Failure(
                .providerError, "The answer about \(printable(name)) is no transcript", stage: .parse, retryable: true)
        }
        sheet = copy.sheet
        self.transcript = transcript
        provider = replies.provider
    }

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        var page = PageComposer()
        for block in sheet.blocks { page.add(block) }
        page.add(Block(.heading(StyledText("Transcript"), level: 2)))
        for segment in transcript.segments {
            page.add(StyledText(segment.text), spokenAt: Transcript.clock(segment.start))
        }
        if transcript.segments.isEmpty { output.warn("no word was heard in the recording") }
        if transcript.untimed > 0 { output.warn("\(transcript.untimed) passages without a time were left out") }
        var content = page.finish(number: 1)
        content.segments = transcript.segments
        output.page(content)
        output.end(DocumentSummary(metadata: metadata, pageCount: 1, title: sheet.title))
    }

    private var metadata: JSONObject {
        var metadata = sheet.metadata
        if (metadata["language"] ?? .null).isNull { metadata["language"] = .optional(transcript.language) }
        metadata["transcript"] = [
            "provider": .string(provider), "model": .string(transcript.model),
            "language": .optional(transcript.language), "segments": .integer(Int64(transcript.segments.count)),
        ]
        return metadata
    }
}
