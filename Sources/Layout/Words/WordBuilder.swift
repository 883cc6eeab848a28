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
    /// The same glyph nearer than this part of the size is painted twice.
    private static let shadow: Float = 0.1
    /// An accent begins at least this part of its width inside its letter.
    private static let accentOverlap: Float = 0.25

    /// What all glyphs of a font share.
    private struct Look {
        var font = -1
        var above: Float = 0.75
        var below: Float = 0.25
        var style: StyledText.Style = []
    }

    private let fonts: [FontFace]
    private let text: UnsafeBufferPointer<UInt8>
    /// UTF-8 of the words.
    private let output: UnsafeMutableBufferPointer<UInt8>
    private var written = 0
    private var words: [Word] = []
    private var look = Look()
    private var isOpen = false
    private var word = Word(
        area: Area(left: 0, top: 0, right: 0, bottom: 0), baseline: 0, size: 0, start: 0, length: 0, font: 0,
        direction: .right, style: [], traits: [], joinsPrevious: false, color: 0, content: -1)
    /// Look of the open word, whatever else is found about it.
    private var style: StyledText.Style = []
    private var last = Glyph(x: 0, y: 0, dx: 0, size: 0, text: 0, length: 0)
    /// Bytes of `output` the last glyph took.
    private var lastBytes = 0
    private var lastMark: UInt32?
    /// Where the glyph before ended.
    private var endX: Float = 0
    private var endY: Float = 0
    private var wasBlank = true
    private var hasSoftHyphens = false
    /// Bytes of the open word whose script runs from right to left.
    private var rightToLeftBytes = 0

    private init(
        fonts: [FontFace], text: UnsafeBufferPointer<UInt8>, output: UnsafeMutableBufferPointer<UInt8>, count: Int
    ) {
        self.fonts = fonts
        self.text = text
        self.output = output
        words.reserveCapacity(count / 5)
    }

    /// The words of a page.
    static func words(of marks: PageMarks, fonts: [FontFace]) -> PageWords {
        var page = PageWords()
        var words: [Word] = []
        var hasSoftHyphens = false
        // Glyphs may share their text, so that it does not bound that of the words; a composed accent is never longer.
        let capacity = marks.glyphs.reduce(0) { $0 + Int($1.length) }
        page.text = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            marks.text.withUnsafeBufferPointer { text in
                var builder = WordBuilder(fonts: fonts, text: text, output: output, count: marks.glyphs.count)
                marks.glyphs.withUnsafeBufferPointer { builder.add($0) }
                words = builder.words
                hasSoftHyphens = builder.hasSoftHyphens
                count = builder.written
            }
        }
        page.words = words
        page.hasSoftHyphens = hasSoftHyphens
        WordMerger.joinSpacedLetters(&page)
        WordMerger.dropShadows(&page)
        return page
    }

    private mutating func add(_ glyphs: UnsafeBufferPointer<Glyph>) {
        for index in glyphs.indices where !append(glyphs[index]) { add(glyphs[index]) }
        close()
    }

    /// The quick way for what most glyphs are: the next ASCII letter of a word that runs to the right; false for others.
    private mutating func append(_ glyph: Glyph) -> Bool {
        let start = Int(glyph.text)
        guard isOpen, glyph.length == 1, start < text.count, Int(glyph.font) == look.font, glyph.dy == 0,
            word.direction == .right, lastMark == nil, glyph.size == last.size, glyph.y == last.y,
            glyph.content == word.content, glyph.traits == last.traits
        else { return false }
        let byte = text[start]
        let gap = glyph.x - endX
        guard byte > ASCII.space, byte < ASCII.delete, byte != 0x60, byte != 0x5E, byte != 0x7E, glyph.dx > 0,
            gap <= Self.wordGap * word.size, gap >= -Self.stepBack * word.size,
            glyph.x - last.x >= Self.shadow * glyph.size
        else { return false }
        output[written] = byte
        written += 1
        lastBytes = 1
        endX = glyph.x + glyph.dx
        endY = glyph.y
        word.area.right = max(word.area.right, endX)
        last = glyph
        return true
    }

    private mutating func add(_ glyph: Glyph) {
        let start = Int(glyph.text)
        let length = Int(glyph.length)
        guard length > 0, start + length <= text.count, glyph.isSane else { return }
        if isBlank(start, length) {
            close()
            wasBlank = true
            return
        }
        if isShadow(glyph) { return word.style.formUnion(.bold) }
        if look.font != Int(glyph.font) || glyph.traits.contains(.outlined) { look = self.look(of: glyph) }
        let direction = glyph.direction
        let mark =
            text[start] < 0x80 && text[start] != 0x60 && text[start] != 0x5E && text[start] != 0x7E
            ? nil : Accents.mark(text, start, length)
        if isOpen, mark != nil || lastMark != nil, compose(glyph, mark, direction) { return }
        if isOpen, !goesOn(glyph, direction) { close() }
        if !isOpen { open(glyph, direction) }
        for offset in 0..<length { output[written + offset] = text[start + offset] }
        written += length
        if text[start] >= 0xD6, length > 1, RightToLeft.isLetter(text[start], text[start + 1]) {
            rightToLeftBytes += length
            // A glyph of several letters has them in the order they are read, which the whole word gets when it ends.
            if length > 2 { RightToLeft.reverse(output, written - length..<written) }
        }
        if length == 2, text[start] == 0xC2, text[start + 1] == 0xAD { hasSoftHyphens = true }
        lastBytes = length
        word.area.formUnion(area(of: glyph, direction))
        word.traits.formUnion(glyph.traits)
        endX = glyph.x + glyph.dx
        endY = glyph.y + glyph.dy
        last = glyph
        lastMark = mark
        wasBlank = false
    }

    private mutating func open(_ glyph: Glyph, _ direction: Word.Direction) {
        let isAdjacent = !wasBlank && !words.isEmpty && word.direction == direction && isAdjacent(to: glyph)
        style = look.style
        word = Word(
            area: area(of: glyph, direction), baseline: glyph.baseline(direction), size: glyph.size,
            start: UInt32(written), length: 0, font: glyph.font, direction: direction, style: style,
            traits: glyph.isSlanted ? glyph.traits.union(.slanted) : glyph.traits, joinsPrevious: isAdjacent,
            color: glyph.color, content: glyph.content)
        isOpen = true
    }

    private mutating func close() {
        guard isOpen else { return }
        isOpen = false
        lastMark = nil
        word.length = UInt32(written) - word.start
        if rightToLeftBytes > 0 { turn() }
        words.append(word)
    }

    /// Puts the letters of a word that was painted from left to right in the order they are read.
    private mutating func turn() {
        if word.direction == .right, rightToLeftBytes * 2 > Int(word.length) {
            RightToLeft.reverse(output, Int(word.start)..<written)
            word.traits.insert(.rightToLeft)
        }
        rightToLeftBytes = 0
    }

    private func goesOn(_ glyph: Glyph, _ direction: Word.Direction) -> Bool {
        guard direction == word.direction, look.style == style, glyph.content == word.content,
            abs(glyph.size - word.size) <= Self.sizeSlack * word.size,
            abs(glyph.baseline(direction) - word.baseline) <= Self.baselineStep * word.size
        else { return false }
        let gap = gap(to: glyph, direction)
        return gap <= Self.wordGap * word.size && gap >= -Self.stepBack * word.size
    }

    /// True where a glyph follows the one before without a blank, whatever its size and base line.
    private func isAdjacent(to glyph: Glyph) -> Bool {
        let size = max(glyph.size, word.size)
        let gap = gap(to: glyph, word.direction)
        return gap <= Self.wordGap * size && gap >= -Self.stepBack * size
            && abs(glyph.baseline(word.direction) - word.baseline) < size
    }

    private func gap(to glyph: Glyph, _ direction: Word.Direction) -> Float {
        switch direction {
        case .right: glyph.x - endX
        case .left: endX - glyph.x
        case .down: glyph.y - endY
        case .up: endY - glyph.y
        }
    }

    /// True for a glyph painted again where it stands already.
    private func isShadow(_ glyph: Glyph) -> Bool {
        guard isOpen, glyph.length == last.length, abs(glyph.x - last.x) < Self.shadow * glyph.size,
            abs(glyph.y - last.y) < Self.shadow * glyph.size, abs(glyph.size - last.size) < 0.05 * glyph.size,
            abs(glyph.dx) + abs(glyph.dy) > 2 * Self.shadow * glyph.size
        else { return false }
        return (0..<Int(glyph.length)).allSatisfy { text[Int(glyph.text) + $0] == text[Int(last.text) + $0] }
    }

    /// Puts an accent and its letter together where one is painted over the other; false for anything else.
    private mutating func compose(_ glyph: Glyph, _ mark: UInt32?, _ direction: Word.Direction) -> Bool {
        guard direction == .right, word.direction == .right, lastBytes > 0, glyph.length <= 2,
            abs(glyph.y - last.y) < 0.6 * word.size
        else { return false }
        let accent = mark == nil ? last : glyph
        let overlap = min(last.x + last.dx, glyph.x + glyph.dx) - max(last.x, glyph.x)
        guard overlap > Self.accentOverlap * accent.dx, accent.dx > 0 || mark != nil else { return false }
        let lastScalar = Self.scalar(UnsafeBufferPointer(rebasing: output[written - lastBytes..<written]))
        let scalar = Self.scalar(
            UnsafeBufferPointer(rebasing: text[Int(glyph.text)..<Int(glyph.text) + Int(glyph.length)]))
        guard let composed = Accents.composed(mark == nil ? scalar : lastScalar, mark ?? lastMark ?? 0) else {
            return false
        }
        written -= lastBytes
        var bytes = 0
        for byte in String(UnicodeScalar(composed) ?? " ").utf8 {
            output[written] = byte
            written += 1
            bytes += 1
        }
        lastBytes = bytes
        word.area.formUnion(area(of: glyph, direction))
        if mark == nil {
            if words.isEmpty || Int(word.start) == written - bytes { word.baseline = glyph.y }
            endX = glyph.x + glyph.dx
            last = glyph
        }
        lastMark = nil
        return true
    }

    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        switch bytes.count {
        case 1: UInt32(bytes[0])
        case 2: UInt32(bytes[0] & 0x1F) << 6 | UInt32(bytes[1] & 0x3F)
        default: 0
        }
    }

    private func area(of glyph: Glyph, _ direction: Word.Direction) -> Area {
        let above = look.above * glyph.size
        let below = look.below * glyph.size
        let right = glyph.x + glyph.dx
        let bottom = glyph.y + glyph.dy
        switch direction {
        case .right: return Area(left: glyph.x, top: glyph.y - above, right: right, bottom: glyph.y + below)
        case .left: return Area(left: right, top: glyph.y - below, right: glyph.x, bottom: glyph.y + above)
        case .down: return Area(left: glyph.x - below, top: glyph.y, right: glyph.x + above, bottom: bottom)
        case .up: return Area(left: glyph.x - above, top: bottom, right: glyph.x + below, bottom: glyph.y)
        }
    }

    private func look(of glyph: Glyph) -> Look {
        guard Int(glyph.font) < fonts.count else { return Look() }
        let face = fonts[Int(glyph.font)]
        var style: StyledText.Style = []
        let isOutlined = glyph.traits.contains(.outlined)
        if face.isBold || face.isNamedBold || isOutlined { style.insert(.bold) }
        if face.isItalic { style.insert(.italic) }
        if face.isFixedWidth { style.insert(.code) }
        return Look(
            font: isOutlined ? -1 : Int(glyph.font), above: min(1.05, max(0.5, face.ascent)),
            below: min(0.4, max(0.05, -face.descent)), style: style)
    }

    /// Blanks of ASCII, U+00A0 and those of U+2000 to U+200A.
    private func isBlank(_ start: Int, _ length: Int) -> Bool {
        switch length {
        case 1: text[start] <= ASCII.space
        case 2: text[start] == 0xC2 && text[start + 1] == 0xA0
        case 3: text[start] == 0xE2 && text[start + 1] == 0x80 && text[start + 2] <= 0x8A
        default: false
        }
    }
}
