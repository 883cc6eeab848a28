import CSQLite

/// A connection to one SQLite file, for one thread at a time.
///
/// Nothing here uses a queue of libdispatch, whose workers would wake the process for the rest of its life. Statements
/// are prepared once.
public final class Connection {
    /// How a file is opened.
    public enum Access: Sendable {
        case readWrite
        case readOnly
        /// Nobody writes the file: no log is looked for and no lock is taken.
        case immutable
    }

    private var handle: OpaquePointer?
    private var idle: [String: OpaquePointer] = [:]

    /// Opens a file, which is made when it is written and not there; `waitMilliseconds` is how long a lock is waited
    /// for.
    public init(path: String, _ access: Access, waitMilliseconds: Int32) throws(SQLiteError) {
        let flags =
            switch access {
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readOnly, .immutable: SQLITE_OPEN_READONLY
            }
        let name = access == .immutable ? Self.address(of: path) + "?immutable=1" : Self.address(of: path)
        let result = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK else {
            let error = SQLiteError(result, handle)
            sqlite3_close_v2(handle)
            handle = nil
            throw error
        }
        sqlite3_busy_timeout(handle, waitMilliseconds)
    }

    deinit { close() }

    /// Closes the file; every later call throws.
    public func close() {
        for statement in idle.values { sqlite3_finalize(statement) }
        idle = [:]
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// Number of the row that was inserted last.
    public var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs statements that have neither values nor rows.
    public func execute(_ sql: String) throws(SQLiteError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw SQLiteError(result, handle) }
    }

    /// Runs one statement.
    public func run(_ sql: String, _ values: [Value] = []) throws {
        try each(sql, values) { _ in false }
    }

    /// The first row, read by `read`; nil when there is none.
    public func first<Result>(_ sql: String, _ values: [Value] = [], _ read: (Row) throws -> Result) throws -> Result? {
        var found: Result?
        try each(sql, values) { row in
            found = try read(row)
            return false
        }
        return found
    }

    /// Every row, read by `read`.
    public func all<Result>(_ sql: String, _ values: [Value] = [], _ read: (Row) throws -> Result) throws -> [Result] {
        var found: [Result] = []
        try each(sql, values) { row in
            found.append(try read(row))
            return true
        }
        return found
    }

    /// Hands out rows as long as `take` returns true.
    public func each(_ sql: String, _ values: [Value] = [], _ take: (Row) throws -> Bool) throws {
        // Taken out while it is in use, so that the same statement may run within itself.
        let statement = try idle.removeValue(forKey: sql) ?? prepare(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
            if idle[sql] == nil { idle[sql] = statement } else { sqlite3_finalize(statement) }
        }
        for (place, value) in values.enumerated() {
            let result = value.bind(to: statement, at: Int32(place + 1))
            guard result == SQLITE_OK else { throw SQLiteError(result, handle) }
        }
        while true {
            let result = sqlite3_step(statement)
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else { throw SQLiteError(result, handle) }
            guard try take(Row(statement: statement)) else { return }
        }
    }

    /// Runs `body` as one transaction: all of it happens, or nothing when it throws.
    public func write<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN IMMEDIATE", body)
    }

    /// Reads one state of the file, whatever is written meanwhile.
    public func read<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN", body)
    }

    private func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
        try execute(begin)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // It may have ended by itself, on a full disk for example.
            try? execute("ROLLBACK")
            throw error
        }
    }

    private func prepare(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        guard handle != nil else { throw SQLiteError(SQLITE_MISUSE, nil) }
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard result == SQLITE_OK, let statement else { throw SQLiteError(result, handle) }
        return statement
    }

    // Any path is a legal address once what has a meaning there is escaped.
    private static func address(of path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return "file:"
            + path.utf8.map { byte in
                let isPlain = byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
                return isPlain
                    ? String(decoding: [byte], as: UTF8.self) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }.joined()
    }
}

/// A value that goes into a statement.
public enum Value: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])

    /// A text, or nothing.
    public static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }

    /// A number, or nothing.
    public static func optional(_ number: Double?) -> Value { number.map(Value.real) ?? .null }

    /// A number.
    public static func number(_ number: Int) -> Value { .integer(Int64(number)) }

    fileprivate func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        // SQLite copies what it is given (SQLITE_TRANSIENT).
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch self {
        case .null: return sqlite3_bind_null(statement, place)
        case .integer(let number): return sqlite3_bind_int64(statement, place, number)
        case .real(let number): return sqlite3_bind_double(statement, place, number)
        case .text(let text):
            var text = text
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), copies)
                }
            }
        case .bytes(let bytes): return sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), copies)
        }
    }
}

/// The row a statement is at; good until the next one.
public struct Row {
    fileprivate let statement: OpaquePointer

    /// A column as a number; 0 for NULL.
    public func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

    /// A column as a number; 0 for NULL.
    public func int(_ column: Int) -> Int { Int(integer(column)) }

    /// A column as a number; 0 for NULL.
    public func real(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(column)) }

    /// True for NULL.
    public func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    /// A column as text; empty for NULL.
    public func text(_ column: Int) -> String {
        guard let bytes = sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// A column as text; nil for NULL.
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// A column as a number; nil for NULL.
    public func optionalReal(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }

    /// The bytes of a column, without a copy.
    public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let bytes = sqlite3_column_blob(statement, Int32(column))
        return body(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }
}
