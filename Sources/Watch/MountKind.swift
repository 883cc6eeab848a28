import Linux
import Model

/// What a mount can be trusted to say about changes, by the type number of statfs(2).
public enum MountKind: Sendable, Equatable {
    /// Every change is made by this kernel and reported by inotify.
    case local(name: String)
    /// Reported by inotify, but a change of the lower layer is not: looked at more often.
    case overlay
    /// Other machines or programs change it behind the kernel's back: it must be polled.
    case remote(name: String)
    /// Not in the table; polled, because nothing is known of it.
    case unknown(type: UInt64)

    /// The kind of the mount a directory lies on.
    public static func of(_ directory: Directory) throws(SystemError) -> MountKind {
        of(type: try directory.fileSystem().type)
    }

    /// The kind for a type number.
    public static func of(type: UInt64) -> MountKind {
        if type == overlayType { return .overlay }
        if let name = localTypes[type] { return .local(name: name) }
        if let name = remoteTypes[type] { return .remote(name: name) }
        return .unknown(type: type)
    }

    /// The name people know the file system by.
    public var name: String {
        switch self {
        case .local(let name), .remote(let name): name
        case .overlay: "overlayfs"
        case .unknown(let type): "0x" + String(type, radix: 16, uppercase: true)
        }
    }

    /// True where inotify hears every change.
    public var reportsChanges: Bool {
        switch self {
        case .local, .overlay: true
        case .remote, .unknown: false
        }
    }

    /// For how long it may repeat what it knew of a file or a directory before it asks the server again.
    public var staleness: Duration {
        self == .remote(name: Self.fuseName) ? Limits.fuseStaleness : .zero
    }

    /// Why it is watched or polled, for people.
    public var reason: String {
        switch self {
        case .local(let name): "\(name) is local, the kernel reports every change"
        case .overlay: "overlayfs reports changes, but not those of its lower layer"
        case .remote(let name): "\(name) is changed from elsewhere, the kernel reports only changes made here"
        case .unknown: "the file system type \(name) is not known to be local"
        }
    }

    private static let fuseName = "fuse"
    private static let overlayType: UInt64 = 0x794C_7630

    // linux/magic.h, and for types outside the kernel tree the magic numbers in coreutils' stat.c.
    private static let localTypes: [UInt64: String] = [
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x2FC1_2FC1: "zfs", 0xF2F5_2010: "f2fs",
        0xCA45_1A4E: "bcachefs", 0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs", 0x3153_464A: "jfs",
        0x5265_4973: "reiserfs", 0x3434: "nilfs2", 0x4D44: "vfat", 0x2011_BAB0: "exfat", 0x7366_746E: "ntfs3",
        0x482B: "hfsplus", 0x1501_3346: "udf", 0x9660: "iso9660", 0xF15F: "ecryptfs", 0xE0F5_E1E2: "erofs",
        0x7371_7368: "squashfs",
    ]

    private static let remoteTypes: [UInt64: String] = [
        0x6969: "nfs", 0x517B: "smb", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x6573_5546: fuseName,
        0x00C3_6400: "ceph", 0x5346_414F: "afs", 0x0102_1997: "9p", 0x0BD0_0BD0: "lustre", 0x4750_4653: "gpfs",
        0x7461_636F: "ocfs2", 0x1983_0326: "beegfs", 0x786F_4256: "vboxsf", 0xBACB_ACBC: "vmhgfs",
        0x00C0_FFEE: "hostfs",
    ]
}
