/// A text that patterns look at: its bytes are UTF-8 for certain, so that no search has to look again.
public struct PatternSubject: Sendable, Equatable {
    /// The text in UTF-8, of the length it came with.
    public let bytes: [UInt8]

    public init(_ text: String) { bytes = Array(text.utf8) }

    /// A text of foreign bytes: each byte that is no UTF-8 counts as the character SUB (U+001A).
    public init(repairing bytes: [UInt8]) {
        self.bytes = String(validating: bytes, as: UTF8.self) == nil ? Self.repaired(bytes) : bytes
    }

    /// The text of a range of bytes.
    public subscript(range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The first place after `offset` where a character begins, or the end.
    func next(after offset: Int) -> Int {
        var place = offset + 1
        while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }

    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            let length = sequenceLength(bytes[place])
            let end = place + length
            if end <= bytes.count, String(validating: bytes[place..<end], as: UTF8.self) != nil {
                repaired += bytes[place..<end]
                place = end
            } else {
                repaired.append(0x1A)
                place += 1
            }
        }
        return repaired
    }

    private static func sequenceLength(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
