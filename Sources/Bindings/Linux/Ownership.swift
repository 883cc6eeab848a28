import Glibc
import Model

/// Looks up groups by name (getgrnam_r(3)).
public enum GroupName {
    /// The number of a group; nil when there is none of that name.
    public static func id(of name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: entryBytes) { buffer in
            getgrnam_r(name, &entry, buffer.baseAddress, buffer.count, &found) == 0 && found != nil
                ? entry.gr_gid : nil
        }
    }

    /// The name of a group, or its number where the system knows none (getgrgid_r(3)).
    public static func name(of id: UInt32) -> String {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: entryBytes) { buffer in
            getgrgid_r(id, &entry, buffer.baseAddress, buffer.count, &found) == 0 && found != nil
                ? String(cString: entry.gr_name) : String(id)
        }
    }

    /// True when this process may give files to the group (chown(2)).
    public static func isMember(of id: UInt32) -> Bool {
        if geteuid() == 0 || getegid() == id { return true }
        var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = Int(getgroups(Int32(groups.count), &groups))
        return count > 0 && groups.prefix(count).contains(id)
    }

    /// Most bytes of a group's entry, members included.
    private static let entryBytes = 64 << 10
}

/// Looks up users by name (getpwnam(3)).
public enum UserName {
    /// The number of a user; nil when there is none of that name.
    public static func id(of name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        guard let entry = getpwnam(name) else { return nil }
        return entry.pointee.pw_uid
    }

    /// The main group of a user; nil when there is no such user.
    public static func group(of user: UInt32) -> UInt32? { getpwuid(user)?.pointee.pw_gid }

    /// The name of the user this process runs as, or its number.
    public static var current: String {
        let number = geteuid()
        guard let entry = getpwuid(number), let name = entry.pointee.pw_name else { return String(number) }
        return String(cString: name)
    }
}

/// Hands published entries to a group.
public enum Ownership {
    /// Sets the group of an entry and of everything below it.
    public static func give(_ path: BytePath, in directory: Directory, to group: UInt32) throws(SystemError) {
        let parent = path.parent.isEmpty ? directory : try directory.directory(path.parent)
        try parent.setGroup(group, of: path.name)
        guard try parent.status(path.name).kind == .directory else { return }
        let inside = try parent.directory(path.name)
        for entry in try inside.entries() { try give(entry.name, in: inside, to: group) }
    }
}
