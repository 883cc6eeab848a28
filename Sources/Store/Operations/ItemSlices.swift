import GRDB
import Model

/// Lays down the items of an open batch in slices, each a transaction of its own; owned by one thread.
///
/// They mean nothing until the batch is sealed, and those of an earlier try go with the first slice.
public final class ItemSlices {
    private let store: Store
    private let id: String
    private var items: [SealedItem] = []
    private var texts: [(position: Int, text: ManifestText)] = []
    private var isFirst = true
    private var total = 0

    init(store: Store, id: String) {
        self.store = store
        self.id = id
    }

    /// Adds the next item, with the bytes of its row where it has one; true when a slice was laid down.
    public func add(_ item: SealedItem, text: ManifestText? = nil) throws(StoreError) -> Bool {
        guard item.index == total else {
            throw StoreError(.refused, "The batch \(id) cannot be sealed: item \(item.index) stands at place \(total)")
        }
        items.append(item)
        if let text { texts.append((item.index, text)) }
        total += 1
        guard items.count == Limits.sealSlice else { return false }
        try layDown()
        return true
    }

    /// Adds the header of the manifest.
    public func add(header: ManifestText) { texts.append((Self.headerPosition, header)) }

    /// Lays down what is left; returns how many items there are.
    public func end() throws(StoreError) -> Int {
        // Also without any, so that nothing of an interrupted seal is left.
        if isFirst || !items.isEmpty || !texts.isEmpty { try layDown() }
        return total
    }

    static let headerPosition = -1

    private func layDown() throws(StoreError) {
        try store.write { db in
            let record = try BatchRecord.load(id, db)
            try record.require(.open)
            if isFirst {
                try db.run("DELETE FROM items WHERE batch = ?", [record.number])
                try db.run("DELETE FROM manifest_texts WHERE batch = ?", [record.number])
            }
            for item in items { try Self.insert(item, of: record, db) }
            for (position, text) in texts {
                try db.run(
                    "INSERT INTO manifest_texts (batch, position, cells, tail) VALUES (?, ?, ?, ?)",
                    [record.number, position, BytePath(bytes: text.cells).column, BytePath(bytes: text.tail).column])
            }
        }
        isFirst = false
        items.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
    }

    private static func insert(_ item: SealedItem, of record: BatchRecord, _ db: Database) throws {
        let signature = item.signature
        try db.run(
            """
            INSERT INTO items (batch, position, path, kind, device, inode, size, modified, changed, file_id, job_id,
                manifest_row, state, has_started, attempts, retries, deaths)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, 0)
            """,
            [
                record.number, item.index, item.path.column, item.kind.rawValue,
                Int64(bitPattern: signature.device), Int64(bitPattern: signature.inode), signature.size,
                signature.modified, signature.changed, item.fileID, item.jobID, item.row?.json.column,
            ])
    }
}

extension Store {
    /// Begins to lay down the items of an open batch; those of an earlier try are forgotten.
    public func layDown(of id: String) -> ItemSlices { ItemSlices(store: self, id: id) }

    /// Forgets the items of an open batch that is not to be sealed.
    public func discardItems(of id: String) throws(StoreError) { _ = try layDown(of: id).end() }

    /// The bytes of the header of a batch's manifest; nil when it has none.
    public func manifestHeader(of id: String) throws(StoreError) -> ManifestText? {
        try manifestTexts(of: id, from: ItemSlices.headerPosition, limit: 1).first
    }

    /// The bytes of the rows of a manifest from an item on, at most `limit`.
    public func manifestTexts(of id: String, from start: Int, limit: Int) throws(StoreError) -> [ManifestText] {
        try read { db in
            guard let number = try db.first(Queries.number, [id], { try $0.value() as Int64 }) else {
                throw StoreError(.unknown, "There is no batch \(id).")
            }
            return try db.all(Queries.manifestTexts, [number, start, limit]) { columns in
                ManifestText(cells: try columns.path().bytes, tail: try columns.path().bytes)
            }
        }
    }

    /// Gives a batch that is laid down, but not sealed, the bytes of the rows of the batch whose documents it has.
    public func copyManifest(of old: String, to new: String) throws(StoreError) {
        try write { db in
            let source = try BatchRecord.load(old, db)
            let target = try BatchRecord.load(new, db)
            try target.require(.open)
            try db.run("DELETE FROM manifest_texts WHERE batch = ?", [target.number])
            try db.run(
                """
                INSERT INTO manifest_texts (batch, position, cells, tail)
                SELECT ?, position, cells, tail FROM manifest_texts WHERE batch = ?
                """, [target.number, source.number])
        }
    }
}
