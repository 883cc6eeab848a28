import Glibc
import Model
import SQLite
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

    public init(
        item: String, part: String = "", batch: String, batchName: String, outbox: String, index: Int, path: String,
        output: String
    ) {
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
    private let database: Connection

    private static let fileMode: mode_t = 0o640

    /// Opens a collection of a shelf, and makes it at its first use.
    public convenience init(
        _ name: CollectionName, in folder: String, of shelf: CollectionShelf
    ) throws(CollectionError) {
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
            database = try Connection(path: path, .readWrite, waitMilliseconds: Limits.collectionWaitMilliseconds)
            try Self.prepare(database, at: path)
        } catch {
            throw CollectionError(error, path: path)
        }
    }

    private static func prepare(_ db: Connection, at path: String) throws {
        try db.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA cache_size = -\(Limits.collectionCacheKibibytes);
            PRAGMA journal_size_limit = \(Limits.collectionLogBytes);
            """)
        try db.write {
            let isNew = try db.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } == 0
            if isNew { try db.execute(CollectionSchema.tables) }
            try CollectionSchema.check(db, at: path)
        }
    }

    /// True when exactly this result of a document is in the collection.
    public func holds(_ document: IndexedDocument) throws(CollectionError) -> Bool {
        guard let version = document.version else { return false }
        return try perform {
            try database.first(
                "SELECT version FROM documents WHERE item = ? AND part = ? AND batch = ?",
                [.text(document.item), .text(document.part), .text(document.batch)]
            ) { $0.optionalText(0) == version } ?? false
        }
    }

    /// Puts a document in the place of what was there of it, and of its attachments; `pieces` hands out what can be
    /// searched. Nothing changes when it throws.
    public func replace(
        _ document: IndexedDocument, at time: Timestamp, pieces: ((Passage) throws -> Void) throws -> Void
    ) throws {
        // What `pieces` throws is the caller's own.
        var foreign: (any Error)?
        do {
            try database.write {
                let key: [Value] = [.text(document.item), .text(document.part)]
                // The document itself comes before its attachments, which may be fewer now.
                _ =
                    try document.part.isEmpty
                    ? remove("item = ?", [key[0]]) : remove("item = ? AND part = ?", key)
                var entry = DocumentEntry(number: try insert(document, at: time), db: database)
                do {
                    try pieces { try entry.add($0) }
                } catch {
                    if !(error is SQLiteError) { foreign = error }
                    throw error
                }
            }
        } catch {
            if let foreign { throw foreign }
            throw CollectionError(error, path: path)
        }
    }

    /// Takes an item with its attachments out.
    public func remove(item: String) throws(CollectionError) {
        _ = try perform { try remove("item = ?", [.text(item)]) }
    }

    /// Takes the documents of a batch out; returns how many there were.
    public func remove(batch: String) throws(CollectionError) -> Int {
        try perform { try remove("batch = ?", [.text(batch)]) }
    }

    /// Makes what was written so far durable.
    public func sync() throws(CollectionError) { try checkpoint("PASSIVE") }

    /// Merges the log into the one file and closes it.
    public func close() {
        try? checkpoint("TRUNCATE")
        database.close()
    }

    /// Makes the file useless for whoever has it open, because it is about to be removed.
    func retire() throws(CollectionError) {
        try perform { try database.execute("DROP TABLE documents; PRAGMA user_version = 0;") }
        close()
    }

    /// Makes the index of words anew from the text.
    public func reindex() throws(CollectionError) {
        try perform { try database.execute("INSERT INTO words(words) VALUES ('rebuild')") }
    }

    private func checkpoint(_ mode: String) throws(CollectionError) {
        do { try database.execute("PRAGMA wal_checkpoint(\(mode))") } catch { throw CollectionError(error, path: path) }
    }

    private func perform<Result>(_ body: () throws -> Result) throws(CollectionError) -> Result {
        do { return try database.write(body) } catch { throw CollectionError(error, path: path) }
    }

    private func remove(_ condition: String, _ values: [Value]) throws -> Int {
        let numbers = try database.all("SELECT number FROM documents WHERE \(condition)", values) { $0.integer(0) }
        for number in numbers {
            for sql in [
                "INSERT INTO words(words, rowid, text) SELECT 'delete', number, text FROM pages WHERE document = ?",
                "DELETE FROM pages WHERE document = ?",
                "DELETE FROM vectors WHERE chunk IN (SELECT number FROM chunks WHERE document = ?)",
                "DELETE FROM chunks WHERE document = ?", "DELETE FROM documents WHERE number = ?",
            ] {
                try database.run(sql, [.integer(number)])
            }
        }
        return numbers.count
    }

    private func insert(_ document: IndexedDocument, at time: Timestamp) throws -> Int64 {
        try database.run(
            """
            INSERT INTO documents (item, part, version, batch, batch_name, outbox, position, path, output, title,
                mime_type, sha256, indexed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(document.item), .text(document.part), .optional(document.version), .text(document.batch),
                .text(document.batchName), .text(document.outbox), .number(document.index), .text(document.path),
                .text(document.output), .optional(document.title), .optional(document.mimeType),
                .optional(document.sha256), .integer(time.milliseconds),
            ])
        return database.lastRow
    }
}

/// Takes the pieces of one document within its transaction.
private struct DocumentEntry {
    let number: Int64
    let db: Connection
    private var space: (number: Int64, dimensions: Int)?

    init(number: Int64, db: Connection) {
        self.number = number
        self.db = db
    }

    mutating func add(_ piece: Passage) throws {
        switch piece {
        case .page(let page): try add(page)
        case .vectors(let head): space = (try number(of: head), head.dimensions)
        case .chunk(let chunk): try add(chunk)
        }
    }

    private func add(_ page: PagePassage) throws {
        let boxes = String(decoding: JSONWriter.bytes(of: .array(page.boxes.map(\.json))), as: UTF8.self)
        try db.run(
            "INSERT INTO pages (document, page, width, height, text, boxes) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .integer(number), .number(page.page), .optional(page.width), .optional(page.height), .text(page.text),
                .text(boxes),
            ])
        try db.run("INSERT INTO words (rowid, text) VALUES (?, ?)", [.integer(db.lastRow), .text(page.text)])
    }

    private func add(_ chunk: ChunkPassage) throws {
        guard let space, chunk.vector.count == space.dimensions else { return }
        let box = chunk.box.map { String(decoding: JSONWriter.bytes(of: $0.json), as: UTF8.self) }
        try db.run(
            "INSERT INTO chunks (document, place, page, text, box) VALUES (?, ?, ?, ?, ?)",
            [.integer(number), .number(chunk.index), .number(chunk.page), .text(chunk.text), .optional(box)])
        let (scale, numbers) = ShortVector.encode(chunk.vector)
        try db.run(
            "INSERT INTO vectors (chunk, space, scale, numbers) VALUES (?, ?, ?, ?)",
            [.integer(db.lastRow), .integer(space.number), .real(Double(scale)), .bytes(numbers)])
    }

    private func number(of head: VectorHead) throws -> Int64 {
        let key: [Value] = [
            .text(head.method), .text(head.provider ?? ""), .text(head.model), .number(head.dimensions),
        ]
        try db.run("INSERT OR IGNORE INTO spaces (method, provider, model, dimensions) VALUES (?, ?, ?, ?)", key)
        return try db.first(
            "SELECT number FROM spaces WHERE method = ? AND provider = ? AND model = ? AND dimensions = ?", key
        ) { $0.integer(0) } ?? 0
    }
}
