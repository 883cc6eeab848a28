import CSQLite

/// What SQLite says went wrong.
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Groups of result codes that call for the same.
    public enum Code: Sendable {
        case busy, corrupt, unopenable, denied, full, other
    }

    /// The primary result code.
    public let result: Int32
    public let message: String

    public var description: String { "\(message), SQLite \(result)" }

    init(_ result: Int32, _ connection: OpaquePointer?) {
        // Extended codes hold the primary one in their lowest byte.
        self.result = result & 0xFF
        message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(result))
    }

    public var code: Code {
        switch result {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_CANTOPEN: .unopenable
        case SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH: .denied
        case SQLITE_FULL, SQLITE_IOERR: .full
        default: .other
        }
    }
}
