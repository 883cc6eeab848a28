import Model

/// Makes the blocks of a page out of the structure of a tagged document.
public struct TaggedPage {
    /// The structure must account for this part of the text.
    private static let leastCovered = 0.95
    /// Of all steps from piece to piece, those back up the page that are still sane.
    private static let mostJumps = 0.03

    let hints: StructureHints
    var text: TaggedText
    private let marks: PageMarks
    private let words: PageWords

    public init(_ marks: PageMarks, fonts: [FontFace], hints: StructureHints) {
        self.marks = marks
        self.hints = hints
        words = WordBuilder.words(of: marks, fonts: fonts)
        text = TaggedText(words, links: marks.links)
    }

    /// The blocks in the order of the structure; nil when it cannot be trusted: text is left over, or the order leaps
    /// about the page.
    public mutating func blocks() -> [Block]? {
        guard !hints.contents.isEmpty else { return nil }
        guard let leftOver = leftOver(), isSane else { return nil }
        var blocks: [Block] = []
        for (element, contents) in pieces() { blocks += self.blocks(element, contents) }
        for line in text.plain(leftOver) { blocks.append(Block(.paragraph(line.text), box: line.area.pageBox)) }
        let artifacts = words.words.indices.filter { words.words[$0].traits.contains(.artifact) }
        for line in text.plain(artifacts) {
            let isAbove = Double(line.area.top + line.area.bottom) < marks.height
            blocks.append(Block(isAbove ? .header(line.text) : .footer(line.text), box: line.area.pageBox))
        }
        return blocks
    }

    /// Words that the structure does not know; nil when there are too many.
    private func leftOver() -> [Int]? {
        let known = Set(hints.contents.map(\.identifier))
        var left: [Int] = []
        var covered = 0.0
        var all = 0.0
        for (index, word) in words.words.enumerated() where !word.traits.contains(.artifact) {
            all += Double(word.length)
            if known.contains(word.content) { covered += Double(word.length) } else { left.append(index) }
        }
        return covered >= Self.leastCovered * all ? left : nil
    }

    private var isSane: Bool {
        var jumps = 0.0
        var steps = 0.0
        var before: Area?
        for content in hints.contents {
            guard let index = text.words(of: content.identifier).first else { continue }
            let area = words.words[index].area
            if let before {
                steps += 1
                // The top of the next column is no leap.
                let isBack = before.top - area.top > Float(marks.height) / 4 && area.left < before.right
                if isBack { jumps += 1 }
            }
            before = area
        }
        return jumps <= Self.mostJumps * steps
    }

    /// Pieces of content by the element that makes a block of them, in order.
    private func pieces() -> [(element: Int, contents: [StructureHints.Content])] {
        var pieces: [(element: Int, contents: [StructureHints.Content])] = []
        var places: [Int: Int] = [:]
        for content in hints.contents {
            let element = blockElement(of: content.element)
            if let place = places[element] {
                pieces[place].contents.append(content)
            } else {
                places[element] = pieces.count
                pieces.append((element, [content]))
            }
        }
        return pieces
    }

    /// The outermost list or table around an element, else the innermost one that is more than a stretch of text.
    private func blockElement(of element: Int) -> Int {
        var found: Int?
        var outermost: Int?
        var current: Int? = element
        while let index = current {
            switch hints.elements[index].role {
            case .list, .table, .contents: outermost = index
            case .inline, .label, .body, .entry, .row, .cell, .contentsEntry: break
            default: found = found ?? index
            }
            current = hints.elements[index].parent
        }
        return outermost ?? found ?? element
    }

    private mutating func blocks(_ element: Int, _ contents: [StructureHints.Content]) -> [Block] {
        switch hints.elements[element].role {
        case .artifact, .list, .contents: return list(contents).map { [$0] } ?? []
        case .table: return table(element, contents).map { [$0] } ?? []
        case .heading(let level):
            let (text, area) = text.text(of: contents, hints, ignoring: .bold)
            let depth = level ?? groups(around: element)
            return text.isEmpty ? [] : [Block(.heading(text, level: min(6, max(1, depth))), box: area?.pageBox)]
        case .code: return [code(contents)]
        case .figure:
            let (text, area) = text.text(of: contents, hints)
            let description = hints.elements[element].description
            var blocks = text.isEmpty ? [] : [Block(.paragraph(text), box: area?.pageBox)]
            if !description.isEmpty { blocks.append(Block(.image(StyledText(description)), box: area?.pageBox)) }
            return blocks
        case .quote:
            let (text, area) = text.text(of: contents, hints)
            return text.isEmpty ? [] : [Block(.quote(text), box: area?.pageBox)]
        default:
            let (text, area) = text.text(of: contents, hints)
            return text.isEmpty ? [] : [Block(.paragraph(text), box: area?.pageBox)]
        }
    }

    private func groups(around element: Int) -> Int {
        var count = 0
        var current = hints.elements[element].parent
        while let index = current {
            if hints.elements[index].role == .group { count += 1 }
            current = hints.elements[index].parent
        }
        return count
    }

    private func code(_ contents: [StructureHints.Content]) -> Block {
        let lines = text.plain(contents.flatMap { text.words(of: $0.identifier) })
        var area: Area?
        for line in lines { area.formUnion(line.area) }
        let bytes = lines.map(\.text.bytes).joined(separator: [ASCII.lineFeed])
        return Block(.code(Array(bytes), language: nil), box: area?.pageBox)
    }
}
