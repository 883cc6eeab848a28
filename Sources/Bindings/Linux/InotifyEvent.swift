import Glibc
import Model

/// The event bits of inotify(7).
public struct InotifyMask: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(_ value: Int32) { rawValue = UInt32(bitPattern: value) }

    /// A file was written to or cut.
    public static let modify = InotifyMask(IN_MODIFY)
    /// Owner, mode, times or link count changed.
    public static let attributes = InotifyMask(IN_ATTRIB)
    /// A descriptor open for writing was closed.
    public static let closeWrite = InotifyMask(IN_CLOSE_WRITE)
    /// An entry was renamed away; its cookie pairs it with `movedTo`.
    public static let movedFrom = InotifyMask(IN_MOVED_FROM)
    /// An entry was renamed to this directory.
    public static let movedTo = InotifyMask(IN_MOVED_TO)
    /// An entry was made.
    public static let create = InotifyMask(IN_CREATE)
    /// An entry was removed.
    public static let delete = InotifyMask(IN_DELETE)
    /// The watched directory itself was removed.
    public static let deleteSelf = InotifyMask(IN_DELETE_SELF)
    /// The watched directory itself was renamed.
    public static let moveSelf = InotifyMask(IN_MOVE_SELF)
    /// The file system of the watched directory was unmounted.
    public static let unmount = InotifyMask(IN_UNMOUNT)
    /// Events were lost because nobody read them in time.
    public static let overflow = InotifyMask(IN_Q_OVERFLOW)
    /// The watch has ended.
    public static let ignored = InotifyMask(IN_IGNORED)
    /// The event is about a directory.
    public static let isDirectory = InotifyMask(IN_ISDIR)

    /// What a watched folder needs to hear: every event that may change the state of an entry.
    public static let folder: InotifyMask = [
        .create, .movedTo, .movedFrom, .closeWrite, .modify, .attributes, .delete, .deleteSelf, .moveSelf,
        InotifyMask(IN_ONLYDIR), InotifyMask(IN_DONT_FOLLOW), InotifyMask(IN_EXCL_UNLINK),
    ]
}

/// One event record.
public struct InotifyEvent: Sendable, Equatable {
    /// The watch it belongs to; -1 for an overflow.
    public var watch: Int32
    public var mask: InotifyMask
    /// Equal for the two halves of one rename; else 0.
    public var cookie: UInt32
    /// The entry in the watched directory; empty for the directory itself.
    public var name: BytePath

    public init(watch: Int32, mask: InotifyMask, cookie: UInt32 = 0, name: BytePath = .here) {
        self.watch = watch
        self.mask = mask
        self.cookie = cookie
        self.name = name
    }
}

/// The events in the bytes of one read, in order: `struct inotify_event` of inotify(7), the name padded with NUL.
///
/// A record that is cut short ends the sequence; the kernel never cuts one.
public struct InotifyEvents: Sequence, IteratorProtocol, Sendable {
    private static let headerBytes = 16

    private let bytes: [UInt8]
    private var offset = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public mutating func next() -> InotifyEvent? {
        guard bytes.count - offset >= Self.headerBytes else { return nil }
        let nameStart = offset + Self.headerBytes
        let nameBytes = Int(word(at: 12))
        guard bytes.count - nameStart >= nameBytes else { return nil }
        defer { offset = nameStart + nameBytes }
        let name = bytes[nameStart..<nameStart + nameBytes].prefix { $0 != 0 }
        return InotifyEvent(
            watch: Int32(bitPattern: word(at: 0)), mask: InotifyMask(rawValue: word(at: 4)), cookie: word(at: 8),
            name: BytePath(bytes: Array(name)))
    }

    private func word(at position: Int) -> UInt32 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset + position, as: UInt32.self) }
    }
}
