/// A name with its value, as in `Content-Type: application/json`.
public struct HTTPHeader: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What is asked of a server (RFC 9110), and how long and how much it may answer.
///
/// Only http and https are spoken; certificates are always checked; redirects are not followed; cookies, netrc and
/// the proxies of the environment are not used.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable { case get = "GET", head = "HEAD", post = "POST", put = "PUT" }

    /// What is sent with it.
    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// `length` bytes; `read` fills a buffer from an offset and says how many came, 0 when they cannot be read.
        case stream(length: Int64, read: @Sendable (_ offset: Int64, _ into: UnsafeMutableRawBufferPointer) -> Int)
    }

    /// A signature after AWS version 4, made by the library.
    public struct Signature: Sendable {
        /// As in `aws:amz:eu-central-1:s3`.
        public var scope: String
        public var user: String
        public var secret: String

        public init(scope: String, user: String, secret: String) {
            self.scope = scope
            self.user = user
            self.secret = secret
        }
    }

    public var url: String
    public var method: Method
    public var headers: [HTTPHeader]
    public var body: Body
    public var limits = HTTPLimits()
    /// First byte wanted; sent as `Range`.
    public var firstByte: Int64 = 0
    public var signature: Signature?
    /// Address of a proxy; nil goes straight to the server, whatever the environment says.
    public var proxy: String?
    /// File of certificates that are trusted instead of the system's.
    public var certificates: String?
    /// Asked with each address a connection is about to be made to; such connections are never shared.
    public var acceptsAddress: (@Sendable (SocketAddress) -> Bool)?
    /// Told status and headers before the first byte of the body; false ends the transfer as `declined`.
    public var responded: (@Sendable (HTTPHead) -> Bool)?
    /// Takes the body piece by piece in place of `HTTPResponse.body`; false ends the transfer as `declined`.
    public var received: (@Sendable (UnsafeRawBufferPointer) -> Bool)?

    public init(_ method: Method = .get, _ url: String, headers: [HTTPHeader] = [], body: Body = .none) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// How long and how much a server may answer.
public struct HTTPLimits: Sendable, Equatable {
    /// Until a connection stands, names looked up.
    public var connect: Duration = .seconds(10)
    /// From beginning to end; nil for no limit.
    public var total: Duration? = .seconds(300)
    /// Fewer bytes a second than this, for `slowFor`, end the transfer; 0 for no limit.
    public var slowBytes = 0
    public var slowFor: Duration = .seconds(60)
    /// Bytes of the body, as they come and as announced.
    public var bodyBytes: Int64 = 16 << 20
    /// Bytes of all headers.
    public var headerBytes = 64 << 10

    public init() {}
}
