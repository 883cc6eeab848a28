import Foundation
import GRDB
import Glibc
import Model
import WorkerProtocol

/// A document as a collection knows it; its pages and chunks come one by one.
public struct IndexedDocument: Sendable, Equatable {
    /// `dfl-` id of the item.
    public var item: String
    /// Path of an attachment below the outputs of the item; empty for the document itself.
    public var part: String
    /// Names this result; nil for one that cannot be told from another.
    public var version: String?
    public var batch: String
    public var batchName: String
    /// Name of the batch's directory in the outbox.
    public var outbox: String
    public var index: Int
    /// Path of the file in its batch.
    public var path: String
    /// Directory of the results below that of the batch.
    public var output: String
    public var title: String?
    public var mimeType: String?
    public var sha256: String?

    public init(item: String, part: String = "", batch: String, batchName: String, outbox: String, index: Int, path: String, output: String) {
        self.item = item
        self.part = part
        self.batch = batch
        self.batchName = batchName
        self.outbox = outbox
        self.index = index
        self.path = path
        self.output = output
    }
}

/// A collection that is written: one file, one connection, used by one thread.
///
/// Each document is one transaction, so that others always find it whole; they read meanwhile.
public final class CollectionWriter {
    private let path: String
    private let database: DatabaseQueue

    private static let fileMode: mode_t = 0o640

    /// Opens a collection of a shelf, and makes it at its first use.
    public convenience init(_ name: CollectionName, in folder: String, of shelf: CollectionShelf) throws(CollectionError) {
        try shelf.makeDirectories(of: name, in: folder)
        let path = shelf.path(of: name, in: folder)
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, Self.fileMode)
        if descriptor >= 0 { Glibc.close(descriptor) }
        try self.init(path: path)
    }

    /// Opens the file of a collection.
    init(path: String) throws(CollectionError) {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.label = "dropmill.collection"
            configuration.busyMode = .timeout(Limits.collectionWaitSeconds)
            configuration.prepareDatabase { db in
                try db.execute(
                    sql: """
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = NORMAL;
                        PRAGMA cache_size = -\(Limits.collectionCacheKibibytes);
                        PRAGMA journal_size_limit = \(Limits.collectionLogBytes);
                        """)
            }
            database = try DatabaseQueue(path: path, configuration: configuration)
            try database.write { db in
                if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
                    try db.execute(sql: CollectionSchema.tables)
                }
                try CollectionSchema.check(db, at: path)
            }
        } catch {
            throw CollectionError(error, path: path)
        }
    }

    /// True when exactly this result of a document is in the collection.
    public func holds(_ document: IndexedDocument) throws(CollectionError) -> Bool {
        guard let version = document.version else { return false }
        return try perform { db in
            try String.fetchOne(
                db, sql: "SELECT version FROM documents WHERE item = ? AND part = ? AND batch = ?",
                arguments: [document.item, document.part, document.batch]) == version
        }
    }

    /// Puts a document in the place of what was there of it; `pieces` hands out what can be searched. Nothing changes
    /// when it throws.
    public func replace(
        _ document: IndexedDocument, at time: Timestamp, pieces: ((Passage) throws -> Void) throws -> Void
    ) throws {
        // What `pieces` throws is the caller's own.
        var foreign: (any Error)?
        do {
            try database.write { db in
                try Self.remove(db, "item = ? AND part = ?", [document.item, document.part])
                var entry = DocumentEntry(number: try Self.insert(document, at: time, db), db: db)
                do {
                    try pieces { try entry.add($0) }
                } catch {
                    if !(error is DatabaseError) { foreign = error }
                    throw error
                }
            }
        } catch {
            if let foreign { throw foreign }
            throw CollectionError(error, path: path)
        }
    }

    /// Takes the documents of a batch out; returns how many there were.
    public func remove(batch: String) throws(CollectionError) -> Int {
        try perform { try Self.remove($0, "batch = ?", [batch]) }
    }

    /// Makes what was written so far durable.
    public func sync() throws(CollectionError) { try checkpoint("PASSIVE") }

    /// Merges the log into the one file and closes it.
    public func close() {
        try? checkpoint("TRUNCATE")
        try? database.close()
    }

    /// Makes the file useless for whoever has it open, because it is about to be removed.
    func retire() throws(CollectionError) {
        try perform { try $0.execute(sql: "PRAGMA user_version = 0; DROP TABLE documents;") }
        close()
    }

    /// Makes the index of words anew from the text.
    public func reindex() throws(CollectionError) {
        try perform { try $0.execute(sql: "INSERT INTO words(words) VALUES ('rebuild')") }
    }

    private func checkpoint(_ mode: String) throws(CollectionError) {
        do {
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(\(mode))") }
        } catch {
            throw CollectionError(error, path: path)
        }
    }

    private func perform<Value>(_ body: (Database) throws -> Value) throws(CollectionError) -> Value {
        do { return try database.write(body) } catch { throw CollectionError(error, path: path) }
    }

    @discardableResult
    private static func remove(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws -> Int {
        let numbers = try Int64.fetchAll(
            db, sql: "SELECT number FROM documents WHERE \(condition)", arguments: arguments)
        for number in numbers {
            try db.execute(
                sql: """
                    INSERT INTO words(words, rowid, text) SELECT 'delete', number, text FROM pages WHERE document = ?1;
                    """, arguments: [number])
            for sql in [
                "DELETE FROM pages WHERE document = ?",
                "DELETE FROM vectors WHERE chunk IN (SELECT number FROM chunks WHERE document = ?)",
                "DELETE FROM chunks WHERE document = ?", "DELETE FROM documents WHERE number = ?",
            ] {
                try db.execute(sql: sql, arguments: [number])
            }
        }
        return numbers.count
    }

    private static func insert(_ document: IndexedDocument, at time: Timestamp, _ db: Database) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO documents (item, part, version, batch, batch_name, outbox, position, path, output, title,
                    mime_type, sha256, indexed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                document.item, document.part, document.version, document.batch, document.batchName, document.outbox,
                document.index, document.path, document.output, document.title, document.mimeType, document.sha256,
                time.milliseconds,
            ])
        return db.lastInsertedRowID
    }
}

/// Takes the pieces of one document within its transaction.
private struct DocumentEntry {
    let number: Int64
    let db: Database
    private var space: (number: Int64, dimensions: Int)?

    init(number: Int64, db: Database) {
        self.number = number
        self.db = db
    }

    mutating func add(_ piece: Passage) throws {
        switch piece {
        case .page(let page): try add(page)
        case .vectors(let head): space = (try Self.space(head, db), head.dimensions)
        case .chunk(let chunk): try add(chunk)
        }
    }

    private func add(_ page: PagePassage) throws {
        let boxes = String(decoding: JSONWriter.bytes(of: .array(page.boxes.map(\.json))), as: UTF8.self)
        let insert = try db.cachedStatement(
            sql: "INSERT INTO pages (document, page, width, height, text, boxes) VALUES (?, ?, ?, ?, ?, ?)")
        try insert.execute(arguments: [number, page.page, page.width, page.height, page.text, boxes])
        let index = try db.cachedStatement(sql: "INSERT INTO words (rowid, text) VALUES (?, ?)")
        try index.execute(arguments: [db.lastInsertedRowID, page.text])
    }

    private func add(_ chunk: ChunkPassage) throws {
        guard let space, chunk.vector.count == space.dimensions else { return }
        let box = chunk.box.map { String(decoding: JSONWriter.bytes(of: $0.json), as: UTF8.self) }
        let insert = try db.cachedStatement(
            sql: "INSERT INTO chunks (document, place, page, text, box) VALUES (?, ?, ?, ?, ?)")
        try insert.execute(arguments: [number, chunk.index, chunk.page, chunk.text, box])
        let (scale, numbers) = ShortVector.encode(chunk.vector)
        let vector = try db.cachedStatement(
            sql: "INSERT INTO vectors (chunk, space, scale, numbers) VALUES (?, ?, ?, ?)")
        try vector.execute(arguments: [db.lastInsertedRowID, space.number, Double(scale), Data(numbers)])
    }

    private static func space(_ head: VectorHead, _ db: Database) throws -> Int64 {
        let key: StatementArguments = [head.method, head.provider ?? "", head.model, head.dimensions]
        try db.execute(
            sql: "INSERT OR IGNORE INTO spaces (method, provider, model, dimensions) VALUES (?, ?, ?, ?)",
            arguments: key)
        return try Int64.fetchOne(
            db, sql: "SELECT number FROM spaces WHERE method = ? AND provider = ? AND model = ? AND dimensions = ?",
            arguments: key) ?? 0
    }
}
