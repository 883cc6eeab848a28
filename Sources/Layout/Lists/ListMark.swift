import Model

/// What an entry of a list begins with: a bullet, or a number or letter with a dot or parentheses.
struct ListMark: Equatable {
    enum Kind: UInt8 {
        case bullet, number, lowerLetter, upperLetter, lowerRoman, upperRoman
    }

    /// Bytes of a mark that stands for itself.
    private static let longest = 8

    var kind: Kind
    /// What it counts; 0 for bullets.
    var value = 0
    /// In front of it and behind it: 0, `(`, `)` or `.`.
    var open: UInt8 = 0
    var close: UInt8 = 0
    /// Words it takes at the start of the line.
    var words = 1
    /// Bytes it takes of the word behind those.
    var bytes = 0
    /// Where the text of the entry begins.
    var textLeft: Float = 0
    var left: Float = 0

    var isBullet: Bool { kind == .bullet }
    /// In parentheses on both sides, as nothing else is at the start of a line.
    var isEnclosed: Bool { open != 0 }

    /// The mark at the start of a line, when text follows it.
    init?(of line: Line, on page: PageLines) {
        guard line.words.count > 1 || line.bytes > 3 else { return nil }
        let first = page.firstWord(of: line)
        let text = page.bytes(of: first)
        left = first.area.left
        if first.style.contains(.superscript) { return nil }
        if let length = Bullet.length(text, isSymbolic: first.traits.contains(.unknown)) {
            guard Bullet.isSure(text) || Self.stands(first, line, page) else { return nil }
            kind = .bullet
            if text.count > length {
                words = 0
                bytes = length
                textLeft = first.area.left + first.size
            } else {
                guard let next = Self.word(1, line, page) else { return nil }
                textLeft = next.area.left
            }
            return
        }
        guard text.count <= Self.longest, let mark = Self.counted(text), let next = Self.word(1, line, page),
            !next.joinsPrevious
        else { return nil }
        kind = mark.kind
        value = mark.value
        open = mark.open
        close = mark.close
        textLeft = next.area.left
    }

    private init(kind: Kind, value: Int, open: UInt8, close: UInt8) {
        self.kind = kind
        self.value = value
        self.open = open
        self.close = close
    }

    private static func word(_ position: Int, _ line: Line, _ page: PageLines) -> Word? {
        guard position < line.words.count else { return nil }
        return page.word(at: line.words.lowerBound + position)
    }

    /// True for a dash or star with a blank behind it.
    private static func stands(_ first: Word, _ line: Line, _ page: PageLines) -> Bool {
        guard let next = word(1, line, page), !next.joinsPrevious else { return false }
        return page.bytes(of: first).count <= 3
    }

    /// A number, letter or Roman numeral with what encloses it.
    private static func counted(_ text: ArraySlice<UInt8>) -> ListMark? {
        var core = text
        var open: UInt8 = 0
        if let first = core.first, first == UInt8(ascii: "(") || first == UInt8(ascii: "[") {
            open = first
            core.removeFirst()
        }
        guard let close = core.popLast(), close == UInt8(ascii: ".") || close == UInt8(ascii: ")"),
            !core.isEmpty, open == 0 || close == UInt8(ascii: ")")
        else { return nil }
        if core.allSatisfy(ASCII.isDigit) {
            guard core.count <= 3 else { return nil }
            let value = core.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            return ListMark(kind: .number, value: value, open: open, close: close)
        }
        let isUpper = core.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
        let isLower = core.allSatisfy { $0 >= 0x61 && $0 <= 0x7A }
        guard isUpper || isLower, let first = core.first else { return nil }
        if let roman = Roman.value(core), core.count > 1 || (first | 0x20) == UInt8(ascii: "i") {
            return ListMark(kind: isUpper ? .upperRoman : .lowerRoman, value: roman, open: open, close: close)
        }
        guard core.count == 1 else { return nil }
        let value = Int((first | 0x20) - 0x60)
        return ListMark(kind: isUpper ? .upperLetter : .lowerLetter, value: value, open: open, close: close)
    }

    /// True when the other mark may stand on the same level of one list.
    func isLike(_ other: ListMark) -> Bool {
        if isBullet || other.isBullet { return isBullet && other.isBullet }
        return open == other.open && close == other.close && isSameKind(other)
    }

    /// True when the other mark is the next one.
    func isFollowed(by other: ListMark) -> Bool {
        guard isLike(other) else { return false }
        if isBullet { return true }
        if kind == other.kind { return other.value == value + 1 }
        return (other.letter ?? 0) == (letter ?? -1) + 1
    }

    /// `i` may be the letter after `h`.
    private func isSameKind(_ other: ListMark) -> Bool {
        if kind == other.kind { return true }
        return letter != nil && other.letter != nil
            && (kind == .lowerRoman || kind == .lowerLetter)
                == (other.kind == .lowerRoman || other.kind == .lowerLetter)
    }

    /// The letter of the alphabet it may be, from 1.
    private var letter: Int? {
        switch kind {
        case .lowerLetter, .upperLetter: value
        case .lowerRoman, .upperRoman:
            switch value {
            case 1: 9
            case 5: 22
            case 10: 24
            case 50: 12
            case 100: 3
            default: nil
            }
        default: nil
        }
    }
}

/// Roman numerals up to 399.
enum Roman {
    static func value(_ text: ArraySlice<UInt8>) -> Int? {
        guard !text.isEmpty, text.count <= 7 else { return nil }
        var sum = 0
        var last = 1000
        for byte in text {
            let digit: Int
            switch byte | 0x20 {
            case UInt8(ascii: "i"): digit = 1
            case UInt8(ascii: "v"): digit = 5
            case UInt8(ascii: "x"): digit = 10
            case UInt8(ascii: "l"): digit = 50
            case UInt8(ascii: "c"): digit = 100
            default: return nil
            }
            sum += digit
            if digit > last { sum -= 2 * last }
            last = digit
        }
        return sum
    }
}
