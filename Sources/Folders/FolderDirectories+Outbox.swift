import Linux
import Model

extension FolderDirectories {
    /// Gives a new outbox directory its `control`, the group and the modes of the folder, and makes its name durable.
    public func furnishOutbox(_ name: BytePath) throws(SystemError) {
        let directory = try outbox.directory(name)
        try directory.ensureDirectory(Self.controlName, mode: Self.controlMode)
        if let group = settings.permissions.group.flatMap(GroupName.id(of:)) {
            try? outbox.setGroup(group, of: name)
            try? directory.setGroup(group, of: Self.controlName)
        }
        // mkdir(2) took the umask away, and a change of group the setgid bit.
        try outbox.setMode(settings.permissions.directoryMode, of: name)
        try directory.setMode(Self.controlMode, of: Self.controlName)
        try outbox.sync()
    }

    /// The directory people drop control files into.
    public static let controlName = BytePath("control")
    /// Permission bits of `control`: its group drops files there.
    private static let controlMode: UInt32 = 0o2770
}
