import Curl
import Linux
import Model
import Synchronization

/// The requests to one model of one provider: who waits, who may go, and what the server was found to take.
///
/// Runs on whichever thread comes; what it lets go starts on that thread.
final class Lane: Sendable {
    enum Turn: Sendable {
        case go(RequestLimiter.Permit)
        /// The hold is too long to wait for.
        case held(until: Duration)
        /// Too many wait already.
        case full
    }

    typealias Start = @Sendable (Turn) -> Void

    private struct State {
        var limiter: RequestLimiter
        var waiting: [(id: UInt64, start: Start)] = []
        /// Waiting ones before this place have been let go.
        var first = 0
        /// When those that wait are looked at again.
        var alarm: Duration?
        var dialect = Dialect()

        /// Forgets those let go only now and then, since each time moves all that wait.
        mutating func takeFirst() -> Start {
            let start = waiting[first].start
            waiting[first].start = { _ in }
            first += 1
            if first > 256, first * 2 > waiting.count {
                waiting.removeFirst(first)
                first = 0
            }
            return start
        }
    }

    let provider: ProviderSettings
    let model: String?
    private let exchange: Exchange
    private let holds: @Sendable (ProviderHold) -> Void
    private let state: Mutex<State>

    init(
        _ provider: ProviderSettings, model: String?, _ exchange: Exchange,
        holds: @escaping @Sendable (ProviderHold) -> Void
    ) {
        self.provider = provider
        self.model = model
        self.exchange = exchange
        self.holds = holds
        state = Mutex(State(limiter: RequestLimiter(most: min(provider.maxInFlight, Limits.providerInFlightMost))))
    }

    /// What the server takes, as far as it is known.
    var dialect: Dialect { state.withLock { $0.dialect } }

    /// Keeps what the server was found to take.
    func remember(_ dialect: Dialect) { state.withLock { $0.dialect = dialect } }

    /// Waits for a turn; `first` for those that had one before.
    func enter(_ id: UInt64, first: Bool, _ start: @escaping Start) {
        let isFull = state.withLock { state in
            guard state.waiting.count - state.first < Limits.providerWaiting else { return true }
            state.waiting.insert((id, start), at: first ? state.first : state.waiting.endIndex)
            return false
        }
        if isFull { start(.full) } else { pump() }
    }

    /// Takes a request out of those that wait; true when it was among them.
    func leave(_ id: UInt64) -> Bool {
        state.withLock { state in
            guard let place = state.waiting[state.first...].firstIndex(where: { $0.id == id }) else { return false }
            state.waiting.remove(at: place)
            return true
        }
    }

    func succeeded(_ permit: RequestLimiter.Permit, _ left: RateHeaders) {
        let now = Clock.sinceBoot()
        let held = state.withLock { state in
            let before = state.limiter.heldUntil
            state.limiter.succeeded(permit, left: left, now: now)
            return state.limiter.heldUntil == before ? nil : state.limiter.heldUntil
        }
        if let held { tell(held, now, "all requests of this period are used up") }
        pump()
    }

    func overloaded(_ permit: RequestLimiter.Permit, retryAfter: Duration?, reason: String) {
        let now = Clock.sinceBoot()
        let held = state.withLock { state in
            let before = state.limiter.heldUntil
            state.limiter.overloaded(permit, retryAfter: retryAfter, jitter: .random(in: 0...1), now: now)
            return state.limiter.heldUntil == before ? nil : state.limiter.heldUntil
        }
        if let held { tell(held, now, reason) }
        pump()
    }

    func ended(_ permit: RequestLimiter.Permit) {
        state.withLock { $0.limiter.ended(permit) }
        pump()
    }

    private func tell(_ until: Duration, _ now: Duration, _ reason: String) {
        let time = Clock.now().adding(milliseconds: (until - now).milliseconds)
        holds(
            ProviderHold(
                provider: provider.name, model: model ?? "", reason: "\(provider.name): \(reason)", resumeAt: time))
    }

    /// Lets go whoever may; sets an alarm when time alone is missing.
    private func pump() {
        while let (start, turn) = next() { start(turn) }
    }

    private func next() -> (Start, Turn)? {
        let now = Clock.sinceBoot()
        let (found, alarm) = state.withLock { state -> ((Start, Turn)?, Duration?) in
            if let alarm = state.alarm, alarm <= now { state.alarm = nil }
            guard state.first < state.waiting.count else { return (nil, nil) }
            switch state.limiter.admit(now: now) {
            case .go(let permit): return ((state.takeFirst(), .go(permit)), nil)
            case .wait(nil): return (nil, nil)
            case .wait(let until?):
                if until - now > Limits.providerLongestHold { return ((state.takeFirst(), .held(until: until)), nil) }
                // One alarm is enough, however many come while it waits.
                guard state.alarm.map({ until < $0 }) ?? true else { return (nil, nil) }
                state.alarm = until
                return (nil, until)
            }
        }
        if let alarm { exchange.after(alarm - now) { [weak self] in self?.pump() } }
        return found
    }
}
