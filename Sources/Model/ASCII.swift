/// Bytes that text is cut and escaped at.
public enum ASCII {
    public static let tab: UInt8 = 0x09
    public static let lineFeed: UInt8 = 0x0A
    public static let formFeed: UInt8 = 0x0C
    public static let carriageReturn: UInt8 = 0x0D
    public static let space: UInt8 = 0x20
    public static let quote: UInt8 = 0x22
    public static let delete: UInt8 = 0x7F

    public static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    public static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    public static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
    /// True for control characters other than tab and line ends, which no text needs.
    public static func isControl(_ byte: UInt8) -> Bool {
        byte < space && byte != tab && byte != lineFeed && byte != carriageReturn || byte == delete
    }
}

extension Sequence<UInt8> {
    /// Number of Unicode scalars in UTF-8 text.
    public var scalarCount: Int {
        let counted = withContiguousStorageIfAvailable { bytes in
            var count = 0
            for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
            return count
        }
        return counted ?? reduce(0) { $1 & 0xC0 != 0x80 ? $0 + 1 : $0 }
    }
}

extension RandomAccessCollection<UInt8> where SubSequence == ArraySlice<UInt8> {
    /// The same bytes without blanks and line ends on both sides.
    public var trimmed: ArraySlice<UInt8> {
        var slice = self[startIndex..<endIndex]
        while let first = slice.first, first <= ASCII.space { slice.removeFirst() }
        while let last = slice.last, last <= ASCII.space { slice.removeLast() }
        return slice
    }
}
