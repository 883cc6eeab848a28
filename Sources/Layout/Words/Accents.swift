/// Accents that are drawn apart from their letter, as TeX does with its old fonts.
enum Accents {
    /// Letters with each accent, which is named by its combining code point: letter, composed, letter, composed, ...
    private static let letters: [(mark: UInt32, pairs: String)] = [
        (0x300, "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹ"),
        (0x301, "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeéiílĺnńoórŕsśuúyýzź"),
        (0x302, "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ"),
        (0x303, "AÃIĨNÑOÕUŨaãiĩnñoõuũ"),
        (0x304, "AĀEĒIĪOŌUŪaāeēiīoōuū"),
        (0x306, "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭ"),
        (0x307, "CĊEĖGĠIİZŻcċeėgġzż"),
        (0x308, "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
        (0x30A, "AÅUŮaåuů"),
        (0x30B, "OŐUŰoőuű"),
        (0x30C, "CČDĎEĚGǦLĽNŇRŘSŠTŤZŽcčdďeěgǧlľnňrřsštťzž"),
        (0x327, "CÇGĢKĶLĻNŅRŖSŞTŢcçkķlļnņrŗsştţ"),
        (0x328, "AĄEĘIĮUŲaąeęiįuų"),
    ]

    private static let composed: [UInt64: UInt32] = {
        var table: [UInt64: UInt32] = [:]
        for (mark, pairs) in letters {
            let scalars = Array(pairs.unicodeScalars)
            for index in stride(from: 0, to: scalars.count - 1, by: 2) {
                table[UInt64(mark) << 32 | UInt64(scalars[index].value)] = scalars[index + 1].value
            }
        }
        return table
    }()

    /// The combining code point of an accent that stands alone; nil for any other text.
    static func mark(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> UInt32? {
        switch length {
        case 1:
            switch text[start] {
            case UInt8(ascii: "`"): 0x300
            case UInt8(ascii: "^"): 0x302
            case UInt8(ascii: "~"): 0x303
            default: nil
            }
        case 2: mark(text[start], text[start + 1])
        default: nil
        }
    }

    private static func mark(_ first: UInt8, _ second: UInt8) -> UInt32? {
        switch (first, second) {
        case (0xC2, 0xA8): 0x308
        case (0xC2, 0xAF): 0x304
        case (0xC2, 0xB4): 0x301
        case (0xC2, 0xB8): 0x327
        case (0xCB, 0x86): 0x302
        case (0xCB, 0x87): 0x30C
        case (0xCB, 0x98): 0x306
        case (0xCB, 0x99): 0x307
        case (0xCB, 0x9A): 0x30A
        case (0xCB, 0x9B): 0x328
        case (0xCB, 0x9C): 0x303
        case (0xCB, 0x9D): 0x30B
        // Combining marks themselves.
        case (0xCC, 0x80...0xBF), (0xCD, 0x80...0x8F): (UInt32(first & 0x1F) << 6) | UInt32(second & 0x3F)
        default: nil
        }
    }

    /// The letter with its accent in one code point, where there is one.
    static func composed(_ letter: UInt32, _ mark: UInt32) -> UInt32? {
        // The letters i and j lose their dot below an accent.
        let letter: UInt32 = letter == 0x131 ? 0x69 : letter == 0x237 ? 0x6A : letter
        return composed[UInt64(mark) << 32 | UInt64(letter)]
    }
}
