import Model

/// One half of a batch that is in the trash, on its way there or back, or gone for good.
///
/// The store is told of each step before anything moves: after a crash what is on its way goes on.
public struct TrashEntry: Sendable, Equatable {
    /// Which half of a batch.
    public enum Part: String, Sendable, CaseIterable {
        /// Its directory in the outbox.
        case outbox
        /// Its originals in the archive.
        case archive
    }

    /// Where it is.
    public enum Step: String, Sendable {
        /// On its way into the trash.
        case leaving
        /// In the trash.
        case kept
        /// On its way back.
        case returning
        /// Being deleted.
        case going
        /// Deleted.
        case gone
    }

    /// Who wanted it away.
    public enum Reason: String, Sendable {
        /// A person.
        case request
        /// The folder's `retention`.
        case retention
    }

    public let batchID: String
    /// Display name of the batch.
    public let batchName: String
    /// Name of its watch folder.
    public let folder: String
    public let part: Part
    public let step: Step
    public let reason: Reason
    /// Where it was, below the outbox or the archive; while it returns, where it goes.
    public let path: BytePath
    public let removedAt: Timestamp
    /// When it is deleted for good; nil keeps it.
    public let expiresAt: Timestamp?
}

extension TrashEntry {
    /// Reads the columns of `Queries.trashColumns`.
    init(columns: inout ColumnReader) throws {
        batchID = try columns.value()
        batchName = try columns.value()
        folder = try columns.value()
        part = try columns.word()
        step = try columns.word()
        reason = try columns.word()
        path = try columns.path()
        removedAt = try columns.time()
        expiresAt = columns.optionalTime()
    }
}
