import Model

/// Finds the values of a schema in words and their places, by labels, forms and arithmetic alone.
public struct RulesEngine: Engine {
    public init() {}

    public func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
        var search = Search(fields, document)
        search.run(document)
        return search.findings
    }
}

/// One search: a document, what is wanted of it, and what has been found.
struct Search {
    let body: TextBody
    let wanted: [Wanted]
    let labels: [[LabelMatch]]
    let parties: PartyFinder
    var findings = Findings()

    init(_ fields: [Field], _ document: SourceDocument) {
        body = TextBody(document)
        wanted = Wanted.leaves(of: fields)
        labels = LabelFinder(index: LabelIndex(wanted)).labels(in: body)
        parties = PartyFinder(body, labels: labels)
    }

    mutating func run(_ document: SourceDocument) {
        let finder = CandidateFinder(body, labels: labels)
        for value in wanted where !value.field.isArray && value.concept?.isTotal != true {
            settle(value, candidates(of: value, finder))
        }
        findTotals(finder)
        findRows(document)
    }

    /// The candidates for a value, best first.
    func candidates(of value: Wanted, _ finder: CandidateFinder) -> [Candidate] {
        let reader = FormReader(value, body)
        let target = value.concept.map(LabelIndex.Target.concept) ?? .field(value.pointer)
        var found: [Candidate] = []
        for label in labels.joined() {
            guard let weight = label.targets[target] else { continue }
            found += finder.candidates(of: label, reader, weight: weight)
        }
        if let concept = value.concept, let (party, _) = Party.of(concept) {
            found.removeAll { parties.belongsToAnother($0.reading, than: party) }
            found += parties.candidates(of: concept, reader)
        }
        if found.isEmpty { found = unlabelled(value, reader) }
        return found.sorted { $0.score > $1.score }
    }

    /// Takes the best candidate where it is good enough.
    mutating func settle(_ value: Wanted, _ found: [Candidate]) {
        guard let best = found.first, best.score >= Limits.ruleConfidence else { return }
        take(value, best)
    }

    mutating func take(_ value: Wanted, _ candidate: Candidate) {
        findings.values[value.pointer] = Finding(
            candidate.reading.value, by: .rules, confidence: min(1, candidate.score),
            evidence: evidence(candidate.reading))
    }

    func evidence(_ reading: Reading) -> Evidence {
        let places = [Reading.Place(line: reading.line, words: reading.words)] + reading.more
        let lines = places.map { (line: body.lines[$0.line], words: $0.words) }
        return Evidence(
            page: lines[0].line.page, boxes: lines.filter(\.line.isPlaced).map { $0.line.box($0.words) },
            text: lines.map { $0.line.text($0.words) }.joined(separator: "\n"))
    }
}
