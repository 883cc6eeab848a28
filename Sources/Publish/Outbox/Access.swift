import Linux
import Logging
import Model
import Synchronization

/// Mode and group of published files.
///
/// A group that may not be given is logged once; the files then keep the group of their directory.
final class Access: Sendable {
    private let fileMode: UInt32
    private let group: UInt32?
    private let logger: Logger
    private let isWarned = Atomic(false)

    /// - Parameters:
    ///   - fileMode: permission bits.
    ///   - group: nil leaves the group to the file system.
    init(fileMode: UInt32, group: UInt32?, logger: Logger) {
        self.fileMode = fileMode
        self.group = group
        self.logger = logger
    }

    /// Makes a file that must not exist yet, with its mode and group before anything is in it.
    func create(_ name: BytePath, in directory: Directory) throws(SystemError) -> File {
        let file = try directory.create(name, mode: fileMode)
        let made = try file.status()
        // The mode of creation is cut by the umask.
        if made.mode != fileMode { try file.setMode(fileMode) }
        if let group, made.group != group { give(file, to: group) }
        return file
    }

    private func give(_ file: File, to group: UInt32) {
        do {
            try file.setGroup(group)
        } catch {
            if isWarned.exchange(true, ordering: .relaxed) { return }
            logger.warning("published files keep the group of their directory: \(error)")
        }
    }
}
