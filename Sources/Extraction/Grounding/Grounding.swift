import Model

/// Finds where on the pages values stand.
struct Grounding {
    /// Where a value stands, and how surely.
    struct Place {
        var evidence: Evidence?

        /// How sure a value is, given where it stands.
        func confidence(of finding: Finding) -> Double { finding.confidence }
    }

    init(_ document: SourceDocument) {}

    /// The places of findings by their pointers.
    func places(of findings: [String: Finding], fields: Field, page: Int?) -> [String: Place] {
        findings.mapValues { Place(evidence: $0.evidence) }
    }
}
