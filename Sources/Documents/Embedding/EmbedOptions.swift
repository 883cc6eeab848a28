import Model

/// What an `embed` job asks for.
struct EmbedOptions: Equatable {
    /// Words of a chunk.
    var size: Int
    /// Words it shares with the one before.
    var overlap: Int
    /// True where a provider makes the vectors.
    var asksProvider: Bool
    var provider: String?
    var model: String?

    /// Reads the parameters of a job, which were checked when the batch was sealed.
    init(_ parameters: JSONObject) throws(Failure) {
        size = Int(parameters["chunk"]?["size"]?.integer ?? Int64(Limits.chunkWords))
        overlap = Int(parameters["chunk"]?["overlap"]?.integer ?? Int64(Limits.chunkOverlap))
        asksProvider = parameters["engine"]?.string == "provider"
        provider = parameters["provider"]?.string
        model = parameters["model"]?.string
        guard size > 0, overlap >= 0 else {
            throw Failure(
                .validationError, "`chunk` of the job has a size below 1 or an overlap below 0", stage: .embed)
        }
    }
}
