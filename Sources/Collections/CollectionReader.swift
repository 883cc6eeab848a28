import GRDB
import Glibc
import Model
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
    let database: DatabaseQueue

    /// Opens a collection of a shelf.
    public convenience init(_ name: CollectionName, in folder: String, of shelf: CollectionShelf) throws(CollectionError) {
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
            do {
                database = try Self.open(path)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN && !Self.isBeingWritten(path) {
                // Who may read the file but not make a log beside it reads it as it is; nobody writes it now.
                database = try Self.open("file:\(Self.escaped(path))?immutable=1")
            }
        } catch {
            throw CollectionError(error, path: path)
        }
    }

    /// Counts everything.
    public func summary() throws(CollectionError) -> CollectionSummary {
        let bytes = Self.size(of: path)
        return try read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            return CollectionSummary(
                documents: try count("SELECT count(*) FROM documents"), pages: try count("SELECT count(*) FROM pages"),
                chunks: try count("SELECT count(*) FROM chunks"),
                batches: try count("SELECT count(DISTINCT batch) FROM documents"), bytes: bytes,
                newest: try Int64.fetchOne(db, sql: "SELECT max(indexed_at) FROM documents")
                    .map(Timestamp.init(milliseconds:)), spaces: try Self.spaces(db))
        }
    }

    /// The vectors that can be compared with a query.
    public func spaces() throws(CollectionError) -> [VectorSpace] { try read(Self.spaces) }

    /// Documents from a place on, the oldest first.
    public func documents(after number: Int64, limit: Int) throws(CollectionError) -> [(number: Int64, document: IndexedDocument)] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT number, \(Self.documentColumns) FROM documents WHERE number > ? ORDER BY number LIMIT ?",
                arguments: [number, limit]
            ).map { ($0[0], Self.document($0, from: 1)) }
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(CollectionError) -> Value {
        do { return try database.read(body) } catch { throw CollectionError(error, path: path) }
    }

    static let documentColumns =
        "item, part, version, batch, batch_name, outbox, position, path, output, title, mime_type, sha256"

    static func document(_ row: Row, from first: Int) -> IndexedDocument {
        var document = IndexedDocument(
            item: row[first], part: row[first + 1], batch: row[first + 3], batchName: row[first + 4],
            outbox: row[first + 5], index: row[first + 6], path: row[first + 7], output: row[first + 8])
        document.version = row[first + 2]
        document.title = row[first + 9]
        document.mimeType = row[first + 10]
        document.sha256 = row[first + 11]
        return document
    }

    private static func spaces(_ db: Database) throws -> [VectorSpace] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT number, method, provider, model, dimensions,
                    (SELECT count(*) FROM vectors WHERE space = spaces.number) AS amount
                FROM spaces WHERE amount > 0 ORDER BY number
                """
        ).map {
            VectorSpace(number: $0[0], method: $0[1], provider: $0[2], model: $0[3], dimensions: $0[4], count: $0[5])
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "dropmill.search"
        configuration.readonly = true
        configuration.busyMode = .timeout(Limits.collectionWaitSeconds)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(Limits.collectionCacheKibibytes); PRAGMA temp_store = MEMORY;")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { try CollectionSchema.check($0, at: path) }
        return queue
    }

    private static func isBeingWritten(_ path: String) -> Bool { access(path + "-wal", F_OK) == 0 }

    private static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            byte == UInt8(ascii: "%") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") || byte <= 0x20 || byte > 0x7E
                ? "%" + Hexadecimal.upper(byte) : String(decoding: [byte], as: UTF8.self)
        }.joined()
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
