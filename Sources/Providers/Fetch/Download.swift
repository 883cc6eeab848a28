import Curl
import Model

/// Decides what a download asks next: knows what came so far, but neither clock, network nor disk.
///
/// A file is asked for in attempts. Each begins at the address of the manifest and follows redirects; an attempt after
/// a broken connection asks for the rest of the same file only.
struct Download {
    /// What to ask a server.
    struct Ask: Equatable {
        var address: WebAddress
        var headers: [HTTPHeader]
        /// First byte wanted.
        var firstByte: Int64
        var policy: AddressPolicy
        /// Sign with these settings when it is sent.
        var signing: S3Settings?
    }

    /// What to do next.
    enum Action: Equatable {
        case ask(Ask)
        /// Do nothing for a time, then call `resume`.
        case wait(Duration)
        case finish(Result<FetchedFile, Failure>)
    }

    /// What to do with the body of an answer.
    enum BodyUse: Equatable {
        /// Write it behind what came before.
        case append
        /// Empty the file, then write.
        case replace
        /// End the transfer: nothing of it is wanted.
        case decline
    }

    let request: FetchRequest
    let settings: FetchSettings
    let maxBytes: Int64
    /// Where attempts begin.
    var start: WebAddress?
    /// Where the present attempt is.
    var current: WebAddress?
    var redirects = 0
    var attempts = 0
    /// Attempts since the last that brought something.
    var fruitless = 0
    /// Bytes that lie in the file.
    var written: Int64 = 0
    /// Bytes at the beginning of the attempt.
    var writtenBefore: Int64 = 0
    /// What is known of the file that is being written.
    var validator: String?
    var total: Int64?
    var file = FetchedFile(address: "")
    /// Why a callback ended the transfer.
    var verdict: Failure?
    /// The status and headers of the present answer, and what became of its body.
    var head: HTTPHead?
    var use: BodyUse?
    /// Why the last address was refused.
    var refusedAddress: String?

    init(_ request: FetchRequest, _ settings: FetchSettings) {
        self.request = request
        self.settings = settings
        maxBytes = min(settings.maxBytes, request.maxBytes ?? .max)
    }

    private var isObject: Bool {
        if case .s3 = request.source { return true }
        return false
    }

    /// Which addresses may be connected to.
    private var policy: AddressPolicy {
        if isObject, let endpoint = settings.s3?.endpoint {
            return AddressPolicy(allowsPrivate: true, named: Set([endpoint.literal].compactMap(\.self)))
        }
        return AddressPolicy(allowsPrivate: settings.allowsPrivate, named: settings.allowHosts.addresses)
    }

    /// The first thing to do.
    mutating func begin() -> Action {
        switch request.source {
        case .url(let text):
            do throws(AddressError) {
                start = try WebAddress(text)
            } catch {
                return .finish(.failure(FetchFailure.malformed(error)))
            }
        case .s3(let text):
            guard let server = settings.s3 else { return .finish(.failure(FetchFailure.noServer())) }
            guard let object = S3Object(text), let address = object.address(server) else {
                return .finish(.failure(FetchFailure.malformedObject()))
            }
            guard server.buckets.isEmpty || server.buckets.contains(object.bucket) else {
                return .finish(.failure(FetchFailure.bucketNotListed(object.bucket)))
            }
            start = address
        }
        return resume()
    }

    /// Begins an attempt.
    mutating func resume() -> Action {
        guard let start else { return begin() }
        attempts += 1
        redirects = 0
        writtenBefore = written
        return ask(start)
    }

    mutating func ask(_ address: WebAddress) -> Action {
        if let refusal = refusal(of: address) { return fail(refusal) }
        current = address
        head = nil
        use = nil
        verdict = nil
        refusedAddress = nil
        var headers = [
            HTTPHeader("User-Agent", "\(Product.name)/\(Product.version)"), HTTPHeader("Accept", "*/*"),
            // A file that grows when it is unpacked could be of any size.
            HTTPHeader("Accept-Encoding", "identity"),
        ]
        if let credentials = address.credentials {
            headers.append(HTTPHeader("Authorization", "Basic " + Base64.encode(Array(credentials.utf8))))
        }
        if written > 0, let validator {
            headers.append(HTTPHeader("If-Range", validator))
        } else if let etag = request.knownETag {
            headers.append(HTTPHeader("If-None-Match", etag))
        }
        let firstByte = validator == nil ? 0 : written
        return .ask(
            Ask(
                address: address, headers: headers, firstByte: firstByte, policy: policy,
                signing: isObject ? settings.s3 : nil))
    }

    /// What the name and the number of a host rule out before anything is asked.
    private func refusal(of address: WebAddress) -> Failure? {
        if !isObject, !settings.allowHosts.allows(address) {
            return FetchFailure.hostNotListed(address.authority)
        }
        return address.literal.flatMap(policy.refusal).map(FetchFailure.refusedAddress)
    }

    /// Judges an address that is about to be connected to; false when it must not be.
    mutating func connecting(to address: SocketAddress) -> Bool {
        guard let address = IPAddress(bytes: address.bytes) else { return false }
        refusedAddress = policy.refusal(of: address)
        return refusedAddress == nil
    }

    /// Ends the download with a failure that says where it happened.
    func fail(_ failure: Failure) -> Action {
        var failure = failure
        failure.details["source"] = .string(request.display)
        if let current, redirects > 0 { failure.details["address"] = .string(current.display) }
        if attempts > 1 { failure.details["attempts"] = .integer(Int64(attempts)) }
        return .finish(.failure(failure))
    }
}
