import Layout
import Model

/// What the sheets of an Excel 97 workbook share ([MS-XLS] 2.1.7.20.3).
struct BinaryWorkbook {
    /// One sheet.
    struct Sheet {
        let name: String
        let offset: Int
        let isHidden: Bool
    }

    let data: LittleEndian
    private(set) var sheets: [Sheet] = []
    private(set) var strings: [[UInt8]] = []
    private(set) var countsFrom1904 = false
    private(set) var isEncrypted = false
    /// True since Excel 97, whose strings are Unicode.
    private(set) var isUnicode = true
    private var codePage = 1252
    private var formats: [Int: NumberFormat] = [:]
    private var cellFormats: [Int] = []
    private var offsets: Set<Int> = []
    private static let general = NumberFormat(builtIn: 0)

    init(_ bytes: [UInt8]) {
        data = LittleEndian(bytes)
        var records = BinaryRecords(data)
        var pending: [Range<Int>] = []
        while let record = records.next() {
            if record.kind == BinaryRecords.Kind.continuation, !pending.isEmpty {
                pending.append(record.start..<min(data.bytes.count, record.start + record.count))
                continue
            }
            readStrings(pending)
            pending = []
            if record.kind == BinaryRecords.Kind.endOfFile { break }
            if record.kind == BinaryRecords.Kind.sharedStrings {
                pending = [min(data.bytes.count, record.start + 8)..<min(data.bytes.count, record.start + record.count)]
            } else {
                read(record)
            }
            if isEncrypted { return }
        }
        readStrings(pending)
    }

    private mutating func readStrings(_ pieces: [Range<Int>]) {
        guard !pieces.isEmpty, pieces[0].lowerBound <= pieces[0].upperBound else { return }
        var reader = BinaryStrings(data, pieces)
        while strings.count < Limits.sharedStrings, let string = reader.next() { strings.append(string) }
    }

    private mutating func read(_ record: BinaryRecords.Record) {
        switch record.kind {
        case BinaryRecords.Kind.beginOfFile: isUnicode = data.word(record.start) >= 0x0600
        case BinaryRecords.Kind.filePass: isEncrypted = true
        case BinaryRecords.Kind.date1904: countsFrom1904 = data.word(record.start) == 1
        case BinaryRecords.Kind.codePage: codePage = Int(data.word(record.start))
        case BinaryRecords.Kind.format:
            formats[Int(data.word(record.start))] = NumberFormat(
                code: String(decoding: text(record.start + 2, wide: true), as: UTF8.self))
        case BinaryRecords.Kind.cellFormat where cellFormats.count < Limits.cellFormats:
            cellFormats.append(Int(data.word(record.start + 2)))
        case BinaryRecords.Kind.boundSheet where sheets.count < Limits.sheets:
            // Other kinds are charts and macros. No two sheets stand at one place.
            let offset = Int(data.long(record.start))
            guard data.byte(record.start + 5) == 0, offsets.insert(offset).inserted else { break }
            let name = String(decoding: text(record.start + 6, wide: false), as: UTF8.self).trimmingBlanks
            sheets.append(
                Sheet(
                    name: name, offset: offset, isHidden: data.byte(record.start + 4) & 3 != 0))
        default: break
        }
    }

    /// A string that stands in one record; `wide` ones count in two bytes since Excel 97.
    func text(_ place: Int, wide: Bool) -> [UInt8] {
        let countBytes = wide && isUnicode ? 2 : 1
        let count = countBytes == 2 ? Int(data.word(place)) : Int(data.byte(place))
        return isUnicode ? unicode(place + countBytes, count) : narrow(place + countBytes, count)
    }

    /// The cell text of a label, whose count always takes two bytes.
    func label(_ place: Int) -> [UInt8] {
        let count = Int(data.word(place))
        return isUnicode ? unicode(place + 2, count) : narrow(place + 2, count)
    }

    private func unicode(_ place: Int, _ count: Int) -> [UInt8] {
        if data.byte(place) & 1 != 0 { return data.text16(place + 1, units: count) }
        // One byte for each character of Latin-1.
        return data.slice(place + 1, count).flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
    }

    private func narrow(_ place: Int, _ count: Int) -> [UInt8] {
        CodePage(codePage == 0x8000 ? 10000 : codePage).decode(Array(data.slice(place, count)))
    }

    /// What a number in a cell of a format shows.
    func shown(_ number: Double, format: Int) -> StyledText {
        let id = cellFormats.indices.contains(format) ? cellFormats[format] : 0
        let format = formats[id] ?? (id == 0 ? Self.general : NumberFormat(builtIn: id))
        return StyledText(format.text(number, from1904: countsFrom1904).trimmingBlanks)
    }
}
