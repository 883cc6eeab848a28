import Model

/// Finds what is said of sender and receiver: below the words that name them, in their addresses, in the letterhead.
struct PartyFinder {
    let body: TextBody
    private let sections: [PartySection]
    private let addresses: [(address: PostalAddress, party: Party, score: Double)]
    private let memberLabels: [Party: [[LabelMatch]]]

    init(_ body: TextBody, labels: [[LabelMatch]]) {
        self.body = body
        let sections = PartySections(body: body).sections()
        self.sections = sections
        let found = AddressFinder(body: body, labels: labels).addresses()
        addresses = AddressRoles(body: body, sections: sections).roles(of: found)
        var memberLabels: [Party: [[LabelMatch]]] = [:]
        for party in [Party.seller, .buyer, .shipTo] {
            let finder = LabelFinder(index: LabelIndex(membersOf: party))
            var labels = [[LabelMatch]](repeating: [], count: body.lines.count)
            for section in sections where section.party == party {
                for line in section.lines {
                    labels[line] = finder.labels(in: body, line: line).filter {
                        section.extent.contains(body.lines[line].extent($0.words).lowerBound)
                    }
                }
            }
            memberLabels[party] = labels
        }
        self.memberLabels = memberLabels
    }

    /// What may be the value of a concept that is about a party.
    func candidates(of concept: Concept, _ reader: FormReader) -> [Candidate] {
        guard let (party, member) = Party.of(concept), let labels = memberLabels[party] else { return [] }
        let finder = CandidateFinder(body, labels: labels)
        var found: [Candidate] = []
        for label in labels.joined() {
            guard let weight = label.targets[.concept(concept)] else { continue }
            found += finder.candidates(of: label, reader, weight: weight)
        }
        found += inAddresses(party, member)
        if member == "name" { found += headed(party, reader) + (party == .seller ? letterhead() : []) }
        if reader.form == .vatID || reader.form == .email { found += inSections(party, reader) }
        return found.sorted { $0.score > $1.score }
    }

    /// True where words stand in the section of another party.
    func belongsToAnother(_ reading: Reading, than party: Party) -> Bool {
        let x = body.lines[reading.line].extent(reading.words).lowerBound
        let around = sections.filter { $0.lines.contains(reading.line) && $0.extent.contains(x) }
        return !around.isEmpty && !around.contains { $0.party == party }
    }

    private func inAddresses(_ party: Party, _ member: String) -> [Candidate] {
        addresses.filter { $0.party == party }.compactMap { address, _, score in
            switch member {
            case "name": name(address).map { candidate([$0], score) }
            case "street": address.street.map { candidate([$0], score) }
            case "postcode", "city":
                CityLine.read(address.city.text).map { found in
                    candidate([address.city], score, text: member == "city" ? found.city : found.postcode)
                }
            case "address":
                candidate((address.street.map { [$0] } ?? []) + [address.city], score)
            default: nil
            }
        }
    }

    private func name(_ address: PostalAddress) -> PostalAddress.Part? {
        let lines = address.name.filter { !Salutation.isOne($0.text) }
        if address.isOneLine { return lines.first }
        return lines.first { LegalForm.isIn($0.text) } ?? lines.first
    }

    // `Customer: ACME Ltd.`, or the first line below the heading.
    private func headed(_ party: Party, _ reader: FormReader) -> [Candidate] {
        sections.filter { $0.party == party }.compactMap { section in
            let line = body.lines[section.line]
            let next = line.cells.first { $0.lowerBound >= section.heading.upperBound }
            if line.words[section.heading.upperBound - 1].text.last == ":", let next,
                section.extent.contains(line.extent(next).lowerBound),
                PartySections.party(line.words[next].map(\.text)) == nil
            {
                return reader.readings(line: section.line, next).first.map { Candidate(reading: $0, score: 0.9) }
            }
            return firstLine(of: section, reader)
        }
    }

    private func firstLine(of section: PartySection, _ reader: FormReader) -> Candidate? {
        for number in section.lines.prefix(3) {
            let line = body.lines[number]
            guard let cell = line.cells.first(where: { section.extent.contains(line.extent($0).lowerBound) }) else {
                continue
            }
            let text = line.text(cell)
            if Salutation.isOne(text) { continue }
            // A label, or a number: this is a list of facts, not an address.
            if memberLabels[section.party]?[number].isEmpty == false || text.contains(":") { return nil }
            guard !text.contains(where: \.isNumber) || LegalForm.isIn(text) else { return nil }
            return reader.readings(line: number, cell).first.map { Candidate(reading: $0, score: 0.8) }
        }
        return nil
    }

    // A company at the head of the first page, or what is printed largest there.
    private func letterhead() -> [Candidate] {
        guard let page = body.lines.first?.page else { return [] }
        let height = body.sizes[page]?.height ?? 800
        let head = body.lines.indices.filter { body.lines[$0].page == page && body.lines[$0].top < height * 0.3 }
        let sizes = body.lines.prefix(200).flatMap { $0.words.map(\.size) }.sorted()
        let usual = sizes.isEmpty ? 10 : sizes[sizes.count / 2]
        var found: [Candidate] = []
        for (order, number) in head.enumerated() {
            for cell in body.lines[number].cells {
                let line = body.lines[number]
                let text = line.text(cell)
                guard isName(text), !isAnothers(number, cell) else { continue }
                let isLarge = (line.words[cell].map(\.size).max() ?? 0) > usual * 1.25
                var score = LegalForm.isIn(text) ? 0.6 : isLarge && order < 4 ? 0.5 : order == 0 ? 0.46 : 0
                if LegalForm.isIn(text), isLarge { score += 0.1 }
                if score > 0 { found.append(candidate([.init(line: number, words: cell, text: text)], score)) }
            }
        }
        return found
    }

    private func isName(_ text: String) -> Bool {
        guard text.count >= 3, text.count <= 60, !text.contains(":"), !text.contains("@"), !text.contains("www."),
            !text.hasSuffix(","),
            text.first?.isLetter == true, text.filter(\.isNumber).count <= 2, CityLine.read(text) == nil
        else { return false }
        // Words of business alone are a title: Invoice, Statement of account.
        return LegalForm.isIn(text) || !Lexicon.terms(text).contains(where: \.isKnown)
    }

    private func isAnothers(_ line: Int, _ cell: Range<Int>) -> Bool {
        addresses.contains { entry in
            entry.party != .seller && entry.address.parts.contains { $0.line == line && $0.words.overlaps(cell) }
        }
            || sections.contains {
                $0.party != .seller && $0.lines.contains(line)
                    && $0.extent.contains(body.lines[line].extent(cell).lowerBound)
            }
    }

    /// Values that tell their form by themselves, within the sections of a party.
    private func inSections(_ party: Party, _ reader: FormReader) -> [Candidate] {
        sections.filter { $0.party == party }.flatMap { section in
            section.lines.flatMap { number in
                body.lines[number].cells.filter { section.extent.contains(body.lines[number].extent($0).lowerBound) }
                    .flatMap { reader.readings(line: number, $0) }
                    .map { Candidate(reading: $0, score: 0.85) }
            }
        }
    }

    private func candidate(_ parts: [PostalAddress.Part], _ score: Double, text: String? = nil) -> Candidate {
        let joined = text ?? parts.map(\.text).joined(separator: ", ")
        var reading = Reading(
            value: .string(joined), text: joined, line: parts[0].line, words: parts[0].words, quality: 1)
        reading.more = parts.dropFirst().map { Reading.Place(line: $0.line, words: $0.words) }
        return Candidate(reading: reading, score: score)
    }
}

/// Words that go before a name in an address.
enum Salutation {
    /// True where a line is nothing else.
    static func isOne(_ text: String) -> Bool { all.contains(Folding.fold(text).filter(\.isLetter)) }

    private static let all: Set<String> = [
        "herrn", "herr", "frau", "firma", "fa", "mr", "mrs", "ms", "monsieur", "madame", "m", "mme", "senor", "senora",
        "signor", "signora", "spett", "spettle", "dhr", "mevr", "anfirma", "familie", "attn", "zhd", "an", "to",
        "messrs",
    ]
}
