import Crypto
import Linux
import Model
import Store
import WorkerProtocol

/// Copies the outputs of an earlier item from the outbox into the staging of another one.
///
/// The outbox belongs to people who may be hostile, and a result that somebody rewrote must not spread to later
/// batches: the copy counts only when it is what was published, by size and sha256. It is checked after it was taken,
/// where nobody else can write. What is gone, linked or altered is no error: the item is worked then.
struct EarlierResultCopy {
    /// How alike the names of both items are.
    enum Fit {
        /// Equal endings: whatever was found out about the earlier name holds for the other one.
        case sameName
        /// Other endings with the same media type; only good when the earlier name did not contradict its content.
        case otherName
    }

    private let earlier: EarlierResult
    private let item: SealedItem
    private let sha256: String
    private let fit: Fit
    private let places: JobPlaces

    init(of earlier: EarlierResult, for item: SealedItem, sha256: String, fit: Fit, in places: JobPlaces) {
        self.earlier = earlier
        self.item = item
        self.sha256 = sha256
        self.fit = fit
        self.places = places
    }

    /// Copies everything; false when it cannot be taken over, with what was staged to be thrown away. Throws only
    /// when the copy cannot be written.
    func write(into outputs: StagedOutputs, sameBatch: Bool) throws(SystemError) -> Bool {
        guard let mark = earlier.outcome.outputMark, let files = sources(sameBatch: sameBatch), isWhole(files, mark)
        else { return false }
        var copied: [(name: String, sha256: [UInt8])] = []
        for (part, file) in files {
            guard let digest = try copy(file, to: part, in: outputs) else { return false }
            copied.append((part.path.display, digest))
        }
        return OutputMark(bytes: mark.bytes, of: copied) == mark
    }

    // Nil when one of them is not there any more.
    private func sources(sameBatch: Bool) -> [(part: OutputFile, file: File)]? {
        // Those of attachments have a path for a name; they are found beside the parts of the document.
        let names = earlier.outcome.outputs.map(\.name).filter { !$0.hasPrefix("parts/") }
        let parts = names.compactMap(OutputPart.init(outputName:))
        guard parts.count == names.count, let outbox = outbox(sameBatch: sameBatch),
            let directory = try? outbox.directory(FinishedItem.filesName.appending(earlier.path))
        else { return nil }
        var files: [(part: OutputFile, file: File)] = []
        for part in parts {
            guard let file = try? directory.openForReading(BytePath(part.fileName)) else { return nil }
            files.append((OutputFile(part: part), file))
        }
        addAttachments(below: [], in: directory, parts, to: &files)
        return files
    }

    // What is missing, or was put there, shows when the copy is compared with what was published.
    private func addAttachments(
        below outer: [AttachmentName], in directory: Directory, _ parts: [OutputPart],
        to files: inout [(part: OutputFile, file: File)]
    ) {
        guard outer.count < Limits.childDepth, let place = try? directory.directory(BytePath("parts")),
            let entries = try? place.entries()
        else { return }
        for entry in entries where files.count < Limits.copiedFiles {
            guard let name = AttachmentName(directoryName: entry.name.display),
                let inner = try? place.directory(entry.name)
            else { continue }
            for part in parts {
                guard let file = try? inner.openForReading(BytePath(part.fileName)) else { continue }
                files.append((OutputFile(attachments: outer + [name], part: part), file))
            }
            addAttachments(below: outer + [name], in: inner, parts, to: &files)
        }
    }

    private func outbox(sameBatch: Bool) -> Directory? {
        sameBatch ? places.outbox : try? places.folderOutbox?.directory(earlier.outboxName)
    }

    private func isWhole(_ files: [(part: OutputFile, file: File)], _ mark: OutputMark) -> Bool {
        var bytes: Int64 = 0
        for (_, file) in files {
            guard let status = try? file.status(), status.kind == .file, status.links == 1 else { return false }
            bytes += status.signature.size
        }
        return bytes == mark.bytes
    }

    // The digest of the earlier file as it was taken; nil when it cannot be read or does not fit.
    private func copy(_ file: File, to part: OutputFile, in outputs: StagedOutputs) throws(SystemError) -> [UInt8]? {
        if part.part == .documentJSON { return try copyDocument(file, to: part, in: outputs) }
        let target = try outputs.open(part)
        let isShared = target.clone(file)
        guard let source = isShared ? try outputs.read(part) : file else { return nil }
        return try pour(source, Digest()) { bytes throws(SystemError) in if !isShared { try target.write(bytes) } }
    }

    // document.json names its file in its first bytes, which are known to the last one; the rest is the same.
    private func copyDocument(
        _ file: File, to part: OutputFile, in outputs: StagedOutputs
    ) throws(SystemError) -> [UInt8]? {
        let old = head(of: earlier.path, part)
        guard let start = try? file.read(old.count), start == old else { return nil }
        let target = try outputs.open(part)
        try target.write(head(of: item.path, part))
        let digest = Digest()
        digest.update(start)
        return try pour(file, digest) { bytes throws(SystemError) in try target.write(bytes) }
    }

    private func head(of path: BytePath, _ part: OutputFile) -> [UInt8] {
        // The name of an attachment is the same in both.
        guard part.attachments.isEmpty else {
            return DocumentHead.throughPath(path.display + "/" + part.path.parent.display)
        }
        switch fit {
        case .sameName: return DocumentHead.throughPath(path.display)
        case .otherName:
            var writer = JSONWriter()
            DocumentHead.write(
                path: path.display, size: item.signature.size, sha256: sha256, mimeType: earlier.outcome.mimeType,
                extensionMismatch: nil, to: &writer)
            return writer.bytes
        }
    }

    // A source that grows while it is read ends where it was published to end.
    private func pour(
        _ source: File, _ digest: Digest, to write: ([UInt8]) throws(SystemError) -> Void
    ) throws(SystemError) -> [UInt8]? {
        var remaining = earlier.outcome.outputMark?.bytes ?? 0
        while remaining >= 0 {
            guard let bytes = try? source.read(Limits.copyChunkBytes) else { return nil }
            if bytes.isEmpty { return digest.finish() }
            digest.update(bytes)
            try write(bytes)
            remaining -= Int64(bytes.count)
        }
        return nil
    }
}
