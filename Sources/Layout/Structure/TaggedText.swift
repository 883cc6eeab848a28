import Model

/// Joins the words of marked content to styled text.
struct TaggedText {
    private let page: PageWords
    private let links: [LinkArea]
    /// Positions of the words by their content, in the order they are painted.
    private var words: [Int32: [Int]] = [:]
    private var replaced: Set<Int> = []

    init(_ page: PageWords, links: [LinkArea]) {
        self.page = page
        self.links = links
        for (index, word) in page.words.enumerated() where !word.traits.contains(.artifact) {
            words[word.content, default: []].append(index)
        }
    }

    /// The words of some content.
    func words(of content: Int32) -> [Int] { words[content] ?? [] }

    /// The text of pieces of content, and the area it takes. A text that stands for a whole element comes once.
    mutating func text(
        of contents: [StructureHints.Content], _ hints: StructureHints, ignoring: StyledText.Style = []
    ) -> (text: StyledText, area: Area?) {
        var text = StyledText()
        var area: Area?
        var previous: Word?
        for content in contents {
            let found = words(of: content.identifier)
            for index in found { area.formUnion(page.words[index].area) }
            if let element = hints.ancestor(of: content.element, where: { $0 == .inline }),
                !hints.elements[element].text.isEmpty
            {
                if replaced.insert(element).inserted {
                    if !text.isEmpty { text.append([ASCII.space]) }
                    text.append(hints.elements[element].text)
                }
                previous = found.last.map { page.words[$0] } ?? previous
                continue
            }
            for index in found {
                let word = page.words[index]
                if let before = previous { divide(&text, before, word, ignoring) }
                text.append(
                    page.bytes(of: word), style: word.style.subtracting(ignoring).subtracting(.code),
                    link: link(of: word))
                previous = word
            }
        }
        return (text.trimmed, area)
    }

    /// The text of words without a place in the structure, line by line.
    func plain(_ indexes: [Int]) -> [(text: StyledText, area: Area)] {
        var lines: [(text: StyledText, area: Area)] = []
        var previous: Word?
        for index in indexes {
            let word = page.words[index]
            if let before = previous, abs(before.baseline - word.baseline) < before.size / 2 {
                if !word.joinsPrevious { lines[lines.count - 1].text.append([ASCII.space]) }
                lines[lines.count - 1].text.append(page.bytes(of: word))
                lines[lines.count - 1].area.formUnion(word.area)
            } else {
                lines.append((StyledText(utf8: page.bytes(of: word)), word.area))
            }
            previous = word
        }
        return lines
    }

    /// Puts a blank between two words, unless one goes on as the other: a word divided at the end of a line becomes whole.
    private func divide(_ text: inout StyledText, _ before: Word, _ word: Word, _ ignoring: StyledText.Style) {
        let style = before.style == word.style ? word.style.subtracting(ignoring).subtracting(.code) : []
        let link = link(of: before) == link(of: word) ? link(of: word) : nil
        let isNewLine = abs(before.baseline - word.baseline) > before.size / 2
        guard isNewLine else {
            if !word.joinsPrevious { text.append([ASCII.space], style: style, link: link) }
            return
        }
        switch LineEnd.join(page.bytes(of: before), page.bytes(of: word), hyphened: HyphenWords()) {
        case .blank: text.append([ASCII.space], style: style, link: link)
        case .dropHyphen(let length): text.removeLast(min(length, text.bytes.count))
        case .nothing: break
        }
    }

    private func link(of word: Word) -> String? {
        let x = (word.area.left + word.area.right) / 2
        let y = (word.area.top + word.area.bottom) / 2
        return links.first { link in
            x >= link.area.left && x <= link.area.right && y >= link.area.top && y <= link.area.bottom
        }?.address
    }
}

extension Area? {
    /// Grows to hold the other one too.
    mutating func formUnion(_ other: Area) {
        if self == nil { self = other } else { self?.formUnion(other) }
    }
}
