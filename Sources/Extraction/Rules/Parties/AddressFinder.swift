import Model

/// Finds postal addresses by the line with the city, and what stands above it.
struct AddressFinder {
    let body: TextBody
    let labels: [[LabelMatch]]

    /// The addresses of the document in its order.
    func addresses() -> [PostalAddress] {
        var found: [PostalAddress] = []
        for (number, line) in body.lines.enumerated() {
            for cell in line.cells {
                if let address = oneLine(number, cell) ?? block(endingAt: number, cell) { found.append(address) }
                if found.count >= Limits.ruleAddresses { return found }
            }
        }
        return found
    }

    /// A sender in one line: `Bei Spiel GmbH • Ecke 12 • 12345 Stadthausen`.
    private func oneLine(_ number: Int, _ range: Range<Int>) -> PostalAddress? {
        let line = body.lines[number]
        var pieces: [Range<Int>] = []
        var start = range.lowerBound
        for index in range {
            let text = line.words[index].text
            let isMark = TextLine.isMark(text) || ["-", "–", "*", "/"].contains(text)
            guard isMark || text.hasSuffix(",") || text.hasSuffix(";") else { continue }
            let end = isMark ? index : index + 1
            if start < end { pieces.append(start..<end) }
            start = index + 1
        }
        if start < range.upperBound { pieces.append(start..<range.upperBound) }
        guard pieces.count >= 3, let place = pieces.firstIndex(where: { CityLine.read(line.text($0)) != nil }),
            place >= 2,
            place <= 4
        else { return nil }
        var address = PostalAddress(city: part(number, pieces[place]), isOneLine: true)
        address.name = [part(number, pieces[0])]
        address.street = part(number, pieces[place - 1])
        return address
    }

    // The lines above the city that begin where it does, or stand centred over it.
    private func block(endingAt number: Int, _ cell: Range<Int>) -> PostalAddress? {
        let line = body.lines[number]
        let start =
            labels[number].first {
                $0.words.lowerBound == cell.lowerBound && line.words[$0.words.upperBound - 1].text.last == ":"
            }?
            .words.upperBound ?? cell.lowerBound
        guard start < cell.upperBound, CityLine.read(line.text(start..<cell.upperBound)) != nil else { return nil }
        var address = PostalAddress(city: part(number, start..<cell.upperBound))
        var above: [PostalAddress.Part] = []
        var last = line
        var lastExtent = line.extent(start..<cell.upperBound)
        for upper in stride(from: number - 1, through: max(0, number - Limits.ruleAddressLines * 2), by: -1) {
            let next = body.lines[upper]
            guard next.page == line.page, last.top - next.bottom < line.height * 2.2 else { break }
            guard let range = next.cells.first(where: { isAligned(next.extent($0), lastExtent, line.height) }) else {
                continue
            }
            guard let kept = kept(upper, range) else { break }
            above.insert(part(upper, kept), at: 0)
            last = next
            lastExtent = next.extent(kept)
            if above.count == Limits.ruleAddressLines || kept.lowerBound > range.lowerBound { break }
        }
        guard !above.isEmpty else { return nil }
        split(above, into: &address)
        return address
    }

    private func split(_ above: [PostalAddress.Part], into address: inout PostalAddress) {
        var rest = above
        if rest.count > 1, let street = rest.lastIndex(where: { $0.text.contains(where: \.isNumber) }), street >= 1 {
            address.street = rest[street]
            rest = Array(rest[..<street])
        } else if rest.count == 1, rest[0].text.contains(where: \.isNumber) {
            address.street = rest.removeFirst()
        }
        // The name is next to the address; a title far above it is none.
        address.name = rest
    }

    /// The words of a line that may be of an address; nil for one that ends it, such as a heading or a label.
    private func kept(_ number: Int, _ range: Range<Int>) -> Range<Int>? {
        let line = body.lines[number]
        if PartySections.party(line.words[range].map(\.text)) != nil { return nil }
        if let label = labels[number].first(where: { range.contains($0.words.lowerBound) && $0.quality >= 1 }) {
            if label.words.upperBound == range.upperBound { return nil }
            if line.words[label.words.upperBound - 1].text.last == ":" { return nil }
        }
        if line.words[range.lowerBound].text.last == ":" {
            return range.count > 1 && range.count < 8 ? range.lowerBound + 1..<range.upperBound : nil
        }
        let text = line.text(range)
        if line.words[range].contains(where: { TextLine.isMark($0.text) }) || oneLine(number, range) != nil {
            return nil
        }
        return text.contains("@") || text.hasSuffix(":") || body.dates.read(text) != nil ? nil : range
    }

    private func isAligned(_ upper: ClosedRange<Double>, _ lower: ClosedRange<Double>, _ size: Double) -> Bool {
        let middle = (upper.lowerBound + upper.upperBound - lower.lowerBound - lower.upperBound) / 2
        return abs(upper.lowerBound - lower.lowerBound) < size * 1.2
            || abs(upper.upperBound - lower.upperBound) < size * 0.3
            || abs(middle) < size * 0.8
    }

    private func part(_ line: Int, _ words: Range<Int>) -> PostalAddress.Part {
        PostalAddress.Part(line: line, words: words, text: FormReader.trimmed(body.lines[line].text(words)))
    }
}
