extension Limits {
    /// Lines of a document that the rules look at; what comes after is not searched.
    public static let ruleLines = 200_000
    /// Gap between two words that parts cells, in sizes of the font.
    public static let ruleCellGap = 0.9
    /// Words of a label.
    public static let ruleLabelWords = 7
    /// Lines below a label in which its value is sought.
    public static let ruleLinesBelow = 3
    /// Words of one value that is a date or a number.
    public static let ruleValueWords = 6
    /// Candidates for one field that arithmetic weighs.
    public static let ruleCandidates = 8
    /// Rows of one array.
    public static let ruleRows = 20_000
    /// Confidence below which a candidate is not given.
    public static let ruleConfidence = 0.4
}

extension Limits {
    /// Lines below the heading of a party that may be about it.
    public static let rulePartyLines = 24
    /// Lines of an address above its city.
    public static let ruleAddressLines = 5
    /// Addresses of one document that are looked at.
    public static let ruleAddresses = 200
}

extension Limits {
    /// Rows at the top of a table among which the one that names the columns is sought.
    public static let ruleHeadRows = 5
}
