import Model

/// Decides how many requests one model of one provider gets at once: one more with each round that succeeds, half as
/// many when the server says it is too much (additive increase, multiplicative decrease), none until the time it names.
struct RequestLimiter: Sendable {
    /// The right to send one request.
    struct Permit: Sendable, Equatable {
        let startedAt: Duration
    }

    enum Decision: Sendable, Equatable {
        case go(Permit)
        /// nil: until a request ends.
        case wait(until: Duration?)
    }

    private let most: Double
    private var window: Double
    private(set) var inFlight = 0
    /// No request before that time.
    private(set) var heldUntil: Duration?
    private var lastDecrease: Duration?
    /// Overloads since the last success.
    private(set) var overloads = 0
    /// After a hold a single request tells whether there is room again; the others would all be refused with it.
    private var isProbing = false
    /// What the server says is left, and until when that holds.
    private var allowance: (requests: Int, until: Duration)?

    init(most: Int) {
        self.most = Double(max(1, most))
        window = self.most
    }

    /// Requests that may run at once now.
    func width(now: Duration) -> Int {
        if isProbing { return 1 }
        guard let allowance, now < allowance.until else { return Int(window) }
        return max(1, min(Int(window), allowance.requests))
    }

    /// May a request be sent?
    mutating func admit(now: Duration) -> Decision {
        if let heldUntil {
            guard now >= heldUntil else { return .wait(until: heldUntil) }
            self.heldUntil = nil
        }
        guard inFlight < width(now: now) else { return .wait(until: nil) }
        inFlight += 1
        return .go(Permit(startedAt: now))
    }

    /// A request was answered; the server may have said what is left.
    mutating func succeeded(_ permit: Permit, left: RateHeaders = RateHeaders(), now: Duration) {
        inFlight -= 1
        if isNews(permit) {
            overloads = 0
            isProbing = false
            window = min(most, window + 1 / window)
        }
        guard let reset = left.reset, reset > .zero, let remaining = left.remaining else { return }
        if remaining == 0 {
            hold(until: now + reset)
        } else {
            allowance = (remaining, now + reset)
        }
    }

    /// The server had no room for a request; `retryAfter` is what it asks for, `jitter` lies between 0 and 1.
    mutating func overloaded(_ permit: Permit, retryAfter: Duration?, jitter: Double, now: Duration) {
        inFlight -= 1
        // What was sent before the last decrease says nothing about the room there is now.
        if isNews(permit) {
            overloads += 1
            window = max(1, window / 2)
            lastDecrease = now
            isProbing = true
            // A time that proved too short once is not believed again.
            let failures = retryAfter == nil ? overloads : overloads - 1
            let own = failures > 0 ? Backoff.wait(after: failures, jitter: jitter) : .zero
            hold(until: now + max(retryAfter ?? .zero, own))
        } else if let retryAfter {
            hold(until: now + retryAfter)
        }
    }

    /// A request ended in a way that says nothing about the room there is.
    mutating func ended(_ permit: Permit) {
        inFlight -= 1
    }

    private func isNews(_ permit: Permit) -> Bool {
        lastDecrease.map { permit.startedAt > $0 } ?? true
    }

    private mutating func hold(until time: Duration) {
        heldUntil = max(heldUntil ?? time, time)
    }
}
