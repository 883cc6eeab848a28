import Model
import WorkerProtocol

/// A file among the outputs of one item: of the document itself, or of an attachment in it.
struct OutputFile: Hashable {
    /// The attachments that lead to the document, from the outermost; empty for the document itself.
    var attachments: [AttachmentName] = []
    let part: OutputPart

    /// Where the outputs of an attachment lie, below those of the item; empty for the document itself.
    static func directory(of attachments: [AttachmentName]) -> BytePath {
        attachments.reduce(BytePath("")) { $0.appending("parts").appending($1.directoryName) }
    }

    /// The key in `outputs` of results.jsonl: `markdown`, or `parts/1-letter.pdf/markdown`.
    var outputName: String { Self.directory(of: attachments).appending(part.outputName).display }

    /// Below the outputs of the item.
    var path: BytePath { Self.directory(of: attachments).appending(part.fileName) }
}
