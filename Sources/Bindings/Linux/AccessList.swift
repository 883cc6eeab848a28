import CLinux
import Glibc

/// An access control list that lets one user more than the mode says (acl(5)), as the kernel takes it.
struct AccessList {
    /// Version 2, then tag, rights and number of each entry, little-endian (linux/posix_acl_xattr.h).
    let bytes: [UInt8]

    private enum Tag: UInt16 {
        case owner = 1
        case user = 2
        case group = 4
        case mask = 16
        case others = 32
    }

    /// What the permission bits say, and everything for one user.
    init(mode: UInt32, user: UInt32) {
        let all: UInt32 = 7
        let entries: [(Tag, UInt32, UInt32)] = [
            (.owner, mode >> 6 & 7, .max), (.user, all, user), (.group, mode >> 3 & 7, .max), (.mask, all, .max),
            (.others, mode & 7, .max),
        ]
        var bytes = Self.littleEndian(UInt32(2))
        for (tag, rights, number) in entries {
            bytes += Self.littleEndian(tag.rawValue) + Self.littleEndian(UInt16(rights)) + Self.littleEndian(number)
        }
        self.bytes = bytes
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}

extension Directory {
    /// Gives the directory itself to a user and a group.
    public func setOwner(_ user: UInt32, group: UInt32) throws(SystemError) {
        try SystemError.check(clinux_set_owner(descriptor, user, group), "chown", label)
    }

    /// Lets a user read, write and move what others make in this directory from now on, and the directory itself when
    /// it is somebody else's; lists that are there already stay as they are.
    public func admit(_ user: UInt32) throws(SystemError) {
        let status = try status()
        let list = AccessList(mode: status.mode, user: user).bytes
        if status.owner != user { try add(list, "system.posix_acl_access") }
        try add(list, "system.posix_acl_default")
    }

    private func add(_ list: [UInt8], _ name: String) throws(SystemError) {
        try SystemError.check(clinux_add_attribute(descriptor, name, list, list.count), "setxattr", label)
    }
}
