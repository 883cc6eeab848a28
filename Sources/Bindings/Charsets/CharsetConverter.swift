import Glibc

/// Turns bytes of one character set into UTF-8 (iconv(3) of glibc).
///
/// Owns the descriptor, whose state follows encodings that have one (ISO-2022). Loads the tables of the character set
/// from the gconv directory.
public struct CharsetConverter: ~Copyable {
    private let descriptor: iconv_t

    /// Nil when the C library does not know the name.
    public init?(from name: String) {
        guard let opened = iconv_open("UTF-8", name), opened != iconv_t(bitPattern: -1) else { return nil }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// True when the C library knows the name of a character set.
    public static func knows(_ name: String) -> Bool { CharsetConverter(from: name) != nil }

    /// What became of a piece of text.
    public struct Conversion: Sendable {
        /// UTF-8.
        public var text: [UInt8]
        /// Bytes at the end that are the start of a character.
        public var rest: ArraySlice<UInt8>
        /// Bytes that were no characters and became U+FFFD.
        public var replacements = 0
    }

    /// Converts a piece; a character that is cut by its end is left over.
    public func convert(_ bytes: ArraySlice<UInt8>) -> Conversion {
        var conversion = Conversion(text: [], rest: [])
        conversion.text.reserveCapacity(bytes.count + bytes.count / 2)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let (taken, made, code) = step(bytes[position...])
            conversion.text += made
            position += taken
            switch code {
            case 0, E2BIG: break
            case EINVAL:
                conversion.rest = bytes[position...]
                return conversion
            default:
                conversion.text += Self.replacement
                conversion.replacements += 1
                position += 1
            }
        }
        return conversion
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
    /// Bytes converted at once; a character takes at most four bytes in UTF-8 and at least one here.
    private static let stepBytes = 64 << 10

    private func step(_ bytes: ArraySlice<UInt8>) -> (taken: Int, made: [UInt8], code: Int32) {
        let piece = Array(bytes.prefix(Self.stepBytes))
        var taken = 0
        var code: Int32 = 0
        let made = [UInt8](unsafeUninitializedCapacity: 4 * piece.count + 16) { buffer, filled in
            piece.withUnsafeBytes { input in
                var from = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
                var left = input.count
                var room = buffer.count
                buffer.withMemoryRebound(to: CChar.self) { output in
                    var to = output.baseAddress
                    if iconv(descriptor, &from, &left, &to, &room) == -1 { code = errno }
                }
                taken = input.count - left
                filled = buffer.count - room
            }
        }
        // A character cut by the end of this step only.
        if code == EINVAL, taken > 0, piece.count < bytes.count { code = 0 }
        return (taken, made, code)
    }
}
