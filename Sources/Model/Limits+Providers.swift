extension Limits {
    /// Bytes of an answer of a provider.
    public static let providerAnswerBytes: Int64 = 32 << 20
    /// Levels of an answer of a provider.
    public static let providerAnswerDepth = 64
    /// Bytes kept of what a provider says went wrong.
    public static let providerMessageBytes = 400
    /// Requests to one model at once, unless the settings say otherwise.
    public static let providerInFlight = 8
    /// Requests to one model at once that settings may ask for.
    public static let providerInFlightMost = 512
    /// Requests that wait for one model.
    public static let providerWaiting = 20_000
    /// Connections kept open for later requests.
    public static let providerIdleConnections = 64
    /// Attempts at a request whose server fails.
    public static let providerAttempts = 6
    /// Attempts at a request that takes too long.
    public static let providerTimeoutAttempts = 2
    /// Attempts at a request whose server has no room for it.
    public static let providerOverloadAttempts = 12
    /// Changes to a request that a server cannot take as it stands.
    public static let providerAdaptations = 6
    /// First and longest wait before a request is tried again.
    public static let providerFirstWait = Duration.seconds(1)
    public static let providerLongestWait = Duration.seconds(60)
    /// Longest hold a provider may ask for; a longer one fails its requests.
    public static let providerLongestHold = Duration.seconds(3600)
    /// Until a connection to a provider stands.
    public static let providerConnect = Duration.seconds(10)
    /// Until an answer is whole, unless the settings say otherwise.
    public static let providerAnswer = Duration.seconds(300)
    /// Until a provider has told its models.
    public static let providerProbe = Duration.seconds(15)
    /// Models listed of one provider.
    public static let providerModels = 1000
    /// Texts in one request for vectors.
    public static let embeddingTexts = 64
    /// Bytes of the texts in one request for vectors.
    public static let embeddingBytes = 1 << 20
    /// Numbers of one vector.
    public static let embeddingDimensions = 16_384
    /// Bytes of a recording sent for transcription.
    public static let transcribedBytes: Int64 = 25 << 20
    /// Passages of one transcript.
    public static let transcriptSegments = 100_000
    /// Bytes of text that make one token, for estimates.
    public static let bytesPerToken = 4
}
