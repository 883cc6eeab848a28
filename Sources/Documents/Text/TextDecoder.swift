import Charsets

/// Turns text in pieces into UTF-8; a character may be cut between pieces.
struct TextDecoder {
    private let encoding: TextEncoding
    private var carried: [UInt8] = []
    private var isAtStart = true
    /// Bytes that were no characters of the encoding.
    private(set) var replacements = 0

    private let converter: Converter?

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        if case .other(_, let name) = encoding { converter = Converter(name) } else { converter = nil }
    }

    /// Holds the converter, which cannot be copied.
    private final class Converter {
        let value: CharsetConverter

        init?(_ name: String) {
            guard let converter = CharsetConverter(from: name) else { return nil }
            value = converter
        }
    }

    /// Decodes the next piece.
    mutating func decode(_ piece: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = carried + piece
        carried = []
        switch encoding {
        case .utf8, .utf8WithMark: return decodeUTF8(bytes)
        case .utf16LittleEndian: return decodeUTF16(bytes, high: 1)
        case .utf16BigEndian: return decodeUTF16(bytes, high: 0)
        case .windows1252: return decodeWindows(bytes)
        case .other: return convert(bytes)
        }
    }

    /// What is left of a character that was cut by the end of the text.
    mutating func finish() -> [UInt8] {
        guard !carried.isEmpty else { return [] }
        carried = []
        replacements += 1
        return Self.replacement
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    private mutating func decodeUTF8(_ bytes: [UInt8]) -> [UInt8] {
        var start = 0
        if isAtStart, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        isAtStart = false
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var copied = start
        var index = start
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = TextRepair.scalarLength(bytes, at: index)
            if length > 0 {
                index += length
                continue
            }
            decoded += bytes[copied..<index]
            if index + 3 >= bytes.count, Self.isCutScalar(bytes[index...]) {
                carried = Array(bytes[index...])
                return decoded
            }
            decoded += Self.replacement
            replacements += 1
            index += 1
            copied = index
        }
        return copied == 0 ? bytes : decoded + bytes[copied...]
    }

    /// True when more bytes could still make a scalar of these.
    private static func isCutScalar(_ tail: ArraySlice<UInt8>) -> Bool {
        guard let lead = tail.first else { return false }
        let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        return tail.count < length && tail.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
    }

    private mutating func decodeUTF16(_ bytes: [UInt8], high: Int) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        func unit(_ index: Int) -> UInt32 { UInt32(bytes[index + high]) << 8 | UInt32(bytes[index + 1 - high]) }
        var index = 0
        while index + 1 < bytes.count {
            var value = unit(index)
            if (0xD800..<0xDC00).contains(value) {
                if index + 3 >= bytes.count { break }
                let low = unit(index + 2)
                if (0xDC00..<0xE000).contains(low) {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                    index += 2
                }
            }
            index += 2
            let isMark = isAtStart && value == 0xFEFF
            isAtStart = false
            if isMark { continue }
            guard let scalar = UnicodeScalar(value) else {
                decoded += Self.replacement
                replacements += 1
                continue
            }
            decoded += UTF8.encode(scalar).map(Array.init) ?? Self.replacement
        }
        carried = Array(bytes[index...])
        return decoded
    }

    private mutating func convert(_ bytes: [UInt8]) -> [UInt8] {
        guard let converter else { return decodeWindows(bytes) }
        let conversion = converter.value.convert(bytes[...])
        carried = Array(conversion.rest)
        replacements += conversion.replacements
        let hasMark = isAtStart && conversion.text.starts(with: [0xEF, 0xBB, 0xBF])
        isAtStart = false
        return hasMark ? Array(conversion.text.dropFirst(3)) : conversion.text
    }

    private func decodeWindows(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                decoded.append(byte)
            } else {
                let value = byte < 0xA0 ? Self.windowsScalars[Int(byte - 0x80)] : UInt32(byte)
                decoded += UnicodeScalar(value).flatMap { UTF8.encode($0) }.map(Array.init) ?? Self.replacement
            }
        }
        return decoded
    }

    /// Windows-1252 from 0x80 to 0x9F, unused places as in the WHATWG Encoding Standard.
    private static let windowsScalars: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
