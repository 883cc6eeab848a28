import CCurl
import Glibc

/// One request under way: its handle, what has come, and why it was ended by us.
///
/// Lives on the thread of its exchange; the library holds a pointer to it until it is taken off.
final class Transfer {
    let ticket: Exchange.Ticket
    let request: HTTPRequest
    let completion: Exchange.Completion
    let handle: EasyHandle
    private let headerList: TextList
    private let errorText: UnsafeMutablePointer<CChar>
    var head = HTTPHead(status: 0)
    var headerBytes = 0
    var body: [UInt8] = []
    var bodyBytes: Int64 = 0
    /// Bytes of the request's body that were sent.
    var sent: Int64 = 0
    /// Why a callback ended the transfer.
    var verdict: TransferError.Code?

    init(_ ticket: Exchange.Ticket, _ request: HTTPRequest, _ completion: @escaping Exchange.Completion)
        throws(TransferError)
    {
        self.ticket = ticket
        self.request = request
        self.completion = completion
        headerList = try TextList(try Self.lines(request))
        handle = try EasyHandle()
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try prepare()
    }

    deinit {
        _ = ccurl_set_pointer(handle.pointer, CURLOPT_ERRORBUFFER, nil)
        errorText.deallocate()
    }

    private static func lines(_ request: HTTPRequest) throws(TransferError) -> [String] {
        var lines: [String] = []
        for header in request.headers {
            let isSafe =
                !header.name.isEmpty
                && header.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
                && header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            guard isSafe else { throw TransferError(.invalidRequest, "a header cannot be sent as it stands") }
            lines.append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        // Without these the library waits a second for leave to send, or calls a body a form.
        lines.append("Expect:")
        if request.headers.allSatisfy({ $0.name.lowercased() != "content-type" }) { lines.append("Content-Type:") }
        return lines
    }

    private func prepare() throws(TransferError) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_ERRORBUFFER, context: errorText)
        try handle.set(CURLOPT_PRIVATE, context: this)
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_URL, request.url)
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        // Dots in a path are for whoever makes the address; on S3 they are names like any other.
        try handle.set(CURLOPT_PATH_AS_IS, 1)
        try handle.set(CURLOPT_NETRC, 0)
        // Over TLS the first connection soon tells whether it carries many requests at once; without, not before the
        // first answer, and all others would wait for that.
        try handle.set(CURLOPT_PIPEWAIT, request.url.lowercased().hasPrefix("https:") ? 1 : 0)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        // An empty name is no proxy; unset, the environment would choose one.
        try handle.set(CURLOPT_PROXY, request.proxy ?? "")
        try handle.set(CURLOPT_NOPROXY, request.proxy == nil ? "*" : "")
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let certificates = request.certificates { try handle.set(CURLOPT_CAINFO, certificates) }
        try handle.set(CURLOPT_HTTPHEADER, headerList)
        if let signature = request.signature {
            try handle.set(CURLOPT_AWS_SIGV4, signature.scope)
            try handle.set(CURLOPT_USERNAME, signature.user)
            try handle.set(CURLOPT_PASSWORD, signature.secret)
        }
        try prepareLimits()
        try prepareBody(this)
        try prepareCallbacks(this)
    }

    private func prepareLimits() throws(TransferError) {
        let limits = request.limits
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect.wholeMilliseconds)
        if let total = limits.total { try handle.set(CURLOPT_TIMEOUT_MS, total.wholeMilliseconds) }
        if limits.slowBytes > 0 {
            try handle.set(CURLOPT_LOW_SPEED_LIMIT, limits.slowBytes)
            try handle.set(CURLOPT_LOW_SPEED_TIME, max(1, limits.slowFor.wholeMilliseconds / 1000))
        }
        if request.method != .head { try handle.set(CURLOPT_MAXFILESIZE_LARGE, size: limits.bodyBytes) }
        if request.firstByte > 0 { try handle.set(CURLOPT_RANGE, "\(request.firstByte)-") }
    }

    private func prepareBody(_ this: UnsafeMutableRawPointer) throws(TransferError) {
        switch request.method {
        case .get: try handle.set(CURLOPT_HTTPGET, 1)
        case .head: try handle.set(CURLOPT_NOBODY, 1)
        case .post: try handle.set(CURLOPT_POST, 1)
        case .put: try handle.set(CURLOPT_UPLOAD, 1)
        }
        guard request.method == .post || request.method == .put else { return }
        let length = request.method == .post ? CURLOPT_POSTFIELDSIZE_LARGE : CURLOPT_INFILESIZE_LARGE
        try handle.set(length, size: request.body.length)
        try handle.set(CURLOPT_READDATA, context: this)
        try handle.set(CURLOPT_READFUNCTION) { bytes, size, count, context in
            Transfer.of(context).give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        try handle.set(CURLOPT_SEEKDATA, context: this)
        try handle.set(seek: { context, offset, origin in
            guard origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
            Transfer.of(context).sent = Int64(offset)
            return CURL_SEEKFUNC_OK
        })
    }

    private func prepareCallbacks(_ this: UnsafeMutableRawPointer) throws(TransferError) {
        try handle.set(CURLOPT_HEADERDATA, context: this)
        try handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Transfer.of(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try handle.set(CURLOPT_WRITEDATA, context: this)
        try handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Transfer.of(context).take(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        guard request.acceptsAddress != nil else { return }
        // A connection that was made for another request was checked by other rules.
        try handle.set(CURLOPT_FRESH_CONNECT, 1)
        try handle.set(CURLOPT_FORBID_REUSE, 1)
        try handle.set(CURLOPT_OPENSOCKETDATA, context: this)
        try handle.set(openSocket: { context, _, address in
            guard let context, let address else { return CURL_SOCKET_BAD }
            return Transfer.of(context).openSocket(address)
        })
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { fatalError("the library lost the context of a transfer") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// How the transfer ended, in the library's view.
    func result(_ code: CURLcode) -> Result<HTTPResponse, TransferError> {
        if code == CURLE_OK {
            return .success(HTTPResponse(head: head, body: body, bodyBytes: bodyBytes))
        }
        let words = String(cString: errorText)
        let message = words.isEmpty ? String(cString: curl_easy_strerror(code)) : words
        // The library has one code for both; it says which in words only (lib/speedcheck.c).
        let isSlow = code == CURLE_OPERATION_TIMEDOUT && message.hasPrefix("Operation too slow")
        // A refused address is the reason only when no other was connected to.
        let isVerdict = verdict != .addressRefused || code == CURLE_COULDNT_CONNECT
        let reason = (isVerdict ? verdict : nil) ?? (isSlow ? .tooSlow : TransferError.Code(code))
        return .failure(TransferError(reason, message, head: head.status > 0 ? head : nil, bodyBytes: bodyBytes))
    }
}

extension HTTPRequest.Body {
    /// Bytes that will be sent.
    var length: Int64 {
        switch self {
        case .none: 0
        case .bytes(let bytes): Int64(bytes.count)
        case .stream(let length, _): length
        }
    }
}

extension Duration {
    /// At least one, since the library takes zero for no limit.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
