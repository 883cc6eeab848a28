import Linux
import Model
import WorkerProtocol

/// The outputs of one item before they are visible: `staging/<batch>/<index>/`.
///
/// Nothing is made until the first byte comes, so that a failed item leaves no directory.
final class StagedOutputs {
    private let context: BatchContext
    private let name: BytePath
    private var directory: Directory?
    private var files: [OutputPart: File] = [:]
    private var written: Int64 = 0

    init(context: BatchContext, index: Int) {
        self.context = context
        self.name = BytePath(String(index))
    }

    /// Appends bytes to a part.
    func write(_ bytes: ArraySlice<UInt8>, to part: OutputPart) throws {
        written += Int64(bytes.count)
        guard written <= Limits.itemOutputBytes else {
            throw Failure(
                .processingError, "The result is larger than \(Limits.itemOutputBytes) bytes", stage: .parse,
                retryable: false)
        }
        try file(for: part).write(bytes)
    }

    /// The parts that were written, in the order of their names.
    var parts: [OutputPart] { files.keys.sorted { $0.fileName < $1.fileName } }

    /// Closes the files; the directory waits for its rename.
    func close() {
        files = [:]
        directory = nil
    }

    /// Removes everything.
    func discard() {
        close()
        try? context.places.staging.removeTree(name)
    }

    private func file(for part: OutputPart) throws(SystemError) -> File {
        if let file = files[part] { return file }
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
        let file = try target.create(BytePath(part.fileName), mode: permissions.fileMode)
        files[part] = file
        return file
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
    /// The directory of all item outputs of a batch.
    static let filesName = BytePath("files")
}
