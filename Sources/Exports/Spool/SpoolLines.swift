import Model

/// The lines of a piece of a spool, one after the other, however long the piece is.
struct SpoolLines {
    private let source: any ExportSource
    private var place: Int64
    private let end: Int64
    private var buffer: [UInt8] = []
    private var start = 0
    private let limit: Int

    /// Lines longer than `limit` bytes are cut.
    init(_ record: SpoolRecord, of source: any ExportSource, limit: Int) {
        self.source = source
        self.limit = limit
        place = record.start
        end = record.start + record.size
    }

    /// The next line without its end, and whether it is whole; nil behind the last.
    mutating func next() throws(Failure) -> (bytes: ArraySlice<UInt8>, isWhole: Bool)? {
        var searched = start
        while true {
            if let found = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = found + 1 }
                return (buffer[start..<found], true)
            }
            searched = buffer.count
            if buffer.count - start > limit {
                let line = buffer[start..<start + limit]
                try skipLine()
                return (line, false)
            }
            guard try fill(&searched) else {
                defer { start = buffer.count }
                return start < buffer.count ? (buffer[start...], true) : nil
            }
        }
    }

    private mutating func fill(_ searched: inout Int) throws(Failure) -> Bool {
        guard place < end else { return false }
        buffer.removeFirst(start)
        searched -= start
        start = 0
        let bytes = try source.read(Int(min(Int64(Limits.exportReadBytes), end - place)), at: place)
        guard !bytes.isEmpty else { throw SpoolReader.damaged }
        place += Int64(bytes.count)
        buffer += bytes
        return true
    }

    private mutating func skipLine() throws(Failure) {
        while true {
            if let found = buffer[start...].firstIndex(of: 0x0A) {
                start = found + 1
                return
            }
            start = buffer.count
            var searched = start
            guard try fill(&searched) else { return }
        }
    }
}
