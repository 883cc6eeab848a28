import Glibc

/// Groups of the machine by name.
enum GroupName {
    /// Most bytes of a group's entry, members included.
    private static let entryBytes = 64 << 10

    /// The id of a group given by name or number, from getgrnam_r(3); nil when there is none.
    static func id(of name: String) -> UInt32? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: entryBytes)
        defer { buffer.deallocate() }
        if getgrnam_r(name, &entry, buffer.baseAddress, buffer.count, &found) == 0, found != nil { return entry.gr_gid }
        return UInt32(name)
    }
}
