/// Status and headers of an answer.
public struct HTTPHead: Sendable, Equatable {
    public var status: Int
    public var headers: [HTTPHeader]

    public init(status: Int, headers: [HTTPHeader] = []) {
        self.status = status
        self.headers = headers
    }

    /// The value of the first header of that name, in whatever case it is written.
    public subscript(name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }

    /// Bytes the body has, as announced.
    public var contentLength: Int64? {
        self["content-length"].flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}

/// What a server answered.
public struct HTTPResponse: Sendable, Equatable {
    public var head: HTTPHead
    /// Empty when the request took the body itself.
    public var body: [UInt8]
    /// Bytes of the body, wherever they went.
    public var bodyBytes: Int64

    public init(head: HTTPHead, body: [UInt8] = [], bodyBytes: Int64 = 0) {
        self.head = head
        self.body = body
        self.bodyBytes = bodyBytes
    }

    public var status: Int { head.status }
}

/// Why no whole answer came.
public struct TransferError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// The request cannot be sent as it stands.
        case invalidRequest
        /// The name of the host is not known.
        case unknownHost
        /// No connection was made.
        case notConnected
        /// Every address of the host was refused by `acceptsAddress`.
        case addressRefused
        /// The certificate or the handshake was not accepted.
        case notTrusted
        case timedOut
        /// Slower than `slowBytes`.
        case tooSlow
        /// More than `bodyBytes` or `headerBytes`.
        case tooLarge
        /// `responded` or `received` said no.
        case declined
        /// The connection ended too early, or what came is not HTTP.
        case brokenOff
        /// The body of the request could not be read.
        case unreadableBody
        case cancelled
        /// The exchange has been stopped.
        case stopped
        case other
    }

    public var code: Code
    /// The library's words.
    public var message: String
    /// What had come of the answer.
    public var head: HTTPHead?
    public var bodyBytes: Int64

    public init(_ code: Code, _ message: String, head: HTTPHead? = nil, bodyBytes: Int64 = 0) {
        self.code = code
        self.message = message
        self.head = head
        self.bodyBytes = bodyBytes
    }

    public var description: String { message }

    /// True when the same request may well succeed later.
    public var isTransient: Bool {
        switch code {
        case .unknownHost, .notConnected, .timedOut, .tooSlow, .brokenOff, .other: true
        default: false
        }
    }
}
