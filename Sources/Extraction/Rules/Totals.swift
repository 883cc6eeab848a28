import Model

/// The amounts of a whole document, chosen together: those that hang together by arithmetic are right.
///
/// Net and tax make the total, lines less allowances and with charges make the net, the total less what is paid is due.
struct Totals {
    /// What may be the amount of each concept.
    typealias Choices = [Concept: [Candidate]]

    private let choices: Choices

    init(_ found: Choices) {
        choices = found.mapValues(Self.distinct)
    }

    /// The amounts that go together best, with what speaks for each.
    func solved() -> [Concept: Candidate] {
        var best = Core(score: 0)
        for basis in options(.taxBasisTotal) {
            for tax in options(.taxTotal) {
                for grand in options(.grandTotal) {
                    let core = Core(basis: basis, tax: tax, grand: grand)
                    if core.score > best.score { best = core }
                }
            }
        }
        best = withNetAsLines(best)
        var solved = best.solved
        lines(&solved)
        due(&solved)
        imply(&solved)
        return solved
    }

    /// Net, tax and total.
    private struct Core {
        var basis: Candidate?
        var tax: Candidate?
        var grand: Candidate?
        var score: Double
        var isProven = false

        init(score: Double) { self.score = score }

        init(basis: Candidate?, tax: Candidate?, grand: Candidate?) {
            self.basis = basis
            self.tax = tax
            self.grand = grand
            score = [basis, tax, grand].reduce(0) { $0 + ($1?.score ?? 0) }
            guard let basis = basis?.number, let tax = tax?.number, let grand = grand?.number else {
                if let net = basis?.number, let gross = grand?.number, abs(net) > abs(gross) + 0.005 { score -= 1 }
                if let part = tax?.number, let gross = grand?.number, abs(part) >= abs(gross), gross != 0 { score -= 1 }
                return
            }
            if Totals.equal(basis + tax, grand) {
                isProven = tax != 0
                score += tax != 0 ? 2 : 0.6
            } else {
                score -= 0.8
            }
        }

        var solved: [Concept: Candidate] {
            var solved: [Concept: Candidate] = [:]
            for (concept, candidate) in [(Concept.taxBasisTotal, basis), (.taxTotal, tax), (.grandTotal, grand)] {
                guard var candidate else { continue }
                candidate.score = isProven ? max(0.97, candidate.score) : candidate.score
                solved[concept] = candidate
            }
            return solved
        }
    }

    /// What is called a subtotal may be the net that tax is on.
    private func withNetAsLines(_ core: Core) -> Core {
        guard !core.isProven else { return core }
        var best = core
        for basis in options(.taxBasisTotal) + options(.lineTotal) {
            for tax in options(.taxTotal) {
                for grand in options(.grandTotal) + options(.duePayable) {
                    var other = Core(basis: basis, tax: tax, grand: grand)
                    other.score -= 0.3
                    if other.isProven, other.score > best.score { best = other }
                }
            }
        }
        return best
    }

    // The sum of the lines, from which allowances and charges lead to the net.
    private func lines(_ solved: inout [Concept: Candidate]) {
        guard let basis = solved[.taxBasisTotal]?.number else {
            solved[.lineTotal] = choices[.lineTotal]?.first
            for concept in [Concept.allowances, .charges] { solved[concept] = choices[concept]?.first }
            return
        }
        var best = (score: 0.0, parts: [Concept: Candidate]())
        for line in options(.lineTotal) {
            for allowance in options(.allowances) {
                for charge in options(.charges) {
                    var score = [line, allowance, charge].reduce(0) { $0 + ($1?.score ?? 0) }
                    var isProven = false
                    if let line = line?.number {
                        let (less, more) = (abs(allowance?.number ?? 0), abs(charge?.number ?? 0))
                        let fits = Self.equal(line - less + more, basis) || Self.equal(line + less - more, basis)
                        isProven = fits && less + more > 0
                        score += fits ? (isProven ? 1.5 : 0.6) : -0.6
                    }
                    guard score > best.score else { continue }
                    best = (score, [:])
                    for (concept, part) in [(Concept.lineTotal, line), (.allowances, allowance), (.charges, charge)] {
                        guard var part else { continue }
                        if isProven { part.score = max(0.95, part.score) }
                        best.parts[concept] = part
                    }
                }
            }
        }
        solved.merge(best.parts) { _, new in new }
    }

    // What is due: the total less what has been paid.
    private func due(_ solved: inout [Concept: Candidate]) {
        let grand = solved[.grandTotal]?.number
        var best = (score: 0.0, parts: [Concept: Candidate]())
        for due in options(.duePayable) {
            for paid in options(.prepaid) {
                var score = (due?.score ?? 0) + (paid?.score ?? 0)
                var isProven = false
                if let grand, let due = due?.number {
                    let less = abs(paid?.number ?? 0)
                    let fits = Self.equal(grand - less, due) || Self.equal(grand + less, due)
                    isProven = fits && less > 0
                    score += fits ? (isProven ? 1.5 : 0.6) : -0.3
                }
                guard score > best.score else { continue }
                best = (score, [:])
                for (concept, part) in [(Concept.duePayable, due), (.prepaid, paid)] {
                    guard var part else { continue }
                    if isProven { part.score = max(0.95, part.score) }
                    best.parts[concept] = part
                }
            }
        }
        solved.merge(best.parts) { _, new in new }
    }

    // An invoice that does not print an amount means the one that it must be equal to.
    private func imply(_ solved: inout [Concept: Candidate]) {
        func same(_ concept: Concept, as other: Concept, unless reasons: [Concept]) {
            guard solved[concept] == nil, var candidate = solved[other],
                reasons.allSatisfy({ (solved[$0]?.number ?? 0) == 0 })
            else { return }
            candidate.score *= 0.8
            solved[concept] = candidate
        }
        same(.grandTotal, as: .duePayable, unless: [.prepaid])
        same(.duePayable, as: .grandTotal, unless: [.prepaid])
        same(.lineTotal, as: .taxBasisTotal, unless: [.allowances, .charges])
        if let line = solved[.lineTotal]?.number, let grand = solved[.grandTotal]?.number,
            Self.equal(line + (solved[.taxTotal]?.number ?? 0), grand)
        {
            same(.taxBasisTotal, as: .lineTotal, unless: [.allowances, .charges])
        }
    }

    private func options(_ concept: Concept) -> [Candidate?] { (choices[concept] ?? []).map { $0 } + [nil] }

    /// The best candidate of each number, and no more than can be weighed.
    private static func distinct(_ found: [Candidate]) -> [Candidate] {
        var numbers = Set<Double>()
        var kept: [Candidate] = []
        for candidate in found.sorted(by: { $0.score > $1.score }) {
            guard let number = candidate.number, numbers.insert(number).inserted else { continue }
            kept.append(candidate)
            if kept.count == Limits.ruleCandidates { break }
        }
        return kept
    }

    static func equal(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 0.011 }
}

extension Candidate {
    /// The number that was read.
    var number: Double? { reading.amount?.value }
}
