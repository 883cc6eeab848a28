/// The item whose result a duplicate shares: one of the same watch folder, with the same content and options.
public struct DuplicateSource: Sendable, Equatable {
    /// Id of its batch.
    public var batchID: String
    /// Display name of its batch; nil when it is the batch of the duplicate itself.
    public var batchName: String?
    /// 0-based place in its batch.
    public var index: Int
    /// Display path in its batch.
    public var path: String
    /// `dfl-` id: what `duplicate_of` names.
    public var fileID: String

    public init(batchID: String, batchName: String?, index: Int, path: String, fileID: String) {
        self.batchID = batchID
        self.batchName = batchName
        self.index = index
        self.path = path
        self.fileID = fileID
    }

    /// The object of events and of the store.
    public var json: JSONValue {
        [
            "batch_id": .string(batchID), "batch": .optional(batchName), "index": .integer(Int64(index)),
            "path": .string(path), "source_directory_file_id": .string(fileID),
        ]
    }

    /// Reads what `json` wrote.
    public init?(json: JSONValue) {
        guard let batchID = json["batch_id"]?.string, let index = json["index"]?.integer,
            let path = json["path"]?.string, let fileID = json["source_directory_file_id"]?.string
        else { return nil }
        self.init(
            batchID: batchID, batchName: json["batch"]?.string, index: Int(index), path: path, fileID: fileID)
    }

    /// The source in words: `a.pdf of March`, or `a.pdf` within one batch.
    public var words: String { batchName.map { "\(path) of \($0)" } ?? path }
}

/// What the outputs of an item were when they were published, so that what others did to them since is noticed.
public struct OutputMark: Sendable, Equatable {
    /// Bytes of all files together.
    public var bytes: Int64
    /// sha256 over the names and the sha256 of each file, in lower-case hexadecimal.
    public var sha256: String

    public init(bytes: Int64, sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }
}
