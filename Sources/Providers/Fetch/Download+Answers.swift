import Curl
import Model

/// What answers mean.
extension Download {
    /// Judges status and headers before the body comes.
    mutating func responded(_ head: HTTPHead) -> BodyUse {
        self.head = head
        let use = use(of: head)
        self.use = use
        return use
    }

    private mutating func use(of head: HTTPHead) -> BodyUse {
        switch head.status {
        case 206 where continues(head): return announced(written + (head.contentLength ?? 0), .append)
        case 200, 203:
            validator = Self.validator(head)
            total = head.contentLength
            return announced(head.contentLength ?? 0, .replace)
        default: return .decline
        }
    }

    /// True when a part of a file is the part that is missing.
    private func continues(_ head: HTTPHead) -> Bool {
        guard written > 0, let (first, whole) = head["content-range"].flatMap(Self.range) else { return false }
        return first == written && (whole == nil || total == nil || whole == total)
    }

    private mutating func announced(_ bytes: Int64, _ use: BodyUse) -> BodyUse {
        guard bytes <= maxBytes else {
            verdict = FetchFailure.tooLarge(bytes, limit: maxBytes)
            return .decline
        }
        if use == .replace { written = 0 }
        return use
    }

    /// Counts bytes that are about to be written; false when they are too many.
    mutating func received(_ count: Int) -> Bool {
        guard written + Int64(count) <= maxBytes else {
            verdict = FetchFailure.tooLarge(nil, limit: maxBytes)
            return false
        }
        written += Int64(count)
        return true
    }

    /// What to do after an answer has come, or has not: `error` is nil after a whole one. `elapsed` is the time since
    /// the first attempt, `now` what servers name times by, `jitter` a number from 0 to 1.
    mutating func ended(
        _ error: TransferError?, elapsed: Duration, now: Timestamp, jitter: Double
    ) -> Action {
        if let verdict { return fail(verdict) }
        guard let head, error == nil || error?.code == .declined else {
            return broken(error, elapsed: elapsed, jitter: jitter)
        }
        switch head.status {
        case 200, 203,
            206 where use == .append:
            if let total, written != total {
                let error = TransferError(.brokenOff, "\(written) of \(total) bytes came")
                return broken(error, elapsed: elapsed, jitter: jitter)
            }
            return finish(head)
        case 304 where request.knownETag != nil:
            file.isUnchanged = true
            return finish(head)
        case 301, 302, 303, 307, 308:
            if let location = head["location"] { return redirected(to: location) }
        case 206 where writtenBefore > 0, 416 where writtenBefore > 0:
            // The file is another one now.
            written = 0
            validator = nil
            return again(FetchFailure.status(head.status, retryable: true), nil, elapsed: elapsed, jitter: jitter)
        case 408, 425, 429, 500, 502, 503, 504:
            let wait = RateHeaders(head, now: now).retryAfter
            return again(
                FetchFailure.status(head.status, retryable: true), wait, elapsed: elapsed, jitter: jitter)
        default: break
        }
        return fail(FetchFailure.status(head.status, retryable: false))
    }

    private mutating func finish(_ head: HTTPHead) -> Action {
        file.bytes = written
        file.etag = head["etag"]
        let type = head["content-type"]?.prefix { $0 != ";" }
        file.mediaType = type.map { String(decoding: Array($0.utf8).trimmed, as: UTF8.self).lowercased() }
        file.address = current?.display ?? ""
        file.redirects = redirects
        file.attempts = attempts
        return .finish(.success(file))
    }

    private mutating func redirected(to location: String) -> Action {
        guard let current, let start else { return fail(FetchFailure.tooManyRedirects()) }
        // Keys and buckets are for one server; where else an object lies is for whoever set the endpoint.
        if case .s3 = request.source { return fail(FetchFailure.status(head?.status ?? 0, retryable: false)) }
        redirects += 1
        guard redirects <= Limits.fetchRedirects else { return fail(FetchFailure.tooManyRedirects()) }
        let next: WebAddress
        do throws(AddressError) {
            next = try target(location, from: current)
        } catch {
            return fail(FetchFailure.redirect(error.description))
        }
        if current.scheme == .https, next.scheme == .http, start.credentials != nil {
            return fail(FetchFailure.redirect("from https to http, with credentials"))
        }
        return ask(next)
    }

    // Credentials are for the origin they were given for; those a server names itself are not used.
    private func target(_ location: String, from current: WebAddress) throws(AddressError) -> WebAddress {
        var next = try current.resolving(location)
        next.credentials = next.hasSameOrigin(as: current) ? current.credentials : nil
        return next
    }

    private mutating func broken(_ error: TransferError?, elapsed: Duration, jitter: Double) -> Action {
        let host = current?.authority ?? ""
        guard let error else { return fail(FetchFailure.connection("no answer of \(host)", retryable: true)) }
        switch error.code {
        case .addressRefused:
            return fail(FetchFailure.refusedAddress(refusedAddress ?? "\(host) has no address that may be used"))
        case .tooSlow: return fail(FetchFailure.silent(settings.patience, host: host))
        case .timedOut where head != nil || elapsed + .seconds(1) >= settings.patience.total:
            return fail(FetchFailure.tooLong(settings.patience))
        case .timedOut:
            // Who does not answer at all seldom does a moment later.
            fruitless = max(fruitless, Limits.fetchAttempts - 2)
            return again(
                FetchFailure.unreachable(settings.patience, host: host), nil, elapsed: elapsed, jitter: jitter)
        case .cancelled, .stopped: return fail(FetchFailure.cancelled())
        case .notTrusted, .invalidRequest, .tooLarge, .declined, .unreadableBody:
            return fail(FetchFailure.connection("\(host): \(error.message)", retryable: false))
        case .unknownHost, .notConnected, .brokenOff, .other:
            let failure = FetchFailure.connection("\(host): \(error.message)", retryable: true)
            return again(failure, nil, elapsed: elapsed, jitter: jitter)
        }
    }

    /// Waits for another attempt, if one is left.
    private mutating func again(
        _ failure: Failure, _ asked: Duration?, elapsed: Duration, jitter: Double
    ) -> Action {
        let hasProgress = written >= writtenBefore + Limits.fetchProgressBytes && validator != nil
        fruitless = hasProgress ? 0 : fruitless + 1
        // Without a mark of the file its parts cannot be told from those of another.
        if validator == nil { written = 0 }
        let backoff = settings.patience.backoff * (1 << min(fruitless, Limits.fetchAttempts))
        let wait = max(asked ?? .zero, backoff * (0.25 + jitter / 4))
        guard fruitless < Limits.fetchAttempts, wait <= .seconds(Limits.fetchRetryAfterSeconds),
            elapsed + wait < settings.patience.total
        else { return fail(failure) }
        return .wait(wait)
    }

    /// A mark that only this very file has: a strong ETag, or the time it was changed.
    private static func validator(_ head: HTTPHead) -> String? {
        if let etag = head["etag"], etag.hasPrefix("\"") { return etag }
        return head["accept-ranges"]?.lowercased() == "bytes" ? head["last-modified"] : nil
    }

    /// First byte and length of the whole of `bytes 100-199/200` (RFC 9110, section 14.4).
    private static func range(_ text: String) -> (first: Int64, whole: Int64?)? {
        guard text.lowercased().hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst(6).split(separator: "/")
        guard parts.count == 2, let dash = parts[0].firstIndex(of: "-"), let first = Int64(parts[0][..<dash]) else {
            return nil
        }
        return (first, Int64(parts[1]))
    }
}
