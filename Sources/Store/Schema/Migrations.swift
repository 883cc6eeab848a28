import GRDB

/// The steps that lead from an empty file to the present tables: named, in order, never changed once released.
enum Migrations {
    /// Brings a file up to date.
    static func run(on database: any DatabaseWriter, at path: String) throws {
        try database.read { try refuseNewer($0, at: path) }
        try migrator.migrate(database)
    }

    /// Checks a file that may only be read.
    static func check(_ database: any DatabaseReader, at path: String) throws {
        try database.read { db in
            try refuseNewer(db, at: path)
            guard try migrator.hasCompletedMigrations(db) else {
                throw StoreError(.olderSchema, "The store \(path) was written by an older version.")
            }
        }
    }

    private static func refuseNewer(_ db: Database, at path: String) throws {
        guard try !migrator.hasBeenSuperseded(db) else {
            throw StoreError(.newerSchema, "The store \(path) was written by a newer version.")
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 batches, items, attempts, events") { try $0.execute(sql: first) }
        migrator.registerMigration("2 results by content") { try $0.execute(sql: resultsByContent) }
        migrator.registerMigration("3 ledger") { try $0.execute(sql: ledger) }
        migrator.registerMigration("4 rows of manifests") { try $0.execute(sql: manifestRows) }
        migrator.registerMigration("5 trash") { try $0.execute(sql: trash) }
        return migrator
    }

    // `trash` says for each half of a batch that was removed where it is on its way; a row that came to its end stays
    // as the memory of it. `is_removed` is of the row of the batch because every list asks for it. `footprints` keeps what
    // was measured, as long as the batch ended when it says.
    private static let trash = """
        ALTER TABLE batches ADD COLUMN is_removed INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE trash (
            batch INTEGER NOT NULL,
            part TEXT NOT NULL,
            step TEXT NOT NULL,
            reason TEXT NOT NULL,
            path BLOB NOT NULL,
            at INTEGER NOT NULL,
            expires_at INTEGER,
            PRIMARY KEY (batch, part)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trash_on_the_way ON trash (at) WHERE step IN ('leaving', 'returning', 'going');
        CREATE INDEX trash_there ON trash (batch) WHERE step != 'gone';
        CREATE INDEX trash_kept ON trash (expires_at) WHERE step = 'kept' AND expires_at IS NOT NULL;

        CREATE TABLE footprints (
            batch INTEGER NOT NULL,
            part TEXT NOT NULL,
            finished_at INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            PRIMARY KEY (batch, part)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX batches_by_status ON batches (status);
        CREATE INDEX batches_by_folder_and_status ON batches (folder, status);
        CREATE INDEX batches_finished ON batches (finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX batches_finished_by_folder ON batches (folder, finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX batches_in_outbox ON batches (folder, finished_at)
            WHERE phase = 'done' AND is_removed = 0 AND is_withdrawn = 0;
        CREATE INDEX batches_in_archive ON batches (folder, finished_at) WHERE phase = 'done' AND originals = 'archive';
        CREATE INDEX batches_by_archive ON batches (originals_path) WHERE originals = 'archive';
        """

    // Lines are only ever added. `reservation` leads from the end of a reservation to its beginning; one that has no end
    // when the agent starts was under way when it died.
    private static let ledger = """
        ALTER TABLE batches ADD COLUMN cost_estimate TEXT;
        ALTER TABLE batches ADD COLUMN throttle_details TEXT;

        CREATE TABLE ledger (
            number INTEGER PRIMARY KEY,
            batch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            reservation INTEGER,
            amount INTEGER NOT NULL,
            provider TEXT,
            model TEXT,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            audio_ms INTEGER NOT NULL,
            pages INTEGER NOT NULL,
            reason TEXT
        ) STRICT;
        CREATE INDEX ledger_by_batch ON ledger (batch, position);
        CREATE INDEX ledger_spent ON ledger (at) WHERE kind = 'settle' AND amount != 0;
        CREATE INDEX ledger_reserved ON ledger (reservation) WHERE kind = 'reserve';
        CREATE INDEX ledger_ended ON ledger (reservation) WHERE kind != 'reserve' AND reservation IS NOT NULL;
        """

    // `batches.number` grows with every batch: the newest has the highest. Times are milliseconds since the epoch.
    // `details` keeps the large texts of a batch apart from the row that changes with every item.
    // The partial indexes hold only the few items that somebody asks for, so that their cost does not grow.
    private static let first = """
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY,
            started_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE batches (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            folder TEXT NOT NULL,
            source TEXT NOT NULL,
            name TEXT NOT NULL,
            entry BLOB NOT NULL,
            outbox_name BLOB NOT NULL,
            job_type TEXT NOT NULL,
            configuration_id TEXT,
            max_concurrency INTEGER,
            priority INTEGER NOT NULL,
            rerun_of TEXT,
            project_id TEXT,
            source_directory_id TEXT NOT NULL,
            collection_id TEXT,
            force_overwrite INTEGER NOT NULL,
            checked_at INTEGER,
            created_at INTEGER NOT NULL,
            sealed_at INTEGER,
            phase TEXT NOT NULL,
            status TEXT NOT NULL,
            refused INTEGER NOT NULL,
            is_held INTEGER NOT NULL,
            is_withdrawn INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            total INTEGER NOT NULL,
            running INTEGER NOT NULL,
            succeeded INTEGER NOT NULL,
            partial INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            skipped INTEGER NOT NULL,
            cancelled INTEGER NOT NULL,
            media_types TEXT NOT NULL,
            throttle_reason TEXT,
            throttle_resume_at INTEGER,
            failure TEXT,
            started_at INTEGER,
            updated_at INTEGER NOT NULL,
            last_progress_at INTEGER,
            finished_at INTEGER,
            originals TEXT,
            originals_path BLOB
        ) STRICT;
        CREATE INDEX batches_by_name ON batches (name);
        CREATE INDEX batches_by_outbox_name ON batches (outbox_name);
        CREATE INDEX batches_by_phase ON batches (phase);
        CREATE INDEX batches_by_folder ON batches (folder);
        CREATE INDEX batches_by_folder_and_phase ON batches (folder, phase);

        CREATE TABLE details (
            batch INTEGER PRIMARY KEY,
            intake TEXT NOT NULL,
            configuration TEXT,
            metadata TEXT NOT NULL,
            warnings TEXT NOT NULL
        ) STRICT;

        CREATE TABLE items (
            batch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            path BLOB NOT NULL,
            kind TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            file_id TEXT NOT NULL,
            job_id TEXT NOT NULL,
            state TEXT NOT NULL,
            has_started INTEGER NOT NULL,
            lease INTEGER,
            attempts INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            deaths INTEGER NOT NULL,
            outcome TEXT,
            PRIMARY KEY (batch, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX items_claimable ON items (batch, position) WHERE state = 'pending' AND lease IS NULL;
        CREATE INDEX items_running ON items (batch, position) WHERE state = 'running';
        CREATE INDEX items_failed ON items (batch, position) WHERE state IN ('failed', 'partial');
        CREATE INDEX items_deadly ON items (batch, position) WHERE deaths > 0;

        CREATE TABLE attempts (
            batch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            failure TEXT NOT NULL,
            PRIMARY KEY (batch, position, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            batch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            position INTEGER,
            status TEXT,
            state TEXT,
            error_code TEXT,
            detail TEXT,
            PRIMARY KEY (batch, seq)
        ) STRICT, WITHOUT ROWID;
        """

    // `results` finds a succeeded item by what was read and how; `scopes` keeps the long half of that key once for all
    // of them. A row is never taken away: the item itself says whether it still has that result.
    private static let resultsByContent = """
        ALTER TABLE batches ADD COLUMN is_repeated INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE scopes (
            number INTEGER PRIMARY KEY,
            folder TEXT NOT NULL,
            job_type TEXT NOT NULL,
            options_sha256 TEXT NOT NULL,
            engine TEXT NOT NULL,
            collection_id TEXT NOT NULL,
            UNIQUE (folder, job_type, options_sha256, engine, collection_id)
        ) STRICT;

        CREATE TABLE results (
            scope INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            batch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (scope, sha256, batch, position)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX items_skipped ON items (batch, position) WHERE state = 'skipped';
        """

    // The bytes of a row are read only when results.csv is written; place -1 is the header.
    private static let manifestRows = """
        ALTER TABLE items ADD COLUMN manifest_row TEXT;
        ALTER TABLE details ADD COLUMN manifest TEXT;

        CREATE TABLE manifest_texts (
            batch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            cells BLOB NOT NULL,
            tail BLOB NOT NULL,
            PRIMARY KEY (batch, position)
        ) STRICT, WITHOUT ROWID;
        """
}
