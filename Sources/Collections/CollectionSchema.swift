import SQLite

/// The tables of a collection.
///
/// `pages` holds the text, `words` only the index over it; `boxes` are canonical JSON. Vectors lie apart from their
/// chunks, so that comparing all of them reads nothing else.
enum CollectionSchema {
    /// Tells a collection from other SQLite files: "DMCL".
    static let applicationID = 0x444D_434C
    static let version = 1

    static let tables = """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        CREATE TABLE documents (
            number INTEGER PRIMARY KEY,
            item TEXT NOT NULL,
            part TEXT NOT NULL,
            version TEXT,
            batch TEXT NOT NULL,
            batch_name TEXT NOT NULL,
            outbox TEXT NOT NULL,
            position INTEGER NOT NULL,
            path TEXT NOT NULL,
            output TEXT NOT NULL,
            title TEXT,
            mime_type TEXT,
            sha256 TEXT,
            indexed_at INTEGER NOT NULL,
            UNIQUE (item, part)
        ) STRICT;
        CREATE INDEX documents_by_batch ON documents (batch);
        CREATE TABLE pages (
            number INTEGER PRIMARY KEY,
            document INTEGER NOT NULL,
            page INTEGER NOT NULL,
            width REAL,
            height REAL,
            text TEXT NOT NULL,
            boxes TEXT NOT NULL
        ) STRICT;
        CREATE INDEX pages_by_document ON pages (document, page);
        CREATE VIRTUAL TABLE words USING fts5(
            text, content = 'pages', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2',
            prefix = '3 4');
        CREATE TABLE spaces (
            number INTEGER PRIMARY KEY,
            method TEXT NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            dimensions INTEGER NOT NULL,
            UNIQUE (method, provider, model, dimensions)
        ) STRICT;
        CREATE TABLE chunks (
            number INTEGER PRIMARY KEY,
            document INTEGER NOT NULL,
            place INTEGER NOT NULL,
            page INTEGER NOT NULL,
            text TEXT NOT NULL,
            box TEXT
        ) STRICT;
        CREATE INDEX chunks_by_document ON chunks (document, place);
        CREATE TABLE vectors (
            chunk INTEGER PRIMARY KEY,
            space INTEGER NOT NULL,
            scale REAL NOT NULL,
            numbers BLOB NOT NULL
        ) STRICT;
        CREATE INDEX vectors_by_space ON vectors (space);
        """

    /// Throws unless the file is a collection this version knows.
    static func check(_ db: Connection, at path: String) throws {
        let application = try db.first("PRAGMA application_id") { $0.int(0) } ?? 0
        let version = try db.first("PRAGMA user_version") { $0.int(0) } ?? 0
        // Whoever makes it has not come further than the empty file.
        if application == 0, version == 0 {
            throw CollectionError(.missing, "There is nothing in the collection \(path) yet.")
        }
        guard application == applicationID, version > 0 else {
            throw CollectionError(.damaged, "The file \(path) is no collection.")
        }
        guard version <= Self.version else {
            throw CollectionError(.newer, "The collection \(path) was written by a newer version.")
        }
    }
}
