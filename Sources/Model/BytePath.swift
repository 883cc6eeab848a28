/// A relative file path as the kernel knows it: bytes without NUL, components divided by `/`.
///
/// Names on disk need not be UTF-8. Two names that look alike but differ in bytes are two files.
public struct BytePath: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The raw bytes, never starting or ending with a slash.
    public let bytes: [UInt8]

    /// The directory itself, shown as `.`.
    public static let here = BytePath(bytes: [])

    /// Takes bytes as they are; the caller has made sure there is no leading slash.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes the UTF-8 form of a string.
    public init(_ string: String) {
        self.bytes = Array(string.utf8)
    }

    /// True for the directory itself.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The path of `name` inside this directory.
    public func appending(_ name: BytePath) -> BytePath {
        if isEmpty { return name }
        if name.isEmpty { return self }
        var joined = bytes
        joined.reserveCapacity(bytes.count + 1 + name.bytes.count)
        joined.append(UInt8(ascii: "/"))
        joined.append(contentsOf: name.bytes)
        return BytePath(bytes: joined)
    }

    /// The path of `name` inside this directory.
    public func appending(_ name: String) -> BytePath {
        appending(BytePath(name))
    }

    /// The components in order; empty for the directory itself.
    public var components: [BytePath] {
        bytes.split(separator: UInt8(ascii: "/")).map { BytePath(bytes: Array($0)) }
    }

    /// The last component.
    public var name: BytePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return BytePath(bytes: Array(bytes[(slash + 1)...]))
    }

    /// The first component.
    public var first: BytePath {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return self }
        return BytePath(bytes: Array(bytes[..<slash]))
    }

    /// The containing directory; `here` for a single component.
    public var parent: BytePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .here }
        return BytePath(bytes: Array(bytes[..<slash]))
    }

    /// What is left after the first component; `here` for a single component.
    public var droppingFirst: BytePath {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return .here }
        return BytePath(bytes: Array(bytes[(slash + 1)...]))
    }

    /// The extension of the last component in lower case, without the dot; empty when there is none.
    public var fileExtension: String {
        let last = name.bytes
        guard let dot = last.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < last.count else { return "" }
        return String(decoding: last[(dot + 1)...], as: UTF8.self).lowercased()
    }

    /// The path when it is valid UTF-8, else nil.
    public var utf8: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The path for JSON: valid UTF-8 as it is; each byte of an invalid sequence as `\xHH`.
    public var display: String {
        if let text = utf8 { return text }
        var shown = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = Self.scalarLength(of: rest)
            if length > 0, let text = String(validating: rest.prefix(length), as: UTF8.self) {
                shown += text
                rest = rest.dropFirst(length)
            } else {
                shown += "\\x" + Hexadecimal.upper(rest[rest.startIndex])
                rest = rest.dropFirst()
            }
        }
        return shown
    }

    public var description: String { isEmpty ? "." : display }

    public static func < (left: BytePath, right: BytePath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private static func scalarLength(of bytes: ArraySlice<UInt8>) -> Int {
        guard let lead = bytes.first else { return 0 }
        let length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        return length <= bytes.count ? length : 0
    }
}

/// Hexadecimal digits of bytes.
public enum Hexadecimal {
    private static let lowerDigits = Array("0123456789abcdef".utf8)
    private static let upperDigits = Array("0123456789ABCDEF".utf8)

    /// Two upper-case digits of one byte.
    public static func upper(_ byte: UInt8) -> String {
        String(decoding: [upperDigits[Int(byte >> 4)], upperDigits[Int(byte & 15)]], as: UTF8.self)
    }

    /// Two lower-case digits of every byte.
    public static func lower(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            digits.append(lowerDigits[Int(byte >> 4)])
            digits.append(lowerDigits[Int(byte & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// Base 64 of bytes, RFC 4648 section 4, with padding.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The padded text form.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            let second = index + 1 < bytes.count ? bytes[index + 1] : 0
            let third = index + 2 < bytes.count ? bytes[index + 2] : 0
            text.append(alphabet[Int(first >> 2)])
            text.append(alphabet[Int((first & 3) << 4 | second >> 4)])
            text.append(index + 1 < bytes.count ? alphabet[Int((second & 15) << 2 | third >> 6)] : UInt8(ascii: "="))
            text.append(index + 2 < bytes.count ? alphabet[Int(third & 63)] : UInt8(ascii: "="))
            index += 3
        }
        return String(decoding: text, as: UTF8.self)
    }
}
