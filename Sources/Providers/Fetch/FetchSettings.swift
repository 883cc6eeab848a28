import Model

/// `fetch` of the settings: what the agent may download for rows of a manifest, and how.
public struct FetchSettings: Sendable, Equatable {
    /// Hosts that rows of type `url` may name; empty allows every public host.
    public var allowHosts = HostList()
    /// True allows addresses that are not public; link-local ones have to be listed in `allowHosts` as well.
    public var allowsPrivate = false
    /// Bytes of one file.
    public var maxBytes = Limits.fetchBytes
    /// Address of a proxy, credentials included; nil for none, whatever the environment says.
    ///
    /// The proxy looks names up itself: that it connects to no private address is its own duty then. Addresses written
    /// as numbers are refused here all the same.
    public var proxy: String?
    /// File of certificates that are trusted instead of the system's.
    public var certificates: String?
    /// Where rows of type `s3` come from; nil refuses them.
    public var s3: S3Settings?
    /// How long a server may take.
    public var patience = FetchPatience()

    public init() {}
}

/// How long a download waits for its server.
public struct FetchPatience: Sendable, Equatable {
    /// Until a connection stands.
    public var connect: Duration = .seconds(Limits.fetchConnectSeconds)
    /// With next to nothing coming, before the first byte or after it; whole seconds.
    public var silence: Duration = .seconds(Limits.fetchSilenceSeconds)
    /// For one file, all attempts together.
    public var total: Duration = .seconds(Limits.fetchTotalSeconds)
    /// Before the second attempt; doubled before each further one.
    public var backoff: Duration = .seconds(Limits.fetchBackoffSeconds)

    public init() {}
}

/// `fetch.s3` of the settings: one S3-compatible server and who asks it.
public struct S3Settings: Sendable, Equatable {
    /// Who asks, as the server knows it.
    public struct Keys: Sendable, Equatable {
        public var id: String
        public var secret: String
        /// Of temporary keys.
        public var sessionToken: String?

        public init(id: String, secret: String, sessionToken: String? = nil) {
            self.id = id
            self.secret = secret
            self.sessionToken = sessionToken
        }
    }

    /// nil for Amazon's in `region`. What is set here may lie on a private address: it was chosen by whoever runs the
    /// agent, not by whoever drops a manifest.
    public var endpoint: WebAddress?
    public var region: String
    /// nil asks without a signature, for public buckets.
    public var keys: Keys?
    /// True puts the bucket into the path, false before the host; nil for what the endpoint is used to.
    public var pathStyle: Bool?
    /// Buckets that rows may name; empty allows all that the keys can read.
    public var buckets: [String] = []

    public init(endpoint: WebAddress? = nil, region: String = "us-east-1", keys: Keys? = nil, pathStyle: Bool? = nil) {
        self.endpoint = endpoint
        self.region = region
        self.keys = keys
        self.pathStyle = pathStyle
    }
}

// Keys stay out of whatever is printed.
extension S3Settings.Keys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "keys of \(id)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
