import Model

extension Search {
    /// Finds the amounts of the whole document that are wanted, all of them together.
    mutating func findTotals(_ finder: CandidateFinder) {
        let asked = wanted.filter { $0.concept?.isTotal == true && !$0.field.isArray }
        guard !asked.isEmpty else { return }
        var choices: Totals.Choices = [:]
        for concept in Concept.allCases where concept.isTotal {
            let value = Wanted(Field(concept.rawValue, .number), pointer: "", parents: [])
            choices[concept] = candidates(of: value, finder).map(favouringTheEnd)
        }
        let solved = Totals(choices).solved()
        for value in asked {
            guard let concept = value.concept, let found = solved[concept], let number = found.reading.amount else {
                continue
            }
            var candidate = found
            switch value.field.kind {
            case .integer:
                guard let whole = Int64(exactly: number.value) else { continue }
                candidate.reading.value = .integer(whole)
            case .number: candidate.reading.value = .number(number.value)
            default: candidate.reading.value = .string(found.reading.text)
            }
            settle(value, [candidate])
        }
    }

    /// Totals stand at the end of what they sum up.
    private func favouringTheEnd(_ candidate: Candidate) -> Candidate {
        var candidate = candidate
        let place = Double(candidate.reading.line) / Double(max(1, body.lines.count))
        candidate.score *= 0.92 + 0.08 * place
        return candidate
    }
}
