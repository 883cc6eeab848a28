import CLinux
import Glibc
import Model

/// What the lease probe says about writers of a file (fcntl(2), F_SETLEASE).
public enum LeaseState: Sendable, Equatable {
    /// Nobody has the file open for writing.
    case free
    /// Somebody has the file open for writing.
    case busy
    /// The kernel does not answer here: not our file, or a file system without leases.
    case unavailable
}

/// An open file; closes when it goes out of use.
public final class File: Sendable {
    /// The descriptor; valid as long as this object is held.
    public let descriptor: Int32
    /// How the file is called in messages.
    public let label: String

    /// Takes over a descriptor.
    public init(descriptor: Int32, label: String) {
        self.descriptor = descriptor
        self.label = label
    }

    /// A file in memory, without a name, that holds these bytes.
    public convenience init(inMemory bytes: [UInt8], label: String) throws(SystemError) {
        let made = clinux_memory_file()
        try SystemError.check(made, "memfd_create", label)
        self.init(descriptor: made, label: label)
        try write(bytes)
    }

    deinit { close(descriptor) }

    /// The present state of the file.
    public func status() throws(SystemError) -> FileStatus {
        var raw = clinux_status()
        try SystemError.check(clinux_status(descriptor, "", &raw), "statx", label)
        return FileStatus(raw)
    }

    /// Asks the kernel whether a writer is left. The process must ignore SIGIO.
    public func probeLease() -> LeaseState {
        switch clinux_probe_lease(descriptor) {
        case 0: .free
        case -EAGAIN: .busy
        default: .unavailable
        }
    }

    /// Writes all bytes at the current offset.
    public func write(_ bytes: some ContiguousBytes) throws(SystemError) {
        var failed: Int32 = 0
        bytes.withRawBytes { buffer in
            var done = 0
            while let start = buffer.baseAddress, done < buffer.count {
                let count = Glibc.write(descriptor, start + done, buffer.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    failed = errno
                    return
                }
                done += count
            }
        }
        if failed != 0 { throw SystemError(code: failed, call: "write", subject: label) }
    }

    /// Reads up to `count` bytes from the current offset; fewer only at the end of the file.
    public func read(_ count: Int) throws(SystemError) -> [UInt8] {
        try read(count, with: { Glibc.read($0, $1, $2) })
    }

    /// Reads up to `count` bytes from `offset`, whatever the current one is; fewer only at the end of the file.
    public func read(_ count: Int, at offset: Int64) throws(SystemError) -> [UInt8] {
        var position = off_t(offset)
        return try read(
            count,
            with: { descriptor, start, wanted in
                let got = pread(descriptor, start, wanted, position)
                if got > 0 { position += off_t(got) }
                return got
            })
    }

    private func read(
        _ count: Int, with call: (Int32, UnsafeMutablePointer<UInt8>, Int) -> Int
    ) throws(SystemError) -> [UInt8] {
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while let start = buffer.baseAddress, filled < count {
                let got = call(descriptor, start + filled, count - filled)
                if got < 0 {
                    if errno == EINTR { continue }
                    failed = errno
                    return
                }
                if got == 0 { return }
                filled += got
            }
        }
        if failed != 0 { throw SystemError(code: failed, call: "read", subject: label) }
        return bytes
    }

    /// Moves the offset to a number of bytes from the start.
    public func seek(to offset: Int64) throws(SystemError) {
        if lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
            throw SystemError(code: errno, call: "lseek", subject: label)
        }
    }

    /// Cuts or extends the file.
    public func truncate(to size: Int64) throws(SystemError) {
        if ftruncate(descriptor, off_t(size)) < 0 {
            throw SystemError(code: errno, call: "ftruncate", subject: label)
        }
    }

    /// Sets the permission bits, whatever the umask says.
    public func setMode(_ mode: UInt32) throws(SystemError) {
        if fchmod(descriptor, mode_t(mode)) < 0 { throw SystemError(code: errno, call: "fchmod", subject: label) }
    }

    /// Sets the group.
    public func setGroup(_ group: UInt32) throws(SystemError) {
        if fchown(descriptor, uid_t.max, gid_t(group)) < 0 {
            throw SystemError(code: errno, call: "fchown", subject: label)
        }
    }

    /// Shares the content of another file on the same file system, which copies nothing until either is written to;
    /// false where the file system cannot do that.
    public func clone(_ other: File) -> Bool { clinux_clone(descriptor, other.descriptor) == 0 }

    /// Makes the content durable.
    public func sync() throws(SystemError) {
        try SystemError.check(clinux_sync_file(descriptor), "fsync", label)
    }

    /// Locks the file for this process; false when another one holds it.
    public func lock() throws(SystemError) -> Bool {
        let result = clinux_lock(descriptor)
        if result == -EWOULDBLOCK { return false }
        try SystemError.check(result, "flock", label)
        return true
    }
}

/// Anything whose bytes lie in one piece.
public protocol ContiguousBytes {
    func withRawBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

extension [UInt8]: ContiguousBytes {
    public func withRawBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(body) }
}

extension ArraySlice<UInt8>: ContiguousBytes {
    public func withRawBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(body) }
}
