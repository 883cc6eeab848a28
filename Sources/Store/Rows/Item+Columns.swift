import GRDB
import Model

extension Item {
    /// Reads the columns of `Queries.itemColumns`.
    init(columns: inout ColumnReader) throws {
        let index: Int = try columns.value()
        let path = try columns.path()
        let kind: EntryKind = try columns.word()
        let signature = FileSignature(
            device: UInt64(bitPattern: try columns.value()), inode: UInt64(bitPattern: try columns.value()),
            size: try columns.value(), modified: try columns.value(), changed: try columns.value())
        let sealed = SealedItem(
            index: index, path: path, kind: kind, signature: signature, fileID: try columns.value(),
            jobID: try columns.value(), row: try columns.optionalJSON(ManifestRow.init(json:)))
        self.init(
            sealed: sealed, attempts: try columns.value(), state: try columns.word(),
            outcome: try columns.optionalJSON(ItemOutcome.init(json:)))
    }
}

extension Event {
    /// Reads the columns of `Queries.events`.
    init(batchID: String, columns: inout ColumnReader) throws {
        self.init(
            seq: try columns.value(), at: try columns.time(), kind: try columns.word(), batchID: batchID,
            index: columns.optional(), path: columns.optionalPath(), status: try columns.optionalWord(),
            state: try columns.optionalWord(), errorCode: try columns.optionalWord(),
            detail: try columns.optionalJSON()?.object ?? [:])
    }
}
