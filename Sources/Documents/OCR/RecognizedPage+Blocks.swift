import Layout
import Model

extension RecognizedPage {
    /// The paragraphs as tesseract groups them.
    var blocks: [Block] {
        var blocks: [Block] = []
        var start = 0
        while start < words.count {
            var end = start + 1
            while end < words.count, words[end].paragraph == words[start].paragraph { end += 1 }
            blocks.append(paragraph(of: words[start..<end]))
            start = end
        }
        return blocks
    }

    /// The page as it is published.
    func content(number: Int) -> PageContent {
        var composer = PageComposer()
        for block in blocks { composer.add(block) }
        var content = composer.finish(number: number)
        content.size = (width, height)
        content.rotation = rotation
        content.origin = .ocr
        content.confidence = meanConfidence
        return content
    }

    private func paragraph(of words: ArraySlice<Word>) -> Block {
        var text = StyledText()
        var line = words.first?.line
        var box: PageBox?
        var certainty = 0.0
        for word in words {
            if !text.isEmpty { text.append(word.line == line ? " " : "\n") }
            line = word.line
            text.append(word.text)
            box = box.map { $0.union(word.box) } ?? word.box
            certainty += word.confidence
        }
        return Block(
            .paragraph(text), box: box.map { place(of: $0) }, confidence: certainty / Double(max(1, words.count)))
    }
}

extension PageBox {
    /// The smallest rectangle around two.
    func union(_ other: PageBox) -> PageBox {
        let left = min(x, other.x)
        let top = min(y, other.y)
        return PageBox(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}
