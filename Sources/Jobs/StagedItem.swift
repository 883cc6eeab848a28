import Crypto
import Linux
import Model
import Store
import WorkerProtocol

/// The outputs of one item before they are visible: `staging/<batch>/<index>/`.
///
/// Nothing is made until the first byte comes, so that a failed item leaves no directory.
final class StagedOutputs {
    private let context: BatchContext
    private let name: BytePath
    private var directory: Directory?
    private var files: [OutputFile: (file: File, digest: Digest)] = [:]
    private var sizes: [OutputFile: Int64] = [:]
    private var bytes: Int64 = 0
    /// Files that were finished before the item went away.
    private var rested: [OutputFile: [UInt8]] = [:]

    init(context: BatchContext, index: Int) {
        self.context = context
        self.name = BytePath(String(index))
    }

    /// Goes on with what was staged before the item went away.
    init(context: BatchContext, index: Int, resuming resting: RestingOutputs) throws(SystemError) {
        self.context = context
        self.name = BytePath(String(index))
        guard !resting.digests.isEmpty else { return }
        directory = try context.places.staging.directory(name)
        rested = resting.digests
        sizes = resting.sizes
        bytes = resting.sizes.values.reduce(0, +)
    }

    /// Closes the files for as long as the item is away.
    func rest() -> RestingOutputs {
        for (file, target) in files { rested[file] = target.digest.finish() }
        close()
        return RestingOutputs(digests: rested, sizes: sizes)
    }

    /// Appends bytes to a part of the document.
    func write(_ bytes: ArraySlice<UInt8>, to part: OutputPart) throws {
        try write(bytes, to: OutputFile(part: part))
    }

    /// Appends bytes to a file.
    func write(_ bytes: ArraySlice<UInt8>, to part: OutputFile) throws {
        self.bytes += Int64(bytes.count)
        guard self.bytes <= Limits.itemOutputBytes else {
            throw Failure(
                .processingError, "The result is larger than \(Limits.itemOutputBytes) bytes", stage: .parse,
                retryable: false)
        }
        let target = try target(for: part)
        try target.file.write(bytes)
        target.digest.update(bytes)
        sizes[part, default: 0] += Int64(bytes.count)
    }

    /// The staged file of a part, for a caller that fills it without `write`.
    func open(_ part: OutputFile) throws(SystemError) -> File { try target(for: part).file }

    /// Opens what was staged of a part for reading; nil when nothing was.
    func read(_ part: OutputFile) throws(SystemError) -> File? {
        try directory?.openForReading(part.path)
    }

    /// What was written, as it can be recognised later; uses up the digests.
    func mark() -> OutputMark {
        OutputMark(
            bytes: bytes,
            of: files.map { ($0.key.path.display, $0.value.digest.finish()) }
                + rested.map { ($0.key.path.display, $0.value) })
    }

    /// What was written: the parts of the document first, in the order of their names.
    var written: [OutputFile] {
        (Array(files.keys) + Array(rested.keys)).sorted {
            ($0.attachments.count, $0.path.display) < ($1.attachments.count, $1.path.display)
        }
    }

    /// Removes what was written of an attachment.
    func discard(_ attachments: [AttachmentName]) throws(SystemError) {
        files = files.filter { !$0.key.attachments.starts(with: attachments) }
        rested = rested.filter { !$0.key.attachments.starts(with: attachments) }
        for (file, size) in sizes where file.attachments.starts(with: attachments) {
            bytes -= size
            sizes[file] = nil
        }
        let place = OutputFile.directory(of: attachments)
        try directory?.removeTree(place)
        // Where it was the last one, nothing is left to look at.
        try? directory?.removeDirectory(place.parent)
    }

    /// Closes the files; the directory waits for its rename.
    func close() {
        files = [:]
        directory = nil
    }

    /// Removes everything.
    func discard() {
        close()
        bytes = 0
        sizes = [:]
        rested = [:]
        try? context.places.staging.removeTree(name)
    }

    // They come one after another, and there may be more of them than a process should hold open.
    private func restPictures() {
        for (file, target) in files where file.part.picture != nil {
            rested[file] = target.digest.finish()
            files[file] = nil
        }
    }

    private func target(for part: OutputFile) throws(SystemError) -> (file: File, digest: Digest) {
        if let known = files[part] { return known }
        let permissions = context.places.permissions
        let target: Directory
        if let directory {
            target = directory
        } else {
            // What an earlier run left is stale.
            try context.places.staging.removeTree(name)
            try context.places.staging.makeDirectory(name, mode: permissions.directoryMode)
            target = try context.places.staging.directory(name)
            directory = target
        }
        if !part.path.parent.isEmpty {
            try target.makeDirectories(part.path.parent, mode: permissions.directoryMode)
        }
        if part.part.picture != nil { restPictures() }
        let made = (file: try target.create(part.path, mode: permissions.fileMode), digest: Digest())
        files[part] = made
        return made
    }
}

extension OutputMark {
    /// The mark of files with these names and digests.
    init(bytes: Int64, of files: [(name: String, sha256: [UInt8])]) {
        let digest = Digest()
        for (name, sha256) in files.sorted(by: { $0.name < $1.name }) {
            digest.update(Array(name.utf8) + [0] + sha256)
        }
        self.init(bytes: bytes, sha256: Hexadecimal.lower(digest.finish()))
    }
}

/// An item that has its outcome and perhaps outputs that are not visible yet.
struct FinishedItem: Sendable {
    let assignment: Assignment
    var outcome: ItemOutcome
    /// Names of the files in the staged directory; empty when there is none.
    let files: [String]
    let finishedAt: Timestamp

    /// The staged directory, below the batch's staging.
    var stagedName: BytePath { BytePath(String(assignment.item.sealed.index)) }
    /// Where the directory becomes visible, below the batch's outbox.
    var publishedName: BytePath { Self.filesName.appending(assignment.item.sealed.path) }
    /// Lets later items of the same content share the result, where it is a whole one.
    var sharing: WorkStep? {
        guard outcome.state == .succeeded, let scope = assignment.context.scope else { return nil }
        return .shared(batchID: assignment.context.id, index: assignment.item.sealed.index, scope: scope)
    }

    /// The directory of all item outputs of a batch.
    static let filesName = BytePath("files")
}
