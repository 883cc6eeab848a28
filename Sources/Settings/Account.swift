import Glibc

/// The user this process acts as.
struct Account: Sendable {
    let uid: UInt32
    /// The login name; nil for a user the system does not know.
    let name: String?

    /// The effective user of the process; read at start-up, before other threads exist.
    static var current: Account {
        let uid = geteuid()
        return Account(uid: uid, name: getpwuid(uid).map { String(cString: $0.pointee.pw_name) })
    }

    var isRoot: Bool { uid == 0 }

    /// How messages call the user.
    var label: String { name.map { "user \($0) (uid \(uid))" } ?? "uid \(uid)" }

    /// True when a name, or a number in its place, is that of a user without the rights of root.
    static func isOrdinaryUser(_ name: String) -> Bool {
        if let number = UInt32(name) { return number != 0 }
        guard let entry = getpwnam(name) else { return false }
        return entry.pointee.pw_uid != 0 && entry.pointee.pw_gid != 0
    }

    /// True when this process may do what `mode` says (access(2)), with its effective user.
    static func mayAccess(_ path: String, _ mode: Int32) -> Bool {
        faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }
}
