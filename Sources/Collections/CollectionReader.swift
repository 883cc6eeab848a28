import Glibc
import Model
import SQLite
import WorkerProtocol

/// What is known of a collection without searching it.
public struct CollectionSummary: Sendable, Equatable {
    public var documents: Int
    public var pages: Int
    public var chunks: Int
    public var batches: Int
    /// Bytes of the file.
    public var bytes: Int64
    public var newest: Timestamp?
    public var spaces: [VectorSpace]
}

/// Vectors that can be compared: made by the same model.
public struct VectorSpace: Sendable, Hashable {
    let number: Int64
    /// `local` or `provider`.
    public let method: String
    /// Empty for local ones.
    public let provider: String
    public let model: String
    public let dimensions: Int
    /// How many there are.
    public let count: Int
}

/// A collection that is read while others may write it.
public final class CollectionReader {
    let path: String
    let database: Connection

    /// Opens a collection of a shelf.
    public convenience init(
        _ name: CollectionName, in folder: String, of shelf: CollectionShelf
    ) throws(CollectionError) {
        let path = shelf.path(of: name, in: folder)
        guard access(path, F_OK) == 0 else {
            guard errno != EACCES else {
                throw CollectionError(.denied, "The collection \(name) of \(folder) cannot be read by this user.")
            }
            throw CollectionError(.missing, "There is no collection \(name) in the folder \(folder).")
        }
        try self.init(path: path)
    }

    init(path: String) throws(CollectionError) {
        self.path = path
        do {
            database = try Self.open(path)
        } catch {
            throw CollectionError(error, path: path)
        }
    }

    /// Counts everything.
    public func summary() throws(CollectionError) -> CollectionSummary {
        let bytes = Self.size(of: path)
        return try read {
            func count(_ sql: String) throws -> Int { try database.first(sql) { $0.int(0) } ?? 0 }
            let newest = try database.first("SELECT max(indexed_at) FROM documents") { row in
                row.isNull(0) ? nil : row.integer(0)
            }
            return CollectionSummary(
                documents: try count("SELECT count(*) FROM documents"), pages: try count("SELECT count(*) FROM pages"),
                chunks: try count("SELECT count(*) FROM chunks"),
                batches: try count("SELECT count(DISTINCT batch) FROM documents"), bytes: bytes,
                newest: newest.flatMap(\.self).map(Timestamp.init(milliseconds:)), spaces: try allSpaces())
        }
    }

    /// The vectors that can be compared with a query.
    public func spaces() throws(CollectionError) -> [VectorSpace] { try read(allSpaces) }

    /// Documents from a place on, the oldest first.
    public func documents(
        after number: Int64, limit: Int
    ) throws(CollectionError) -> [(number: Int64, document: IndexedDocument)] {
        try read {
            try database.all(
                "SELECT number, \(Self.documentColumns) FROM documents WHERE number > ? ORDER BY number LIMIT ?",
                [.integer(number), .number(limit)]
            ) { ($0.integer(0), Self.document($0, from: 1)) }
        }
    }

    func read<Result>(_ body: () throws -> Result) throws(CollectionError) -> Result {
        do { return try database.read(body) } catch { throw CollectionError(error, path: path) }
    }

    static let documentColumns =
        "item, part, version, batch, batch_name, outbox, position, path, output, title, mime_type, sha256"

    static func document(_ row: Row, from first: Int) -> IndexedDocument {
        var document = IndexedDocument(
            item: row.text(first), part: row.text(first + 1), batch: row.text(first + 3),
            batchName: row.text(first + 4), outbox: row.text(first + 5), index: row.int(first + 6),
            path: row.text(first + 7), output: row.text(first + 8))
        document.version = row.optionalText(first + 2)
        document.title = row.optionalText(first + 9)
        document.mimeType = row.optionalText(first + 10)
        document.sha256 = row.optionalText(first + 11)
        return document
    }

    private func allSpaces() throws -> [VectorSpace] {
        try database.all(
            """
            SELECT number, method, provider, model, dimensions,
                (SELECT count(*) FROM vectors WHERE space = spaces.number) AS amount
            FROM spaces WHERE amount > 0 ORDER BY number
            """
        ) {
            VectorSpace(
                number: $0.integer(0), method: $0.text(1), provider: $0.text(2), model: $0.text(3),
                dimensions: $0.int(4), count: $0.int(5))
        }
    }

    private static func open(_ path: String) throws -> Connection {
        do {
            return try open(path, .readOnly)
        } catch let error as SQLiteError {
            let isClosed = error.code == .unopenable || error.code == .denied
            guard isClosed, access(path + "-wal", F_OK) != 0 else { throw error }
            // Who may read the file but not make a log beside it reads it as it is; nobody writes it now.
            return try open(path, .immutable)
        }
    }

    private static func open(_ path: String, _ access: Connection.Access) throws -> Connection {
        let db = try Connection(path: path, access, waitMilliseconds: Limits.collectionWaitMilliseconds)
        try db.execute("PRAGMA cache_size = -\(Limits.collectionCacheKibibytes); PRAGMA temp_store = MEMORY;")
        try CollectionSchema.check(db, at: path)
        return db
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
