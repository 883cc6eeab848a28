import Layout
import Model
import WorkerProtocol

/// Finds which bytes of the text of a page stand in the boxes of its blocks.
///
/// Blocks are in the order of the text, but they hold Markdown: the first letters of each are looked for after those
/// of the one before, and a block goes on until the next that was found. What is not found has no box.
struct TextAlignment {
    /// A block as it was published: its Markdown and where it stands.
    typealias Piece = (markdown: String, box: PassageBox)

    private let letters: [Unicode.Scalar]
    /// The byte at which each letter begins.
    private let places: [Int]
    private let bytes: Int

    /// Letters of an anchor that is tried where a longer one is not found.
    private static let shortAnchor = 6
    /// Blocks that are not found until no more are looked for.
    private static let misses = 40

    init(_ text: String) {
        var letters: [Unicode.Scalar] = []
        var places: [Int] = []
        var place = 0
        for scalar in text.unicodeScalars {
            if SearchText.isWordPart(scalar) {
                letters.append(scalar)
                places.append(place)
            }
            place += UTF8.width(scalar)
        }
        self.letters = letters
        self.places = places
        bytes = place
    }

    /// The boxes with the bytes that stand in them, in the order of the text.
    func boxes(of pieces: [Piece]) -> [PassageBox] {
        var found: [PassageBox] = []
        var next = 0
        var misses = 0
        for piece in pieces.prefix(Limits.passageBoxes) {
            let anchor = Self.anchor(piece.markdown)
            guard !anchor.isEmpty else { continue }
            guard let start = find(anchor[...], from: next) ?? find(anchor.prefix(Self.shortAnchor), from: next) else {
                misses += 1
                if misses > Self.misses { break }
                continue
            }
            if !found.isEmpty { found[found.count - 1].end = places[start] }
            var box = piece.box
            box.start = places[start]
            box.end = bytes
            found.append(box)
            next = start + 1
        }
        return found
    }

    private func find(_ anchor: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
        guard let first = anchor.first, letters.count - start >= anchor.count else { return nil }
        for place in start...(letters.count - anchor.count) where letters[place] == first {
            if letters[place..<place + anchor.count].elementsEqual(anchor) { return place }
        }
        return nil
    }

    private static func anchor(_ markdown: String) -> [Unicode.Scalar] {
        var anchor: [Unicode.Scalar] = []
        for scalar in markdown.unicodeScalars where SearchText.isWordPart(scalar) {
            anchor.append(scalar)
            if anchor.count == Limits.passageAnchorLetters { break }
        }
        return anchor
    }
}

extension PassageBox {
    init(_ box: PageBox) { self.init(x: box.x, y: box.y, width: box.width, height: box.height) }
}
