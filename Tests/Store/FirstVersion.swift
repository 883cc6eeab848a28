/// A store as the first version left it when it was killed: one batch at work, its first item settled. Never changed;
/// every later version has to read it.
let firstVersion = """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES('1 batches, items, attempts, events');
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        started_at INTEGER NOT NULL
    ) STRICT;
    INSERT INTO runs VALUES(1,1795248000002);
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
    INSERT INTO batches VALUES(1,'bat-1','invoices','directory','March',X'4d61726368',X'4d61726368','parse_v2',NULL,\
    NULL,0,NULL,NULL,'dir-1',NULL,0,NULL,1795248000000,1795248000002,'work','processing',0,0,0,7,2,1,0,0,1,0,0,\
    '{"document":1}',NULL,NULL,NULL,1795248000003,1795248000006,1795248000005,NULL,NULL,NULL);
    CREATE TABLE details (
        batch INTEGER PRIMARY KEY,
        intake TEXT NOT NULL,
        configuration TEXT,
        metadata TEXT NOT NULL,
        warnings TEXT NOT NULL
    ) STRICT;
    INSERT INTO details VALUES(1,'{"backend":null,"ignored":[],"blocked_by":[]}',NULL,'{"owner":"Ada"}','[]');
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
    INSERT INTO items VALUES(1,0,X'302e706466','file',-1,0,10,-1,2,'dfl-0','pjb-0','failed',1,NULL,1,0,0,\
    '{"state":"failed","media_type":"document","failure":{"code":"corrupt_document","message":"1.pdf is damaged",\
    "details":{"offset":12},"resolution":"The file is damaged or incomplete. Open it in its own program, save it \
    and drop it again.","retryable":false,"stage":"parse","page":3,"http_status":400},"outputs":[["json",\
    "files/0.pdf/document.json"]],"duration_ms":0}');
    INSERT INTO items VALUES(1,1,X'312e706466','file',-1,1,10,-1,2,'dfl-1','pjb-1','running',1,1,0,0,0,NULL);
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
    INSERT INTO events VALUES(1,1,1795248000000,'batch.seen',NULL,'uploading',NULL,NULL,NULL);
    INSERT INTO events VALUES(1,2,1795248000002,'batch.uploaded',NULL,'pending',NULL,NULL,'{"total_files":2}');
    INSERT INTO events VALUES(1,3,1795248000002,'batch.claimed',NULL,'pending',NULL,NULL,NULL);
    INSERT INTO events VALUES(1,4,1795248000003,'batch.started',NULL,'processing',NULL,NULL,NULL);
    INSERT INTO events VALUES(1,5,1795248000003,'item.started',0,NULL,'running',NULL,NULL);
    INSERT INTO events VALUES(1,6,1795248000005,'item.finished',0,NULL,'failed','corrupt_document',NULL);
    INSERT INTO events VALUES(1,7,1795248000006,'item.started',1,NULL,'running',NULL,NULL);
    CREATE INDEX batches_by_name ON batches (name);
    CREATE INDEX batches_by_outbox_name ON batches (outbox_name);
    CREATE INDEX batches_by_phase ON batches (phase);
    CREATE INDEX batches_by_folder ON batches (folder);
    CREATE INDEX batches_by_folder_and_phase ON batches (folder, phase);
    CREATE INDEX items_claimable ON items (batch, position) WHERE state = 'pending' AND lease IS NULL;
    CREATE INDEX items_running ON items (batch, position) WHERE state = 'running';
    CREATE INDEX items_failed ON items (batch, position) WHERE state IN ('failed', 'partial');
    CREATE INDEX items_deadly ON items (batch, position) WHERE deaths > 0;
    """
