import Model

/// The signs lists are marked with.
enum Bullet {
    /// Bytes of the bullet a text begins with.
    static func length(_ text: ArraySlice<UInt8>, isSymbolic: Bool) -> Int? {
        guard let first = text.first else { return nil }
        if first < 0x80 {
            let isMark = first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "o")
            return isMark && text.count == 1 ? 1 : nil
        }
        if first == 0xC2 {
            // Middle dot.
            return text.dropFirst().first == 0xB7 ? 2 : nil
        }
        guard text.count >= 3 else { return nil }
        let code =
            UInt32(first & 0x0F) << 12 | UInt32(text[text.startIndex + 1] & 0x3F) << 6
            | UInt32(text[text.startIndex + 2] & 0x3F)
        guard first & 0xF0 == 0xE0, isBullet(code) else { return nil }
        if isDash(code), text.count > 3 { return nil }
        return 3
    }

    /// False for the signs that are also used inside sentences.
    static func isSure(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        if first < 0x80 { return false }
        if first == 0xC2 { return true }
        return
            !(text.count == 3 && first == 0xE2 && text[text.startIndex + 1] == 0x80
            && (text[text.startIndex + 2] == 0x93 || text[text.startIndex + 2] == 0x94))
    }

    private static func isDash(_ code: UInt32) -> Bool { code == 0x2013 || code == 0x2014 || code == 0x2212 }

    private static func isBullet(_ code: UInt32) -> Bool {
        switch code {
        case 0x2013, 0x2014, 0x2212, 0x2022, 0x2023, 0x2043, 0x204C, 0x204D, 0x2219, 0x22C5, 0x2217: true
        // Squares, triangles, circles and lozenges.
        case 0x25A0...0x25AB, 0x25B6...0x25BB, 0x25C6...0x25CF, 0x25D8, 0x25D9, 0x25E6, 0x25FC, 0x25FB, 0x2B25, 0x2B1B,
            0x2B1C, 0x2B29:
            true
        // Check marks, crosses, stars, arrows and hands.
        case 0x2605, 0x2606, 0x2610...0x2612, 0x2666, 0x2713...0x2718, 0x2720...0x274B, 0x274F...0x2752, 0x2756,
            0x2794, 0x2798...0x27AF, 0x27B1...0x27BE, 0x2192, 0x21D2, 0x261B, 0x261E:
            true
        // Private use: the symbol fonts of word processors.
        case 0xF0A0...0xF0FE, 0xF06C, 0xF06E, 0xF071, 0xF075, 0xF076, 0xF02D: true
        default: false
        }
    }
}
