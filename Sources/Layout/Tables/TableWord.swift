/// A word as the table finder sees it: turned so that text runs to the right.
struct TableWord {
    var area: Area
    var baseline: Float
    var size: Float
    /// Position in `PageWords.words`.
    var index: Int
    /// It goes on where the word before it ends, without a blank.
    var joinsPrevious: Bool
    var content: CellContent

    /// Where the letters stand, whatever their font says about its height.
    var middle: Float { baseline - 0.3 * size }
    var center: Float { (area.left + area.right) / 2 }
}

/// What the bytes of a word or a cell tell about it.
struct CellContent {
    var digits = 0
    var letters = 0
    var others = 0

    init() {}

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x41...0x5A, 0x61...0x7A: letters += 1
            case 0xC3...0xDF: letters += 1
            case 0x80..<0xC0: break
            default: others += 1
            }
        }
    }

    static func += (sum: inout CellContent, other: CellContent) {
        sum.digits += other.digits
        sum.letters += other.letters
        sum.others += other.others
    }

    var isEmpty: Bool { digits + letters + others == 0 }
    /// A number, perhaps with a sign, a unit or brackets, or a dash or point in place of one.
    var isNumber: Bool {
        digits > 0 ? letters <= max(1, digits / 2) && letters <= 3 : letters == 0 && others > 0 && others <= 3
    }
}

/// Words of a line that stand together as words of a sentence do.
struct TextSegment {
    var area: Area
    var size: Float
    /// Positions in the array of words it was made of.
    var words: [Int]
}

/// Segments on one base line, from left to right.
struct TextLine {
    var baseline: Float
    var size: Float
    var segments: [TextSegment]

    var left: Float { segments.first?.area.left ?? 0 }
    var right: Float { segments.last?.area.right ?? 0 }

    /// Parts of the size: closer lines are not below each other.
    private static let interleaving: Float = 0.75

    /// True for a line between whose base line and that of the one above there is no room, as in cells beside each other
    /// that are centred from top to bottom.
    func stands(beside above: TextLine) -> Bool {
        baseline - above.baseline < Self.interleaving * min(size, above.size)
            && segments.allSatisfy { segment in
                above.segments.allSatisfy { $0.area.right <= segment.area.left || $0.area.left >= segment.area.right }
            }
    }
}
