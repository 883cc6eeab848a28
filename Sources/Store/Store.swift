import Dispatch
import GRDB
import Glibc
import Model
import Synchronization

/// The durable state of every batch and item: the truth and the work queue, in one SQLite file.
///
/// Every operation is one transaction: it happens as a whole and is on the disk when it returns, or it throws and
/// changed nothing. The store blocks its caller and may be used from any thread: one writes, others read meanwhile.
public final class Store: Sendable {
    let database: any DatabaseWriter
    private let path: String
    /// Number of the agent's run that leases are given to.
    let run: Mutex<Int64>
    private let isClosed = Atomic(false)
    // One writer and one reader at a time enter GRDB: where threads meet inside it, libdispatch starts workers, and
    // their watchdog then wakes the process every second for good.
    private let writerTurn = DispatchSemaphore(value: 1)
    private let readerTurn = DispatchSemaphore(value: 1)

    /// Opens or makes the store in a file and migrates it; with `readOnly` a store that another process writes.
    public init(path: String, readOnly: Bool = false) throws(StoreError) {
        self.path = path
        do {
            database = try readOnly ? Self.openForReading(path) : Self.open(path)
            run = Mutex(try database.read(Self.lastRun))
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// A store that leaves nothing behind, even when the process is killed: its file has no name once it is open.
    public init(temporaryIn directory: String) throws(StoreError) {
        path = directory
        do {
            database = try Self.openNameless(in: directory)
            try Migrations.run(on: database, at: directory)
            run = Mutex(0)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Merges the log into the file and closes it; later operations throw. No other thread may be inside an operation.
    public func close() {
        guard isClosed.exchange(true, ordering: .relaxed) == false else { return }
        // The connection that writes has to be the last one: only it can merge the log.
        (database as? DatabasePool)?.invalidateReadOnlyConnections()
        // Nothing is lost: the log is read at the next start when it could not be merged into the file now.
        try? database.close()
    }

    /// Runs one operation as a transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try refuseWhenClosed()
        writerTurn.wait()
        defer { writerTurn.signal() }
        do { return try database.write(body) } catch { throw StoreError(error, path: path) }
    }

    /// Reads one state of the store, whatever is written meanwhile.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try refuseWhenClosed()
        readerTurn.wait()
        defer { readerTurn.signal() }
        do { return try database.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// The error for a file that can be read but is not what it should be.
    func damaged(_ cause: String) -> StoreError {
        StoreError(.corrupt, "The store \(path) is damaged.", cause: cause, path: path)
    }

    // GRDB does not survive the use of a closed connection.
    private func refuseWhenClosed() throws(StoreError) {
        guard !isClosed.load(ordering: .relaxed) else { throw StoreError(.other, "The store \(path) is closed.") }
    }

    // MARK: Opening

    private static func lastRun(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(number) FROM runs") ?? 0
    }

    private static func open(_ path: String) throws -> any DatabaseWriter {
        keepToOwner(path)
        let pool = try DatabasePool(path: path, configuration: configuration())
        try Migrations.run(on: pool, at: path)
        // GRDB sets NORMAL with the write-ahead log; a settled item must survive a power cut.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }

    /// Names of other people's files and passwords of documents are in the store. The log beside it gets its mode.
    private static func keepToOwner(_ path: String) {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, ownerOnly)
        guard file >= 0 else { return }
        fchmod(file, ownerOnly)
        Glibc.close(file)
    }

    private static let ownerOnly: mode_t = 0o600

    private static func openForReading(_ path: String) throws -> any DatabaseWriter {
        var configuration = configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try Migrations.check(queue, at: path)
        return queue
    }

    private static func openNameless(in directory: String) throws -> any DatabaseWriter {
        let name = directory + "/dropmill-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        guard mkdir(name, 0o700) == 0 else {
            let cause = String(cString: strerror(errno))
            throw StoreError(.unreadable, "No temporary store can be made in \(directory).", cause: cause)
        }
        defer {
            unlink(name + "/store.sqlite")
            rmdir(name)
        }
        var configuration = configuration()
        configuration.prepareDatabase { db in
            // A file without a name can have neither a journal nor a log beside it.
            try db.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = MEMORY;
                    PRAGMA synchronous = OFF;
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        return try DatabaseQueue(path: name + "/store.sqlite", configuration: configuration)
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "dropmill.store"
        configuration.busyMode = .timeout(Limits.storeWaitSeconds)
        configuration.maximumReaderCount = Limits.storeReaders
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            let cache =
                db.configuration.readonly ? Limits.storeReaderCacheKibibytes : Limits.storeWriterCacheKibibytes
            try db.execute(
                sql: """
                    PRAGMA cache_size = -\(cache);
                    PRAGMA journal_size_limit = \(Limits.storeLogBytes);
                    """)
        }
        return configuration
    }
}
