import Model

/// One record of a CSV file as it stands there.
struct Record {
    /// Everything before the end of the line, with quotes and delimiters.
    var bytes: [UInt8] = []
    /// Where each cell ends in `bytes`; the next one begins behind the delimiter.
    var ends: [Int] = []
    /// Line of the file at which it begins, from 1.
    var line = 1
    /// The end of its line; empty at the end of the file.
    var lineEnd: [UInt8] = []

    /// The bytes of a cell, with its quotes.
    subscript(cell: Int) -> ArraySlice<UInt8> { bytes[(cell == 0 ? 0 : ends[cell - 1] + 1)..<ends[cell]] }

    /// True when no cell holds anything, as spreadsheets leave rows behind.
    func isBlank(delimiter: UInt8) -> Bool { bytes.allSatisfy { $0 == delimiter || $0 == 0x20 || $0 == 0x09 } }

    /// What a cell says: without its quotes, doubled ones single.
    func content(of cell: Int) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        let raw = self[cell]
        guard raw.first == quote else { return Array(raw) }
        var content: [UInt8] = []
        content.reserveCapacity(raw.count)
        var isInside = true
        var wasQuote = false
        for byte in raw.dropFirst() {
            if isInside, byte == quote {
                isInside = false
                wasQuote = true
                continue
            }
            // A quote right after a closing one is a quote; anything else after it stands for itself.
            if wasQuote, byte == quote { isInside = true }
            wasQuote = false
            content.append(byte)
        }
        return content
    }
}

/// Reads CSV (RFC 4180) record by record in memory that does not grow with the file; lines may end in CRLF, LF or CR.
struct RecordReader {
    private enum State { case start, plain, quoted, closed }

    private let source: DocumentSource
    private let delimiter: UInt8
    private var buffer: [UInt8] = []
    private var place = 0
    private var offset: Int64
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    /// - Parameter start: where the first record begins, behind a byte order mark.
    init(_ source: DocumentSource, from start: Int64, delimiter: UInt8) {
        self.source = source
        self.delimiter = delimiter
        offset = start
    }

    /// The next record; nil at the end. Throws for one that is too long or whose quote is never closed.
    mutating func next() throws(Failure) -> Record? {
        guard try fill() else { return nil }
        var record = Record()
        record.line = line
        var state = State.start
        while try fill() {
            let byte = buffer[place]
            place += 1
            if state == .quoted {
                if byte == Self.quote { state = .closed }
                if byte == Self.lineFeed { line += 1 }
            } else if byte == delimiter {
                record.ends.append(record.bytes.count)
                state = .start
            } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                record.lineEnd = try lineEnd(byte)
                record.ends.append(record.bytes.count)
                return record
            } else if byte == Self.quote, state != .plain {
                state = .quoted
            } else {
                state = .plain
            }
            record.bytes.append(byte)
            guard record.bytes.count <= Limits.manifestRowBytes else { throw tooLong(record, state) }
            guard record.ends.count < Limits.manifestColumns else { throw tooWide(record) }
        }
        guard state != .quoted else { throw unclosed(record) }
        record.ends.append(record.bytes.count)
        return record
    }

    private mutating func lineEnd(_ byte: UInt8) throws(Failure) -> [UInt8] {
        line += 1
        guard byte == Self.carriageReturn, try fill(), buffer[place] == Self.lineFeed else { return [byte] }
        place += 1
        return [byte, Self.lineFeed]
    }

    /// True while there is a byte to be taken.
    private mutating func fill() throws(Failure) -> Bool {
        if place < buffer.count { return true }
        buffer = try source.read(Limits.manifestChunkBytes, at: offset)
        offset += Int64(buffer.count)
        place = 0
        return !buffer.isEmpty
    }

    private func tooLong(_ record: Record, _ state: State) -> Failure {
        if state == .quoted { return unclosed(record) }
        return refusal(
            "Line \(record.line) of \(source.name) is longer than \(Limits.manifestRowBytes) bytes.", record)
    }

    private func unclosed(_ record: Record) -> Failure {
        refusal("A quote that is opened in the row at line \(record.line) of \(source.name) is never closed.", record)
    }

    private func tooWide(_ record: Record) -> Failure {
        refusal(
            "Line \(record.line) of \(source.name) has more than \(Limits.manifestColumns) cells.", record)
    }

    private func refusal(_ message: String, _ record: Record) -> Failure {
        Failure(
            .validationError, message, stage: .intake, details: ["line": .integer(Int64(record.line))],
            resolution: "Correct that line of the manifest; the batch is looked at again then.")
    }
}
