import Crypto
import Linux
import Model
import WorkerProtocol

/// Attachments of one document as the worker handed them out, each a file of its own in `staging/<batch>/`, until
/// they were read.
///
/// Names in the directory are numbers of our own; what the worker calls them is only remembered. Removed by whoever
/// made it.
final class StagedAttachments: AttachmentSink {
    /// One attachment and where its bytes are.
    struct Attachment {
        let name: AttachmentName
        let place: BytePath
        var size: Int64 = 0
        let digest = Digest()
    }

    private(set) var attachments: [Attachment] = []
    private let staging: Directory
    private let name: BytePath
    private var directory: Directory?
    private var file: File?
    private var written: Int64 = 0

    /// Nothing is made until the first attachment comes; `place` is the item and where in it the document is.
    init(staging: Directory, place: String) {
        self.staging = staging
        name = BytePath(place + ".attachments")
    }

    func begin(_ attachment: AttachmentName) throws {
        guard attachments.count < Limits.childDocuments,
            attachments.last.map({ $0.name.number < attachment.number }) ?? true
        else {
            throw Failure(
                .workerCrashed, "the reader handed out attachments that it should not have", stage: .parse)
        }
        let place = BytePath(String(attachments.count))
        file = try opened().create(place, mode: 0o600)
        attachments.append(Attachment(name: attachment, place: place))
    }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        guard let file, !attachments.isEmpty else { return }
        written += Int64(bytes.count)
        guard written <= Limits.childBytes else {
            throw Failure(
                .workerCrashed, "the reader handed out attachments of more than \(Limits.childBytes) bytes",
                stage: .parse)
        }
        try file.write(bytes)
        attachments[attachments.count - 1].digest.update(bytes)
        attachments[attachments.count - 1].size += Int64(bytes.count)
    }

    /// Opens the bytes of an attachment for reading.
    func open(_ attachment: Attachment) throws -> File {
        file = nil
        return try opened().openForReading(attachment.place)
    }

    /// Removes everything.
    func discard() {
        file = nil
        guard directory != nil else { return }
        directory = nil
        try? staging.removeTree(name)
    }

    private func opened() throws(SystemError) -> Directory {
        if let directory { return directory }
        // What an earlier run left is stale.
        try staging.removeTree(name)
        try staging.makeDirectory(name, mode: 0o700)
        let made = try staging.directory(name)
        directory = made
        return made
    }
}
