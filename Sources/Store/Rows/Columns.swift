import Foundation
import GRDB
import Model

/// A value that goes into a column.
typealias ColumnValue = (any DatabaseValueConvertible)?

/// Reads the columns of one row after the other from left to right.
struct ColumnReader {
    private var row: Row
    private var next = 0
    private var last: (text: String, json: JSONValue)?

    init(_ row: Row) { self.row = row }

    /// Goes to the first column of the next row.
    mutating func start(_ row: Row) {
        self.row = row
        next = 0
    }

    /// The next column, NULL as nil.
    mutating func optional<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value? {
        defer { next += 1 }
        return row[next]
    }

    /// The next column, which is never NULL.
    mutating func value<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value {
        guard let value: Value = optional() else { throw StoreError.undecodable("an empty column") }
        return value
    }

    /// The next column as a word of a closed list.
    mutating func word<Word: RawRepresentable<String>>() throws -> Word {
        guard let word: Word = try optionalWord() else { throw StoreError.undecodable("an empty column") }
        return word
    }

    mutating func optionalWord<Word: RawRepresentable<String>>() throws -> Word? {
        guard let text: String = optional() else { return nil }
        guard let word = Word(rawValue: text) else { throw StoreError.undecodable("the word \(text)") }
        return word
    }

    mutating func path() throws -> BytePath { BytePath(bytes: Array(try value() as Data)) }

    mutating func optionalPath() -> BytePath? { (optional() as Data?).map { BytePath(bytes: Array($0)) } }

    mutating func time() throws -> Timestamp { Timestamp(milliseconds: try value()) }

    mutating func optionalTime() -> Timestamp? { optional().map(Timestamp.init(milliseconds:)) }

    mutating func json() throws -> JSONValue {
        guard let json = try optionalJSON() else { throw StoreError.undecodable("an empty column") }
        return json
    }

    mutating func optionalJSON() throws -> JSONValue? {
        guard let text: String = optional() else { return nil }
        return try JSONParser.parse(Array(text.utf8), maxDepth: Limits.storeJSONDepth)
    }

    /// The next column as JSON that rows one after the other often share; it is parsed once for all of them.
    mutating func optionalSharedJSON<Value>(_ read: (JSONValue) -> Value?) throws -> Value? {
        guard let text: String = optional() else { return nil }
        let isShared = text == last?.text
        let json = try isShared ? last?.json : JSONParser.parse(Array(text.utf8), maxDepth: Limits.storeJSONDepth)
        guard let json, let value = read(json) else { throw StoreError.undecodable("a text") }
        last = (text, json)
        return value
    }

    /// The next column as something that was written as JSON.
    mutating func optionalJSON<Value>(_ read: (JSONValue) -> Value?) throws -> Value? {
        guard let json = try optionalJSON() else { return nil }
        guard let value = read(json) else { throw StoreError.undecodable("a text") }
        return value
    }
}

extension JSONValue {
    /// One line of text for a column.
    var column: String { String(decoding: JSONWriter.bytes(of: self), as: UTF8.self) }
}

extension BytePath {
    /// The bytes for a column.
    var column: Data { Data(bytes) }
}

extension Database {
    /// Runs one statement, prepared once per connection.
    func run(_ sql: String, _ arguments: [ColumnValue]) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        try statement.execute()
    }

    /// The first row of a query, read by `decode`.
    func first<Value>(
        _ sql: String, _ arguments: [ColumnValue], _ decode: (inout ColumnReader) throws -> Value
    ) throws -> Value? {
        let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        return try cursor.next().map { row in
            var columns = ColumnReader(row)
            return try decode(&columns)
        }
    }

    /// Every row of a query, read by `decode`.
    func all<Value>(
        _ sql: String, _ arguments: [ColumnValue], _ decode: (inout ColumnReader) throws -> Value
    ) throws -> [Value] {
        let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        guard let first = try cursor.next() else { return [] }
        var columns = ColumnReader(first)
        var values = [try decode(&columns)]
        while let row = try cursor.next() {
            columns.start(row)
            values.append(try decode(&columns))
        }
        return values
    }
}
