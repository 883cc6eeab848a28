import Glibc
import Linux
import Logging
import Model
import Synchronization

/// Mode and group of published files.
///
/// A group that does not exist or may not be given is logged once; the files then keep the group of their directory.
final class Access: Sendable {
    /// Permission bits.
    let fileMode: UInt32
    private let group: UInt32?
    private let logger: Logger
    private let isWarned = Mutex(false)

    /// Most bytes of a group's entry, members included.
    private static let entryBytes = 64 << 10

    init(_ permissions: WatchFolder.Permissions, logger: Logger) {
        fileMode = permissions.fileMode
        group = permissions.group.flatMap(Self.id)
        self.logger = logger
        if let name = permissions.group, group == nil { warn("there is no group \(printable(name))") }
    }

    /// Gives the group to an entry directly in a directory.
    func giveGroup(to name: BytePath, in directory: Directory) {
        guard let group else { return }
        do {
            try directory.setGroup(group, of: name)
        } catch {
            warn("published files keep the group of their directory: \(error)")
        }
    }

    private func warn(_ sentence: String) {
        let isFirst = isWarned.withLock { warned in
            defer { warned = true }
            return !warned
        }
        if isFirst { logger.warning("\(sentence)") }
    }

    /// The id of a group given by name or number, from getgrnam_r(3).
    private static func id(of name: String) -> UInt32? {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: entryBytes)
        defer { buffer.deallocate() }
        if getgrnam_r(name, &entry, buffer.baseAddress, buffer.count, &found) == 0, found != nil { return entry.gr_gid }
        return UInt32(name)
    }
}
