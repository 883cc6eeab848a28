/// Natural order of path bytes: runs of digits compare as numbers, everything else byte by byte.
///
/// `scan2.pdf` comes before `scan10.pdf` on every machine, whatever its locale. Paths that compare alike that way
/// (`a1` and `a01`) fall back to byte order, so that the order is total.
public enum NaturalOrder {
    /// True when `left` comes before `right`.
    public static func precedes(_ left: BytePath, _ right: BytePath) -> Bool {
        precedes(left.bytes, right.bytes)
    }

    static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        var i = 0
        var j = 0
        while i < left.count, j < right.count {
            if isDigit(left[i]), isDigit(right[j]) {
                let a = digits(of: left, from: i)
                let b = digits(of: right, from: j)
                if a.significant.count != b.significant.count { return a.significant.count < b.significant.count }
                if !a.significant.elementsEqual(b.significant) {
                    return a.significant.lexicographicallyPrecedes(b.significant)
                }
                i = a.end
                j = b.end
            } else {
                if left[i] != right[j] { return left[i] < right[j] }
                i += 1
                j += 1
            }
        }
        if left.count - i != right.count - j { return left.count - i < right.count - j }
        return left.lexicographicallyPrecedes(right)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func digits(of bytes: [UInt8], from start: Int) -> (significant: ArraySlice<UInt8>, end: Int) {
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        var first = start
        while first < end - 1, bytes[first] == 0x30 { first += 1 }
        return (bytes[first..<end], end)
    }
}
