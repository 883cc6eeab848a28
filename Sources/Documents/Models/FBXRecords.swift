import Model

/// Walks through the records of a binary FBX file for the lengths of its lists of vertices, without unpacking any
/// (layout as documented by Blender's importer: end, properties, bytes of properties, name; 64 bits from version 7500).
struct FBXRecords {
    private let bytes: [UInt8]
    private let isWide: Bool
    private var recordsLeft = Limits.modelRecords
    private static let headerBytes = 27
    private static let wideVersion = 7500

    /// Nil when the file is FBX as text, or none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > Self.headerBytes, bytes.starts(with: "Kaydara FBX Binary") else { return nil }
        self.bytes = bytes
        isWide = bytes[23..<27].reversed().reduce(0) { $0 << 8 | Int($1) } >= Self.wideVersion
    }

    /// Vertices of all geometries together; nil when there is none, or the records do not fit together.
    mutating func vertexCount() -> Int? {
        var total = 0
        var waiting = [Self.headerBytes..<bytes.count]
        while var range = waiting.popLast() {
            while let record = record(in: range) {
                recordsLeft -= 1
                guard recordsLeft > 0 else { return nil }
                if record.name.elementsEqual("Vertices".utf8) { total += listLength(at: record.properties) / 3 }
                if record.name.elementsEqual("Objects".utf8) || record.name.elementsEqual("Geometry".utf8) {
                    waiting.append(record.children)
                }
                range = record.children.upperBound..<range.upperBound
            }
        }
        return total > 0 ? total : nil
    }

    /// Vertices of FBX as text: `Vertices: *24 {` is a list of 24 numbers; nil when there is none.
    static func vertexCount(ofText bytes: [UInt8]) -> Int? {
        var total = 0
        for line in bytes.split(separator: ASCII.lineFeed) {
            let line = line.trimmed
            guard line.starts(with: "Vertices: *") else { continue }
            let digits = line.dropFirst(11).prefix { ASCII.isDigit($0) }.prefix(12)
            total += (Int(String(decoding: digits, as: UTF8.self)) ?? 0) / 3
        }
        return total > 0 ? total : nil
    }

    private struct Record {
        let name: ArraySlice<UInt8>
        let properties: Int
        let children: Range<Int>
    }

    /// The record at the start of a range; nil at its end. Each ends after it begins, so that a walk comes to an end.
    private func record(in range: Range<Int>) -> Record? {
        let field = isWide ? 8 : 4
        guard range.count > 3 * field,
            let end = number(at: range.lowerBound, field), let length = number(at: range.lowerBound + 2 * field, field)
        else { return nil }
        let name = range.lowerBound + 3 * field + 1
        let properties = name + Int(bytes[name - 1])
        guard end > range.lowerBound, end <= range.upperBound, properties <= end, length <= end - properties else {
            return nil
        }
        return Record(name: bytes[name..<properties], properties: properties, children: properties + length..<end)
    }

    /// Numbers in a list of doubles or floats.
    private func listLength(at place: Int) -> Int {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "d") || bytes[place] == UInt8(ascii: "f") else {
            return 0
        }
        return number(at: place + 1, 4) ?? 0
    }

    private func number(at place: Int, _ count: Int) -> Int? {
        guard place >= 0, place + count <= bytes.count else { return nil }
        let value = bytes[place..<place + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(exactly: value)
    }
}
