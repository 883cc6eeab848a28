import Linux
import Model

extension FolderDirectories {
    /// Gives a new outbox directory its `control`, the group and the modes of the folder, and makes its name durable.
    public func furnishOutbox(_ name: BytePath) throws(SystemError) {
        let directory = try outbox.directory(name)
        try directory.ensureDirectory(Self.controlName, mode: Self.controlMode)
        try furnish(name, in: outbox, mode: settings.permissions.directoryMode)
        try furnish(Self.controlName, in: directory, mode: Self.controlMode)
        try outbox.sync()
    }

    // Who is not of the group keeps what mkdir(2) inherited: chmod(2) would take the set-group-ID bit away.
    private func furnish(_ name: BytePath, in directory: Directory, mode: UInt32) throws(SystemError) {
        let made = try directory.status(name)
        if let group = publishingGroup, made.group != group { try? directory.setGroup(group, of: name) }
        if try directory.status(name).mode != mode { try directory.setMode(mode, of: name) }
    }

    /// The group that what is published belongs to: the configured one, else that of the outbox.
    public var publishingGroup: UInt32? {
        settings.permissions.group.flatMap(GroupName.id(of:)) ?? (try? outbox.status().group)
    }

    /// The directory for outputs of a batch that are not visible yet; what is made in it has the publishing group.
    public func stagingDirectory(of batchID: String) throws(SystemError) -> Directory {
        let name = BytePath(batchID)
        if let known = try? staging.directory(name) { return known }
        try staging.makeDirectory(name, mode: Self.stagingMode)
        if let group = publishingGroup, try staging.status(name).group != group {
            do {
                try staging.setGroup(group, of: name)
                try staging.setMode(Self.stagingMode | Self.inheritGroup, of: name)
            } catch  where error.isDenied {
                try inheritGroup(name)
            }
        }
        return try staging.directory(name)
    }

    // A directory made in a set-group-ID outbox gets its group even from somebody who is not a member, and hands it on.
    private func inheritGroup(_ name: BytePath) throws(SystemError) {
        let made = BytePath(bytes: Array(".staging-".utf8) + name.bytes)
        try outbox.makeDirectory(made, mode: Self.stagingMode)
        try outbox.rename(made, to: staging, name, replacing: true)
    }

    private static let stagingMode: UInt32 = 0o700
    private static let inheritGroup: UInt32 = 0o2000

    /// The directory people drop control files into.
    public static let controlName = BytePath("control")
    /// Permission bits of `control`: its group drops files there.
    private static let controlMode: UInt32 = 0o2770
}
