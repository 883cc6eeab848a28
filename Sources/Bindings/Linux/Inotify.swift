import CLinux
import Glibc
import Model

/// One inotify(7) instance: watches of directories in, the kernel's event records out.
///
/// One thread reads; any thread adds and removes watches. The descriptors close with the last reference.
public final class Inotify: Sendable {
    /// Bytes taken by one read: several thousand events.
    public static let bufferBytes = 256 << 10

    private let descriptor: Int32
    private let stopped: File

    /// Opens an instance; `EMFILE` when the user has `fs.inotify.max_user_instances` of them.
    public init() throws(SystemError) {
        let stopped = File(descriptor: try SystemError.check(clinux_eventfd(), "eventfd", "inotify"), label: "inotify")
        descriptor = try SystemError.check(clinux_inotify_open(), "inotify_init1", "inotify")
        self.stopped = stopped
    }

    deinit { close(descriptor) }

    /// Watches a directory, by its descriptor and not by name; the number comes with every event of it.
    ///
    /// A directory that is watched already keeps its number. `ENOSPC`: `fs.inotify.max_user_watches` is reached.
    public func add(_ directory: Directory, events: InotifyMask = .folder) throws(SystemError) -> Int32 {
        try SystemError.check(
            clinux_inotify_add(descriptor, directory.descriptor, events.rawValue), "inotify_add_watch",
            directory.label)
    }

    /// Ends a watch; an `ignored` event follows. A watch the kernel has ended already is fine.
    public func remove(_ watch: Int32) {
        _ = clinux_inotify_remove(descriptor, watch)
    }

    /// Waits for events and returns their records as they are; nil once `stop` was called.
    public func read() throws(SystemError) -> [UInt8]? {
        var waits = [
            pollfd(fd: stopped.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waits, nfds_t(waits.count), -1) < 0 {
            guard errno == EINTR else { throw SystemError(code: errno, call: "poll", subject: "inotify") }
        }
        guard waits[0].revents == 0 else { return nil }
        // Copied to fit: what waits in a queue must not hold a whole buffer for one event.
        var failed: Int32 = 0
        let records = withUnsafeTemporaryAllocation(byteCount: Self.bufferBytes, alignment: 8) { buffer -> [UInt8] in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count >= 0 else {
                failed = errno == EINTR ? 0 : errno
                return []
            }
            return Array(buffer[..<count])
        }
        if failed != 0 { throw SystemError(code: failed, call: "read", subject: "inotify") }
        return records
    }

    /// Makes the present and every later `read` return nil.
    public func stop() {
        let one: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0]
        try? stopped.write(one)
    }
}
