import Model

/// Classes of bytes in web addresses (RFC 3986, section 2).
extension ASCII {
    static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66
    }

    /// Letters, digits, `-`, `.`, `_` and `~`, which never need an escape.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
    }

    /// The text with `%` and two upper-case digits for every byte that `isKept` refuses.
    static func escaped(_ text: some Sequence<UInt8>, keeping isKept: (UInt8) -> Bool) -> String {
        var escaped: [UInt8] = []
        for byte in text {
            if isKept(byte) {
                escaped.append(byte)
            } else {
                escaped += [0x25] + Hexadecimal.upper(byte).utf8
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// The bytes that a text with `%` escapes stands for; a `%` that begins none stands for itself.
    static func unescaped(_ text: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(text)
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count, bytes[index + 1...index + 2].allSatisfy(isHexDigit),
                let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                plain.append(byte)
                index += 3
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return plain
    }
}
