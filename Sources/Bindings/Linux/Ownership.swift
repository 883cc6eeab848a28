import Glibc
import Model

/// Looks up groups by name (getgrnam(3)).
public enum GroupName {
    /// The number of a group; nil when there is none of that name.
    public static func id(of name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        guard let entry = getgrnam(name) else { return nil }
        return entry.pointee.gr_gid
    }
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
