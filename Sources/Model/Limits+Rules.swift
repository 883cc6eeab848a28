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
