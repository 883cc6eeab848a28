import Crypto
import Linux
import Model
import WorkerProtocol
import Workers

extension ItemRun {
    /// Reads the attachments of a document as documents of their own, and those in them; what cannot be read is a
    /// warning of the item. Returns the warnings.
    ///
    /// Each is a request of its own, so that one that makes the reader crash costs nobody else anything.
    func readAttachments(
        _ staged: StagedAttachments, of outer: [AttachmentName], into outputs: StagedOutputs
    ) throws -> [String] {
        var warnings: [String] = []
        for attachment in staged.attachments {
            let chain = outer + [attachment.name]
            let inner = StagedAttachments(staging: context.places.staging, place: place(of: chain))
            defer { inner.discard() }
            do {
                let file = try staged.open(attachment)
                let report = try slot.perform(
                    request(for: attachment, at: chain), file: file,
                    deadline: context.deadline,
                    isCancelled: isCancelled, attachments: chain.count < Limits.childDepth ? inner : nil
                ) { part, bytes in try outputs.write(bytes, to: OutputFile(attachments: chain, part: part)) }
                if let failure = report.failure { throw failure }
                warnings += report.warnings.map { warning(attachment, $0) }
                warnings += try readAttachments(inner, of: chain, into: outputs)
            } catch let failure as Failure where failure.code != .cancelled && !failure.isTransient {
                try outputs.discard(chain)
                warnings.append(warning(attachment, failure.message))
            }
        }
        return warnings
    }

    private func request(for attachment: StagedAttachments.Attachment, at chain: [AttachmentName]) -> WorkerRequest {
        var request = request(.parse, sha256: Hexadecimal.lower(attachment.digest.finish()))
        request.name = attachment.name.name
        request.path += "/" + OutputFile.directory(of: chain).display
        request.size = attachment.size
        // Page numbers of the outer document mean nothing here.
        request.parameters["page_ranges"] = nil
        // Only the document itself may wait for models.
        request.parameters["transcription"] = nil
        // Pictures are of the document that was dropped.
        request.parameters["images_to_save"] = nil
        return request
    }

    private func place(of chain: [AttachmentName]) -> String {
        ([String(sealed.index)] + chain.map { String($0.number) }).joined(separator: "-")
    }

    private func warning(_ attachment: StagedAttachments.Attachment, _ text: String) -> String {
        "attachment \(attachment.name.number), \(printable(attachment.name.name)): \(text)"
    }
}
