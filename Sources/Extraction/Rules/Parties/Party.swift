/// Who takes part in a document.
enum Party: String, Sendable, CaseIterable {
    case seller, buyer
    case shipTo = "ship_to"
    /// Somebody else, who is neither sender nor receiver.
    case other

    /// What a concept says of which party.
    static func of(_ concept: Concept) -> (party: Party, member: String)? {
        for party in [Party.seller, .buyer, .shipTo] where concept.rawValue.hasPrefix(party.rawValue + "_") {
            return (party, String(concept.rawValue.dropFirst(party.rawValue.count + 1)))
        }
        return nil
    }
}

/// A part of a page that is about one party: what stands below the words that name it.
struct PartySection: Sendable {
    var party: Party
    /// Where the words that name the party stand.
    var line: Int
    var heading: Range<Int>
    /// The lines below, and the edges that bound them.
    var lines: Range<Int>
    var extent: ClosedRange<Double>
}
