import Model

/// Puts glyphs together to words.
struct WordBuilder {
    /// A gap above this part of the size divides words.
    private static let wordGap: Float = 0.16
    /// A step back above this part of the size divides words.
    private static let stepBack: Float = 0.5
    /// A step off the base line above this part of the size divides words.
    private static let baselineStep: Float = 0.12
    /// Sizes that differ by less than this part are one.
    private static let sizeSlack: Float = 0.08

    private let fonts: [FontFace]
    private var page = PageWords()
    private var isOpen = false
    private var word = Word(
        area: Area(left: 0, top: 0, right: 0, bottom: 0), baseline: 0, size: 0, start: 0, length: 0, font: 0,
        direction: .right, style: [], traits: [], joinsPrevious: false, color: 0, content: -1)
    /// Where the glyph before ended.
    private var endX: Float = 0
    private var endY: Float = 0
    private var wasBlank = true

    private init(fonts: [FontFace]) { self.fonts = fonts }

    /// The words of a page.
    static func words(of marks: PageMarks, fonts: [FontFace]) -> PageWords {
        var builder = WordBuilder(fonts: fonts)
        builder.page.text.reserveCapacity(marks.text.count)
        builder.page.words.reserveCapacity(marks.glyphs.count / 5)
        marks.text.withUnsafeBufferPointer { text in
            for glyph in marks.glyphs { builder.add(glyph, text) }
        }
        builder.close()
        return builder.page
    }

    private mutating func add(_ glyph: Glyph, _ text: UnsafeBufferPointer<UInt8>) {
        let start = Int(glyph.text)
        let end = start + Int(glyph.length)
        guard glyph.length > 0, end <= text.count, glyph.size > 0 else { return }
        if Self.isBlank(text, start, end) {
            close()
            wasBlank = true
            return
        }
        let direction = Self.direction(of: glyph)
        let style = style(of: glyph)
        if isOpen, !goesOn(glyph, direction, style) { close() }
        if !isOpen { open(glyph, direction, style) }
        page.text.append(contentsOf: text[start..<end])
        word.area.formUnion(area(of: glyph, direction))
        word.traits.formUnion(glyph.traits)
        endX = glyph.x + glyph.dx
        endY = glyph.y + glyph.dy
        wasBlank = false
    }

    private mutating func open(_ glyph: Glyph, _ direction: Word.Direction, _ style: StyledText.Style) {
        let isAdjacent = !wasBlank && !page.words.isEmpty && word.direction == direction && isAdjacent(to: glyph)
        word = Word(
            area: area(of: glyph, direction), baseline: Self.baseline(of: glyph, direction), size: glyph.size,
            start: UInt32(page.text.count), length: 0, font: glyph.font, direction: direction, style: style,
            traits: glyph.traits, joinsPrevious: isAdjacent, color: glyph.color, content: glyph.content)
        isOpen = true
    }

    private mutating func close() {
        guard isOpen else { return }
        isOpen = false
        word.length = UInt32(page.text.count) - word.start
        page.words.append(word)
    }

    private func goesOn(_ glyph: Glyph, _ direction: Word.Direction, _ style: StyledText.Style) -> Bool {
        guard direction == word.direction, style == word.style, glyph.content == word.content,
            abs(glyph.size - word.size) <= Self.sizeSlack * word.size,
            abs(Self.baseline(of: glyph, direction) - word.baseline) <= Self.baselineStep * word.size
        else { return false }
        let gap = gap(to: glyph, direction)
        return gap <= Self.wordGap * word.size && gap >= -Self.stepBack * word.size
    }

    /// True where a glyph follows the one before without a blank, whatever its size and base line.
    private func isAdjacent(to glyph: Glyph) -> Bool {
        let size = max(glyph.size, word.size)
        let gap = gap(to: glyph, word.direction)
        return gap <= Self.wordGap * size && gap >= -Self.stepBack * size
            && abs(Self.baseline(of: glyph, word.direction) - word.baseline) < size
    }

    private func gap(to glyph: Glyph, _ direction: Word.Direction) -> Float {
        switch direction {
        case .right: glyph.x - endX
        case .left: endX - glyph.x
        case .down: glyph.y - endY
        case .up: endY - glyph.y
        }
    }

    private func area(of glyph: Glyph, _ direction: Word.Direction) -> Area {
        let face = Int(glyph.font) < fonts.count ? fonts[Int(glyph.font)] : nil
        let above = min(1.05, max(0.5, face?.ascent ?? 0.75)) * glyph.size
        let below = min(0.4, max(0.05, -(face?.descent ?? -0.25))) * glyph.size
        let right = glyph.x + glyph.dx
        let bottom = glyph.y + glyph.dy
        switch direction {
        case .right: return Area(left: glyph.x, top: glyph.y - above, right: right, bottom: glyph.y + below)
        case .left: return Area(left: right, top: glyph.y - below, right: glyph.x, bottom: glyph.y + above)
        case .down: return Area(left: glyph.x - below, top: glyph.y, right: glyph.x + above, bottom: bottom)
        case .up: return Area(left: glyph.x - above, top: bottom, right: glyph.x + below, bottom: glyph.y)
        }
    }

    private func style(of glyph: Glyph) -> StyledText.Style {
        guard Int(glyph.font) < fonts.count else { return [] }
        let face = fonts[Int(glyph.font)]
        var style: StyledText.Style = []
        if face.isBold || glyph.traits.contains(.outlined) { style.insert(.bold) }
        if face.isItalic { style.insert(.italic) }
        if face.isFixedWidth { style.insert(.code) }
        return style
    }

    private static func direction(of glyph: Glyph) -> Word.Direction {
        if abs(glyph.dx) >= abs(glyph.dy) { return glyph.dx >= 0 ? .right : .left }
        return glyph.dy >= 0 ? .down : .up
    }

    private static func baseline(of glyph: Glyph, _ direction: Word.Direction) -> Float {
        direction == .right || direction == .left ? glyph.y : glyph.x
    }

    /// Blanks of ASCII, U+00A0 and those of U+2000 to U+200A.
    private static func isBlank(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        switch end - start {
        case 1: return text[start] <= ASCII.space
        case 2: return text[start] == 0xC2 && text[start + 1] == 0xA0
        case 3: return text[start] == 0xE2 && text[start + 1] == 0x80 && text[start + 2] <= 0x8A
        default: return false
        }
    }
}
