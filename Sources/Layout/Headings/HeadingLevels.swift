import Model

/// Gives headings that look alike the same level, larger ones a higher level.
struct HeadingLevels {
    /// Sizes that differ by less than this part are one.
    private static let slack: Float = 0.06

    /// What headings of one level have in common. Weight tells only headings of about the size of the text apart.
    struct Look {
        var size: Float
        var isBold: Bool

        init(_ passage: Passage, bodySize: Float) {
            size = passage.size
            isBold = passage.isBold || passage.size > 1.12 * bodySize
        }
    }

    private struct Style {
        var size: Float
        var isBold: Bool
        var level: Int
    }

    private var styles: [Style] = []
    private var numberBase: Int?

    /// The level of a heading, from 1 to 6.
    mutating func level(of look: Look, number: HeadingNumber?, outline: Int?) -> Int {
        if let outline { return min(6, max(1, outline)) }
        let index = style(of: look)
        if let number, number.isDecimal {
            if numberBase == nil { numberBase = max(1, styles[index].level - number.depth + 1) }
            return min(6, (numberBase ?? 1) + number.depth - 1)
        }
        return styles[index].level
    }

    /// Makes the styles of headings known before the first of them is given its level.
    mutating func learn(_ passages: [Look]) {
        var found: [Style] = []
        for passage in passages {
            guard position(of: passage.size, passage.isBold, in: styles) == nil,
                position(of: passage.size, passage.isBold, in: found) == nil
            else { continue }
            found.append(Style(size: passage.size, isBold: passage.isBold, level: 0))
        }
        found.sort { $0.size > $1.size || $0.size == $1.size && $0.isBold && !$1.isBold }
        for style in found { insert(style) }
    }

    private mutating func style(of passage: Look) -> Int {
        if let index = position(of: passage.size, passage.isBold, in: styles) { return index }
        insert(Style(size: passage.size, isBold: passage.isBold, level: 0))
        return position(of: passage.size, passage.isBold, in: styles) ?? 0
    }

    private func position(of size: Float, _ isBold: Bool, in styles: [Style]) -> Int? {
        styles.firstIndex { $0.isBold == isBold && abs($0.size - size) <= Self.slack * size }
    }

    /// A style that is met late gets a level between its neighbours; levels given before stay.
    private mutating func insert(_ style: Style) {
        guard styles.count < Limits.headingStyles else { return }
        let place = styles.firstIndex { $0.size < style.size || $0.size == style.size && !$0.isBold } ?? styles.count
        let above = place > 0 ? styles[place - 1].level : 0
        var style = style
        style.level = min(6, above + 1)
        styles.insert(style, at: place)
    }
}
