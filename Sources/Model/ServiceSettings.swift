/// Where a secret is kept: never in dropmill.yaml itself.
public enum SecretPlace: Sendable, Equatable {
    /// A variable of the agent's environment.
    case environment(String)
    /// The absolute path of a file that nobody but its owner may read.
    case file(String)
}

/// A server of models, as dropmill.yaml describes it.
public struct ModelServer: Sendable, Equatable {
    /// The price of a model.
    public struct Price: Sendable, Equatable {
        /// For a million tokens sent.
        public var input = Money.zero
        /// For a million tokens answered.
        public var output = Money.zero
        /// For a minute of a recording.
        public var minute = Money.zero

        public init() {}
    }

    public var name: String
    /// As in `https://api.openai.com/v1`.
    public var baseURL: String
    /// nil for a server that asks for no key.
    public var key: SecretPlace?
    /// The model when a job names none.
    public var model: String?
    public var embeddingModel: String?
    public var transcriptionModel: String?
    /// By the name of the model; `*` is for all others.
    public var prices: [String: Price] = [:]
    /// Requests to one model at once; nil for the default.
    public var maxInFlight: Int?
    /// Until an answer is whole; nil for the default.
    public var timeout: Duration?
    public var proxy: String?
    /// File of certificates that are trusted instead of the system's.
    public var certificates: String?

    public init(name: String, baseURL: String) {
        self.name = name
        self.baseURL = baseURL
    }
}

/// What the agent may download for rows of a manifest.
public struct FetchRules: Sendable, Equatable {
    /// One S3-compatible server.
    public struct S3: Sendable, Equatable {
        public var endpoint: String?
        public var region = "us-east-1"
        public var accessKey: SecretPlace?
        public var secretKey: SecretPlace?
        public var sessionToken: SecretPlace?
        public var pathStyle: Bool?
        public var buckets: [String] = []

        public init() {}
    }

    public var allowHosts: [String] = []
    public var allowPrivate = false
    public var maxBytes: Int64 = 100_000_000
    public var proxy: String?
    public var certificates: String?
    public var s3: S3?

    public init() {}
}

/// How much may be spent.
public struct Budget: Sendable, Equatable {
    /// What the amount is for.
    public enum Period: String, Sendable, CaseIterable { case batch, day, month }

    public var amount: Money
    public var period: Period

    public init(amount: Money, per period: Period) {
        self.amount = amount
        self.period = period
    }
}

/// What every file costs, whatever a model takes: a price list of one's own.
public struct FilePrices: Sendable, Equatable {
    /// For working on one file of a category.
    public var processing: [MediaCategory: Money] = [:]
    /// For keeping the results of one file.
    public var storage = Money.zero

    public init() {}

    /// The price of one file.
    public func price(of category: MediaCategory) -> Money { (processing[category] ?? .zero) + storage }

    /// True when nothing costs anything.
    public var isFree: Bool { storage == .zero && processing.values.allSatisfy { $0 == .zero } }
}
