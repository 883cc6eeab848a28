import Model

/// An address of IPv4 (4 bytes) or IPv6 (16 bytes), in the order of the network.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// An address of 4 or 16 bytes; nil for any other number.
    public init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == 4 || self.bytes.count == 16 else { return nil }
    }

    /// True for IPv4.
    public var isVersion4: Bool { bytes.count == 4 }

    /// True when the first `count` bits are those of the given bytes.
    func hasPrefix(_ prefix: [UInt8], bits count: Int) -> Bool {
        let whole = count / 8
        guard bytes.prefix(whole).elementsEqual(prefix.prefix(whole)) else { return false }
        let rest = count % 8
        return rest == 0 || (bytes[whole] ^ prefix[whole]) >> UInt8(8 - rest) == 0
    }

    /// `192.0.2.1`, or the form of RFC 5952.
    public var description: String {
        if isVersion4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.count < 2 { return text(groups[...]) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}

extension IPAddress {
    /// Reads the host of a web address as resolvers do (inet_aton(3), RFC 4291): `127.1`, `0x7f000001` and
    /// `017700000001` are addresses too. Nil for a name.
    public init?(literal text: String) {
        guard let bytes = text.contains(":") ? Self.version6(text) : Self.version4(text) else { return nil }
        self.bytes = bytes
    }

    private static func version4(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var value: UInt64 = 0
        for (index, part) in parts.enumerated() {
            guard let number = number(part) else { return nil }
            // The last number fills the bytes that are left.
            let width = index == parts.count - 1 ? UInt64(8 * (5 - parts.count)) : 8
            guard number < 1 << width else { return nil }
            value = value << width | number
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt64(24 - 8 * $0)) }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard let first = text.utf8.first, ASCII.isDigit(first) else { return nil }
        if text.lowercased().hasPrefix("0x") {
            return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16)
        }
        return first == UInt8(ascii: "0") ? UInt64(text, radix: 8) : UInt64(text)
    }

    private static func version6(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        // What cannot be split once is whole: eight groups.
        guard let head = groups(halves[0], isEnd: halves.count == 1) else { return nil }
        if halves.count == 1 { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1], isEnd: true), head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring, isEnd: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, part.contains(".") {
                guard part.split(separator: ".").count == 4, let inner = version4(String(part)) else { return nil }
                bytes += inner
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(ASCII.isHexDigit),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
        }
        return bytes
    }
}
