import Model

/// Finds the headings that name a party, and what belongs to them.
struct PartySections {
    let body: TextBody

    /// The sections of the document from its beginning on.
    func sections() -> [PartySection] {
        var headings: [(line: Int, words: Range<Int>, party: Party)] = []
        for (number, line) in body.lines.enumerated() {
            for cell in line.cells {
                if let party = Self.party(line.words[cell].map(\.text)) { headings.append((number, cell, party)) }
            }
        }
        return headings.map { heading in section(heading, among: headings) }
    }

    /// The party a cell names when it does nothing else.
    static func party(_ words: [String]) -> Party? {
        guard words.count <= 7, !words.contains(where: { $0.contains(where: \.isNumber) }) else { return nil }
        let folded = words.flatMap(Folding.words)
        if folded == ["to"] || folded == ["an"] || folded == ["a"] && words.first?.last == ":" { return .buyer }
        if folded == ["from"] || folded == ["von"] { return .seller }
        let terms = Lexicon.terms(of: folded)
        guard !terms.isEmpty, !LegalForm.isIn(words.joined(separator: " ")) else { return nil }
        var party: Party?
        for term in terms {
            switch term.name {
            case "seller", "supplier": party = party ?? .seller
            case "buyer", "customer": party = party ?? .buyer
            case "shipto": party = .shipTo
            case "delivery": if terms.contains(where: { $0.name == "address" }) { party = .shipTo }
            case "address", "information", "info", "details", "detail", "data", "company", "invoice", "party", "by",
                "performance":
                continue
            default:
                if !term.isKnown, party != nil || terms.count > 1 { return party == nil ? nil : .other }
                if term.isKnown { return nil }
            }
        }
        if party == nil, terms.map(\.name) == ["invoice", "address"] { return .buyer }
        return party
    }

    private func section(
        _ heading: (line: Int, words: Range<Int>, party: Party),
        among headings: [(line: Int, words: Range<Int>, party: Party)]
    ) -> PartySection {
        let line = body.lines[heading.line]
        let own = line.extent(heading.words)
        let neighbour =
            headings.first { $0.line == heading.line && $0.words.lowerBound >= heading.words.upperBound }
            ?? nearby(heading, headings)
        let right = neighbour.map { body.lines[$0.line].extent($0.words).lowerBound - 2 } ?? .greatestFiniteMagnitude
        let extent = (own.lowerBound - line.height)...max(own.upperBound, right)
        var end = heading.line + 1
        var bottom = line.bottom
        while end < body.lines.count, end - heading.line <= Limits.rulePartyLines {
            let next = body.lines[end]
            guard next.page == line.page, next.top - bottom < line.height * 4 else { break }
            let isNextParty = headings.contains { other in
                other.line == end && extent.overlaps(next.extent(other.words))
            }
            if isNextParty { break }
            bottom = next.bottom
            end += 1
        }
        return PartySection(
            party: heading.party, line: heading.line, heading: heading.words, lines: heading.line + 1..<end,
            extent: extent)
    }

    /// A heading to the right whose line is a little higher or lower.
    private func nearby(
        _ heading: (line: Int, words: Range<Int>, party: Party),
        _ headings: [(line: Int, words: Range<Int>, party: Party)]
    ) -> (line: Int, words: Range<Int>, party: Party)? {
        let line = body.lines[heading.line]
        let own = line.extent(heading.words)
        return headings.first { other in
            let next = body.lines[other.line]
            return next.page == line.page && other.line != heading.line && abs(next.top - line.top) < line.height
                && next.extent(other.words).lowerBound > own.upperBound
        }
    }
}
