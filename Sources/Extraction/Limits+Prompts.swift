import Model

/// Bounds of what models are asked about a document.
extension Limits {
    /// Estimated tokens of a document in one question.
    public static let promptTokens = 12_000
    /// Estimated tokens at the end of a part that begin the next one again.
    public static let promptOverlapTokens = 400
    /// Questions about one document.
    public static let promptQuestions = 1000
    /// Bytes of a reply that is read.
    public static let replyBytes = 8 << 20
    /// Places of a reply at which JSON may begin.
    public static let replyStarts = 50
    /// Times a model is asked until its answer follows the schema.
    public static let replyAttempts = 3
    /// Bytes of the copy of a document that waits for a model.
    public static let workingCopyBytes: Int64 = 512 << 20
}
