/// Texts for which vectors are wanted.
public struct EmbeddingRequest: Sendable, Equatable {
    /// Name of the provider in the settings.
    public var provider: String
    /// nil for the provider's own.
    public var model: String?
    public var texts: [String]
    /// Length the vectors must have; nil takes what comes, if all are alike.
    public var dimensions: Int?

    public init(provider: String, model: String? = nil, texts: [String], dimensions: Int? = nil) {
        self.provider = provider
        self.model = model
        self.texts = texts
        self.dimensions = dimensions
    }
}

/// One vector for each text, in their order.
public struct EmbeddingReply: Sendable, Equatable {
    public var vectors: [[Float]]
    public var model: String

    public init(vectors: [[Float]], model: String) {
        self.vectors = vectors
        self.model = model
    }
}
