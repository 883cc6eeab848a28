import Model

/// The records of an Excel 97 workbook ([MS-XLS] 2.1.4), one after the other.
struct BinaryRecords {
    /// What a record is ([MS-XLS] 2.3).
    enum Kind {
        static let formula = 0x0006, endOfFile = 0x000A, date1904 = 0x0022, continuation = 0x003C
        static let filePass = 0x002F, codePage = 0x0042, boundSheet = 0x0085, multipleRK = 0x00BD
        static let richString = 0x00D6, cellFormat = 0x00E0, mergedCells = 0x00E5, sharedStrings = 0x00FC
        static let sharedLabel = 0x00FD, number = 0x0203, label = 0x0204, boolOrError = 0x0205, string = 0x0207
        static let rk = 0x027E, format = 0x041E, beginOfFile = 0x0809
    }

    /// One record.
    struct Record {
        let kind: Int
        let start: Int
        let count: Int
    }

    let data: LittleEndian
    private var position: Int

    init(_ data: LittleEndian, at position: Int = 0) {
        self.data = data
        self.position = position
    }

    /// The next record; nil at the end of the stream.
    mutating func next() -> Record? {
        guard position >= 0, position + 4 <= data.bytes.count else { return nil }
        let count = Int(data.word(position + 2))
        let record = Record(kind: Int(data.word(position)), start: position + 4, count: count)
        position += 4 + count
        return record
    }
}

/// The strings of an Excel 97 workbook, which go on over the borders of records ([MS-XLS] 2.5.293).
struct BinaryStrings {
    private let data: LittleEndian
    /// What is left of the record and of those that continue it.
    private var pieces: [Range<Int>]
    private var position: Int

    init(_ data: LittleEndian, _ pieces: [Range<Int>]) {
        self.data = data
        self.pieces = pieces.reversed()
        position = pieces.first?.lowerBound ?? 0
    }

    private var end: Int { pieces.last?.upperBound ?? 0 }
    private var left: Int { max(0, end - position) }

    private mutating func goOn() -> Bool {
        pieces.removeLast(pieces.isEmpty ? 0 : 1)
        guard let next = pieces.last else { return false }
        position = next.lowerBound
        return true
    }

    private mutating func byte() -> Int? {
        while left == 0 { guard goOn() else { return nil } }
        defer { position += 1 }
        return Int(data.byte(position))
    }

    private mutating func number(_ bytes: Int) -> Int? {
        var value = 0
        for index in 0..<bytes {
            guard let byte = byte() else { return nil }
            value |= byte << (8 * index)
        }
        return value
    }

    private mutating func skip(_ count: Int) {
        var count = count
        while count > 0 {
            if left == 0, !goOn() { return }
            let step = min(count, left)
            position += step
            count -= step
        }
    }

    /// The next string of the shared ones, in UTF-8; nil at their end.
    mutating func next() -> [UInt8]? {
        guard let length = number(2), var flags = byte() else { return nil }
        let runs = flags & 8 != 0 ? number(2) ?? 0 : 0
        let extra = flags & 4 != 0 ? number(4) ?? 0 : 0
        var units: [UInt8] = []
        var missing = length
        while missing > 0 {
            if left == 0 {
                // Each record that continues a string says again how it is stored.
                guard goOn(), let again = byte() else { break }
                flags = again
            }
            let isWide = flags & 1 != 0
            let step = min(missing, isWide ? left / 2 : left)
            if step == 0 { guard byte() != nil else { break } }
            if isWide {
                units += data.slice(position, 2 * step)
            } else {
                for index in 0..<step { units += [data.byte(position + index), 0] }
            }
            position += isWide ? 2 * step : step
            missing -= step
        }
        skip(4 * runs + extra)
        return LittleEndian(units).text16(0, units: units.count / 2)
    }
}
