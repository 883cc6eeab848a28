import Linux
import Model

/// A file of the outbox on its way: written beside its place, visible whole by rename on `commit`.
///
/// It has its mode and group before anybody can see it. Dropped without `commit` it leaves nothing behind.
final class OutboxFile {
    private let directory: Directory
    private let name: BytePath
    private let temporary: BytePath
    private let file: File
    private var isCommitted = false

    /// Starts the file `name` of a directory.
    init(_ name: String, in directory: Directory, access: Access) throws(SystemError) {
        self.directory = directory
        self.name = BytePath(name)
        temporary = BytePath(".\(name).dropmill-new")
        // Left behind by an agent that was killed.
        if directory.contains(temporary) { try directory.removeTree(temporary) }
        file = try access.create(temporary, in: directory)
    }

    deinit {
        if !isCommitted { try? directory.unlink(temporary) }
    }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(SystemError) { try file.write(bytes) }

    /// Makes the file visible; with `durable` its content is on disk first. The directory is the caller's to sync.
    func commit(durable: Bool) throws(SystemError) {
        if durable { try file.sync() }
        try directory.rename(temporary, over: name)
        isCommitted = true
    }

    /// Writes a whole file; with `durable` content and name are on disk when this returns.
    static func replace(
        _ name: String, in directory: Directory, with bytes: [UInt8], access: Access, durable: Bool
    ) throws(SystemError) {
        let file = try OutboxFile(name, in: directory, access: access)
        try file.write(bytes)
        try file.commit(durable: durable)
        if durable { try directory.sync() }
    }
}
