import Model

/// What a piece of the spool of an export is.
public enum ExportRecord: UInt8, Sendable {
    /// The batch, as JSON; the first.
    case batch = 1
    /// An item, as a line of results.jsonl; what follows belongs to it.
    case item
    /// extract.json of the item, byte by byte.
    case fields
    /// document.json.
    case document
    /// document.md, of a document that has no document.json.
    case markdown
    /// document.txt, of a document that has neither.
    case text
    /// Path of an output that is not there any more.
    case absent
    /// The spool is whole.
    case end
}

/// The file in which the agent hands the results of a batch to a worker: pieces one after the other, each behind its
/// kind and its length.
///
/// The agent copies the outputs of documents into it without looking into them.
public enum ExportSpool {
    /// The first bytes.
    public static let magic = Array("dropmill export 1\n".utf8)
    /// Bytes before every piece: its kind, and its length as eight bytes, lowest first.
    public static let headBytes = 9

    /// What stands before a piece.
    public static func head(_ kind: ExportRecord, length: Int64) -> [UInt8] {
        [kind.rawValue] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    }

    /// Reads what stands before a piece; nil when it is damaged.
    public static func read(head bytes: [UInt8]) -> (kind: ExportRecord, length: Int64)? {
        guard bytes.count == headBytes, let kind = ExportRecord(rawValue: bytes[0]) else { return nil }
        let length = bytes.dropFirst().reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(exactly: length).map { (kind, $0) }
    }
}
