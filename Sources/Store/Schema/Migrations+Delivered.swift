/// What is known of batches after they are final: who is told, what is exported, searched, removed.
extension Migrations {
    // A delivery is written in the transaction of the event it tells of, for each receiver there is at that time; the
    // mark of a receiver changes with its address. An id names an event for its receiver, whatever the attempt.
    static let deliveries = """
        CREATE TABLE receivers (
            number INTEGER PRIMARY KEY,
            folder TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            mark TEXT NOT NULL,
            events TEXT NOT NULL,
            is_configured INTEGER NOT NULL,
            gone_at INTEGER,
            UNIQUE (folder, kind, name)
        ) STRICT;

        CREATE TABLE deliveries (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            receiver INTEGER NOT NULL,
            batch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            event TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            rounds INTEGER NOT NULL,
            due INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            attempted_at INTEGER,
            answer INTEGER,
            note TEXT,
            is_unreachable INTEGER NOT NULL,
            UNIQUE (receiver, id)
        ) STRICT;
        CREATE INDEX deliveries_pending ON deliveries (receiver, number) WHERE state = 'pending';
        CREATE INDEX deliveries_by_batch ON deliveries (batch);
        CREATE INDEX deliveries_ended ON deliveries (created_at) WHERE state != 'pending';
        """

    // `made_for` is the end of the batch for which the export was made; null while it is only wanted.
    static let exports = """
        CREATE TABLE exports (
            batch INTEGER NOT NULL,
            format TEXT NOT NULL,
            made_for INTEGER,
            PRIMARY KEY (batch, format)
        ) STRICT, WITHOUT ROWID;
        """

    // What finished before there were collections is found in them, too. A batch that finishes again while it is indexed
    // gets a new ticket, so that the end of the old task does not take the new one away.
    static let unindexed = """
        CREATE TABLE unindexed (
            ticket INTEGER PRIMARY KEY AUTOINCREMENT,
            batch INTEGER NOT NULL UNIQUE,
            position INTEGER NOT NULL,
            is_removal INTEGER NOT NULL
        ) STRICT;
        INSERT INTO unindexed (batch, position, is_removal)
            SELECT number, 0, 0 FROM batches WHERE phase = 'done' AND is_withdrawn = 0 AND total > 0;
        """

    // `trash` says for each half of a batch that was removed where it is on its way; a row that came to its end stays as
    // the memory of it. `is_removed` is of the row of the batch because every list asks for it. `footprints` keeps what
    // was measured, as long as the batch ended when it says.
    static let trash = """
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
}
