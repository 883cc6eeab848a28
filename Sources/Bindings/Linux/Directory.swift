import CLinux
import Glibc
import Model

/// A held directory: everything below it is reached through its descriptor, never by an absolute path.
///
/// No operation leaves the directory or follows a symbolic link (openat2(2) with RESOLVE_BENEATH and
/// RESOLVE_NO_SYMLINKS); a link in the way is ELOOP, a way out EXDEV. The descriptor closes with the last reference.
public final class Directory: Sendable {
    /// The descriptor; valid as long as this object is held.
    public let descriptor: Int32
    /// How the directory is called in messages.
    public let label: String

    /// Opens a directory of our own configuration by its absolute path; links in it are followed.
    public init(path: String) throws(SystemError) {
        descriptor = try SystemError.check(clinux_open(path, O_DIRECTORY | O_RDONLY, 0), "open", path)
        label = path
    }

    private init(descriptor: Int32, label: String) {
        self.descriptor = descriptor
        self.label = label
    }

    deinit { close(descriptor) }

    private func name(_ path: BytePath) -> String { path.isEmpty ? label : label + "/" + printable(path.display) }

    private func check<Result: SignedInteger>(
        _ call: String, _ path: BytePath, _ body: (UnsafePointer<CChar>) -> Result
    ) throws(SystemError) -> Result {
        try SystemError.check(path.withCString(body), call, name(path))
    }

    /// Opens a directory below this one.
    public func directory(_ path: BytePath) throws(SystemError) -> Directory {
        let opened = try check("openat2", path) { clinux_open_beneath(descriptor, $0, O_DIRECTORY | O_RDONLY, 0) }
        return Directory(descriptor: opened, label: name(path))
    }

    /// Opens a file below this directory for reading without waiting for writers or pipes.
    public func openForReading(_ path: BytePath) throws(SystemError) -> File {
        let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY
        return File(
            descriptor: try check("openat2", path) { clinux_open_beneath(descriptor, $0, flags, 0) }, label: name(path))
    }

    /// Makes a file that must not exist yet and opens it for writing.
    public func create(_ path: BytePath, mode: UInt32 = 0o640) throws(SystemError) -> File {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
        return File(
            descriptor: try check("create", path) { clinux_open_beneath(descriptor, $0, flags, mode) },
            label: name(path))
    }

    /// Opens a file with open(2) flags of the caller's; for appending and locking.
    public func open(_ path: BytePath, flags: Int32, mode: UInt32 = 0o640) throws(SystemError) -> File {
        File(
            descriptor: try check("openat2", path) { clinux_open_beneath(descriptor, $0, flags | O_NOFOLLOW, mode) },
            label: name(path))
    }

    /// The state of an entry, a link itself and not its target; of this directory for an empty path.
    public func status(_ path: BytePath = .here) throws(SystemError) -> FileStatus {
        var raw = clinux_status()
        if path.bytes.contains(UInt8(ascii: "/")) {
            let parent = try directory(path.parent)
            return try parent.status(path.name)
        }
        _ = try check("statx", path) { clinux_status(descriptor, $0, &raw) }
        return FileStatus(raw)
    }

    /// True when the entry exists, whatever it is.
    public func contains(_ path: BytePath) -> Bool { (try? status(path)) != nil }

    /// True when this process may make and remove entries directly in it.
    public var takesEntries: Bool { faccessat(descriptor, ".", W_OK | X_OK, AT_EACCESS) == 0 }

    /// The names in this directory in no order, `.` and `..` left out; at most `limit`.
    public func entries(limit: Int = Limits.batchEntries) throws(SystemError) -> [DirectoryEntry] {
        // A reader of its own, because reading moves the offset of the descriptor, which may be shared.
        let reader = try check("openat2", .here) { clinux_open_beneath(descriptor, $0, O_DIRECTORY | O_RDONLY, 0) }
        defer { close(reader) }
        let collector = Collector(limit: limit)
        let result = withExtendedLifetime(collector) {
            clinux_list(reader, Unmanaged.passUnretained(collector).toOpaque()) { context, name, length, type in
                guard let context else { return false }
                let collector = Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
                let bytes = UnsafeRawBufferPointer(start: name, count: length)
                collector.entries.append(
                    DirectoryEntry(name: BytePath(bytes: Array(bytes)), kind: kind(ofDirectoryType: type)))
                return collector.entries.count < collector.limit
            }
        }
        try SystemError.check(result, "getdents", label)
        return collector.entries
    }

    private final class Collector {
        var entries: [DirectoryEntry] = []
        let limit: Int

        init(limit: Int) { self.limit = limit }
    }

    /// Makes a directory; its parent must exist.
    ///
    /// A set-group-ID bit of the mode is set too, which mkdir(2) ignores.
    public func makeDirectory(_ path: BytePath, mode: UInt32 = 0o750) throws(SystemError) {
        if path.bytes.contains(UInt8(ascii: "/")) {
            return try directory(path.parent).makeDirectory(path.name, mode: mode)
        }
        _ = try check("mkdir", path) { clinux_make_directory(descriptor, $0, mode) }
        // chmod(2) by somebody who is not of the group would take away the bit that a directory inherits.
        if mode & UInt32(S_ISGID) != 0, try status(path).mode != mode { try setMode(mode, of: path) }
    }

    /// Makes a directory and the missing ones above it; existing ones are fine.
    public func makeDirectories(_ path: BytePath, mode: UInt32 = 0o750) throws(SystemError) {
        do {
            try makeDirectory(path, mode: mode)
        } catch  where error.isExisting {
            _ = try directory(path)
        } catch  where error.code == ENOENT && !path.parent.isEmpty {
            try makeDirectories(path.parent, mode: mode)
            try makeDirectory(path, mode: mode)
        }
    }

    /// Renames an entry, on the same mount, into another held directory.
    ///
    /// With `replacing` false the target must not exist; where the file system cannot promise that, `EINVAL`.
    public func rename(
        _ path: BytePath, to target: Directory, _ newPath: BytePath, replacing: Bool
    ) throws(SystemError) {
        let from = path.parent.isEmpty ? self : try directory(path.parent)
        let to = newPath.parent.isEmpty ? target : try target.directory(newPath.parent)
        let result = path.name.withCString { old in
            newPath.name.withCString { new in
                clinux_rename(from.descriptor, old, to.descriptor, new, !replacing)
            }
        }
        try SystemError.check(result, "rename", name(path) + " -> " + target.name(newPath))
    }

    /// Removes a file, link or other entry that is not a directory.
    public func unlink(_ path: BytePath) throws(SystemError) {
        let parent = path.parent.isEmpty ? self : try directory(path.parent)
        _ = try parent.check("unlink", path.name) { clinux_unlink(parent.descriptor, $0, false) }
    }

    /// Removes an empty directory.
    public func removeDirectory(_ path: BytePath) throws(SystemError) {
        let parent = path.parent.isEmpty ? self : try directory(path.parent)
        _ = try parent.check("rmdir", path.name) { clinux_unlink(parent.descriptor, $0, true) }
    }

    /// Removes an entry and everything below it on the same mount, without following links.
    public func removeTree(_ path: BytePath) throws(SystemError) {
        let found: FileStatus
        do { found = try status(path) } catch  where error.isNotFound { return }
        guard found.kind == .directory else { return try unlink(path) }
        let tree = try directory(path)
        guard try tree.status().mount == status().mount else {
            throw SystemError(code: EXDEV, call: "rmdir", subject: name(path))
        }
        for entry in try tree.entries() {
            if entry.kind == .directory || entry.kind == nil {
                try tree.removeTree(entry.name)
            } else {
                try tree.unlink(entry.name)
            }
        }
        try removeDirectory(path)
    }

    /// Makes the names in this directory durable.
    public func sync() throws(SystemError) {
        try SystemError.check(clinux_sync_file(descriptor), "fsync", label)
    }

    /// Makes everything on the file system of this directory durable.
    public func syncFileSystem() throws(SystemError) {
        try SystemError.check(clinux_sync_file_system(descriptor), "syncfs", label)
    }

    /// Sets permission bits of an entry directly in this directory; a symbolic link is EOPNOTSUPP.
    public func setMode(_ mode: UInt32, of path: BytePath) throws(SystemError) {
        _ = try check("chmod", path) { clinux_set_mode(descriptor, $0, mode) }
    }

    /// Sets the group of an entry directly in this directory.
    public func setGroup(_ group: UInt32, of path: BytePath) throws(SystemError) {
        _ = try check("chown", path) { clinux_set_group(descriptor, $0, group) }
    }

    /// The file system this directory lies on.
    public func fileSystem() throws(SystemError) -> FileSystem {
        var type: UInt64 = 0
        var free: UInt64 = 0
        var total: UInt64 = 0
        try SystemError.check(clinux_file_system(descriptor, &type, &free, &total), "fstatfs", label)
        return FileSystem(type: type, freeBytes: Int64(clamping: free), totalBytes: Int64(clamping: total))
    }

    /// Replaces a file whole: writes beside it, syncs when `durable`, renames, and syncs this directory when `durable`.
    public func replace(
        _ name: BytePath, with bytes: [UInt8], mode: UInt32 = 0o640, durable: Bool = true
    ) throws(SystemError) {
        // Derived names keep within 255 bytes whatever the name is.
        let temporary = BytePath(".\(name.display.utf8.count > 200 ? "replacing" : name.display).dropmill-new")
        let file = try createAnew(temporary, mode: mode)
        do {
            try file.write(bytes)
            if durable { try file.sync() }
            try rename(temporary, over: name)
        } catch {
            try? unlink(temporary)
            throw error
        }
        if durable { try sync() }
    }

    // What an interrupted replacement left stands in the way rarely: try first, remove then.
    private func createAnew(_ path: BytePath, mode: UInt32) throws(SystemError) -> File {
        do {
            return try create(path, mode: mode)
        } catch  where error.isExisting {
            try removeTree(path)
            return try create(path, mode: mode)
        }
    }

    /// The content of a small file of our own; `EFBIG` when it is longer than `limit` bytes.
    public func contents(of path: BytePath, limit: Int) throws(SystemError) -> [UInt8] {
        let file = try openForReading(path)
        let bytes = try file.read(limit + 1)
        guard bytes.count <= limit else { throw SystemError(code: EFBIG, call: "read", subject: name(path)) }
        return bytes
    }
}

/// What kind of mount a directory lies on and how full it is.
public struct FileSystem: Sendable, Equatable {
    /// The magic number of statfs(2).
    public let type: UInt64
    /// Bytes an ordinary user may still use.
    public let freeBytes: Int64
    public let totalBytes: Int64
}

private func kind(ofDirectoryType type: UInt8) -> EntryKind? {
    switch Int(type) {
    case Int(DT_REG): .file
    case Int(DT_DIR): .directory
    case Int(DT_LNK): .symlink
    case Int(DT_FIFO): .fifo
    case Int(DT_SOCK): .socket
    case Int(DT_UNKNOWN): nil
    default: .device
    }
}

extension BytePath {
    /// Calls `body` with the bytes as a C string.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: bytes.count + 1, alignment: 1) { buffer in
            buffer.copyBytes(from: bytes)
            buffer[bytes.count] = 0
            guard let start = buffer.baseAddress else { fatalError("a temporary allocation has an address") }
            return body(UnsafePointer(start.assumingMemoryBound(to: CChar.self)))
        }
    }
}
