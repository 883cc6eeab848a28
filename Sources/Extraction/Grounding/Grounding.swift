import Layout
import Model

/// Finds where on the pages values stand.
///
/// A place an engine gives with boxes is taken as it is. Any other value is looked for in every notation documents use;
/// of several places the closest notation counts, then the words of the field before it; the values of a row are looked
/// for beside each other, below the row before.
struct Grounding {
    /// Where a value stands, and how surely.
    struct Place {
        var evidence: Evidence?
        /// nil where the engine gave the place.
        var closeness: Notation.Closeness?
        /// Of the words, when they were recognised.
        var certainty = 1.0

        /// How sure a value is, given where it stands.
        func confidence(of finding: Finding) -> Double {
            guard finding.method == .provider else { return finding.confidence }
            // A model says nothing true about how sure it is; the page does.
            guard evidence != nil else { return finding.confidence * 0.5 }
            switch closeness {
            case .exact?, nil: return 0.95 * certainty
            case .folded?, .converted?: return 0.9 * certainty
            case .scaled?, .within?: return 0.75 * certainty
            }
        }
    }

    private let document: SourceDocument
    private var painted: SearchedWords?
    private var inLines: SearchedWords?
    private var looked = 0

    init(_ document: SourceDocument) { self.document = document }

    /// The places of findings by their pointers; `root` is the field that holds them all.
    mutating func places(of findings: [String: Finding], root: Field, page: Int?) -> [String: Place] {
        var places: [String: Place] = [:]
        var rows: [String: [(pointer: String, finding: Finding)]] = [:]
        for (pointer, finding) in findings {
            if let evidence = finding.evidence, !evidence.boxes.isEmpty || !hasBoxes {
                places[pointer] = Place(evidence: evidence)
            } else {
                rows[root.row(of: pointer), default: []].append((pointer, finding))
            }
        }
        guard !rows.isEmpty else { return places }
        var last: [String: Int] = [:]
        for row in rows.keys.map(NaturalPointer.init).sorted().map(\.pointer) {
            let members = (rows[row] ?? []).sorted { $0.pointer < $1.pointer }
            let array = String(row[..<(row.lastIndex(of: "/") ?? row.startIndex)])
            let first = row.isEmpty ? 0 : last[array, default: -1] + 1
            var candidates: [[Candidate]] = []
            for member in members {
                candidates.append(
                    self.candidates(for: member.finding, root.kind(at: member.pointer), page, from: first))
            }
            if row.isEmpty {
                for (member, found) in zip(members, candidates) {
                    places[member.pointer] = best(of: found, for: root.field(at: member.pointer))
                }
            } else {
                for (member, choice) in zip(members, beside(candidates, after: &last[array, default: -1])) {
                    places[member.pointer] = choice.map(place)
                }
            }
        }
        return places
    }

    private var hasBoxes: Bool { document.pages.contains { !$0.words.isEmpty } }

    private func place(_ candidate: Candidate) -> Place {
        guard let words = candidate.isPainted ? painted : inLines else { return Place() }
        return Place(
            evidence: words.evidence(candidate.run), closeness: candidate.closeness,
            certainty: words.certainty(candidate.run))
    }

    /// A place where a value may stand.
    struct Candidate {
        var run: Range<Int>
        var page: Int
        var closeness: Notation.Closeness
        var isPainted: Bool
    }

    private mutating func candidates(
        for finding: Finding, _ kind: Field.Kind?, _ page: Int?, from place: Int
    ) -> [Candidate] {
        guard looked < Limits.groundedValues else { return [] }
        looked += 1
        let page = page ?? finding.evidence?.page
        let first = words(.painted).candidates(for: finding.value, kind, page, from: place, isPainted: true)
        if let best = first.first, best.closeness < .within { return first }
        let second = words(.lines).candidates(for: finding.value, kind, page, isPainted: false)
        guard let best = second.first else { return first }
        return first.isEmpty || best.closeness < .within ? second : first
    }

    private mutating func words(_ order: WordIndex.Order) -> SearchedWords {
        let known = order == .painted ? painted : inLines
        let words = known ?? SearchedWords(document, order)
        if order == .painted { painted = words } else { inLines = words }
        return words
    }

    private func best(of candidates: [Candidate], for field: Field?) -> Place? {
        guard let closest = candidates.first?.closeness else { return nil }
        let alike = candidates.prefix { $0.closeness == closest }
        guard alike.count > 1, let field else { return candidates.first.map(place) }
        let names = Set(
            Field.labels(of: field).flatMap(Folding.words).filter { $0.count > 1 }.map { Array($0.utf8)[...] })
        var best: (candidate: Candidate, score: Int)?
        for candidate in alike {
            let words = candidate.isPainted ? painted : inLines
            let score = words?.labels(before: candidate.run, among: names) ?? 0
            if score > best?.score ?? -1 { best = (candidate, score) }
        }
        return best.map { place($0.candidate) }
    }

    /// One place for each value of a row, close to each other and, where that can be, behind the row before.
    private func beside(_ values: [[Candidate]], after last: inout Int) -> [Candidate?] {
        let previous = last
        let anchors = values.indices.filter { !values[$0].isEmpty }
        var best: (choice: [Candidate?], cost: Int, position: Int)?
        for anchor in anchors {
            let places = values[anchor].filter(\.isPainted)
            let behind = places.filter { $0.run.lowerBound > previous }.prefix(Limits.groundingRowPlaces)
            for candidate in behind.isEmpty ? places.prefix(Limits.groundingRowPlaces) : behind {
                var cost = candidate.run.lowerBound > previous ? 0 : 10_000
                let choice = values.map { nearest(to: candidate, among: $0, &cost) }
                let position = choice.compactMap { $0?.isPainted == true ? $0?.run.lowerBound : nil }.max() ?? 0
                if cost < best?.cost ?? .max { best = (choice, cost, position) }
            }
        }
        guard let best else { return values.map(\.first) }
        last = max(last, best.position)
        return best.choice
    }

    private func nearest(to anchor: Candidate, among candidates: [Candidate], _ cost: inout Int) -> Candidate? {
        var best: (candidate: Candidate, cost: Int)?
        for candidate in candidates {
            var cost = abs(candidate.run.lowerBound - anchor.run.lowerBound) + 20 * candidate.closeness.rawValue
            if candidate.page != anchor.page { cost += 5000 }
            if !candidate.isPainted { cost += 500 }
            if cost < best?.cost ?? .max { best = (candidate, cost) }
        }
        cost += min(best?.cost ?? 0, 100_000)
        return best?.candidate
    }
}
