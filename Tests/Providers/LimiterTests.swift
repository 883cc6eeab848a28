import Curl
import Model
import Testing

@testable import Providers

@Suite struct LimiterTests {
    private let none = RateHeaders()

    private func admitted(_ limiter: inout RequestLimiter, _ now: Duration) -> [RequestLimiter.Permit] {
        var permits: [RequestLimiter.Permit] = []
        while case .go(let permit) = limiter.admit(now: now) { permits.append(permit) }
        return permits
    }

    @Test func noMoreAtOnceThanAllowed() {
        var limiter = RequestLimiter(most: 5)
        let permits = admitted(&limiter, .zero)
        #expect(permits.count == 5)
        let full = limiter.admit(now: .zero)
        #expect(full == .wait(until: nil))
        limiter.succeeded(permits[0], now: .seconds(1))
        let next = limiter.admit(now: .seconds(1))
        #expect(next == .go(.init(startedAt: .seconds(1))))
    }

    @Test func anOverloadStopsTheOthersUntilItsTime() {
        var limiter = RequestLimiter(most: 8)
        let permits = admitted(&limiter, .zero)
        limiter.overloaded(permits[0], retryAfter: .seconds(20), jitter: 0, now: .seconds(1))
        let held = limiter.admit(now: .seconds(20))
        #expect(held == .wait(until: .seconds(21)))
    }

    @Test func manyRefusalsOfOneMomentCountOnce() {
        var limiter = RequestLimiter(most: 16)
        let permits = admitted(&limiter, .zero)
        for permit in permits { limiter.overloaded(permit, retryAfter: .seconds(1), jitter: 0, now: .seconds(1)) }
        #expect(limiter.overloads == 1)
        // One asks whether there is room again; when there is, half as many as before go.
        let probe = admitted(&limiter, .seconds(2))
        #expect(probe.count == 1)
        limiter.succeeded(probe[0], now: .seconds(3))
        #expect(admitted(&limiter, .seconds(3)).count == 8)
    }

    @Test func withoutATimeTheWaitDoubles() {
        var limiter = RequestLimiter(most: 4)
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<9 {
            let permits = admitted(&limiter, now)
            #expect(!permits.isEmpty)
            limiter.overloaded(permits[0], retryAfter: nil, jitter: 1, now: now)
            for permit in permits.dropFirst() { limiter.ended(permit) }
            waits.append((limiter.heldUntil ?? now) - now)
            now = (limiter.heldUntil ?? now) + .milliseconds(1)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
    }

    @Test func aTimeThatIsTooShortIsNotBelievedTwice() {
        var limiter = RequestLimiter(most: 1)
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<4 {
            let permits = admitted(&limiter, now)
            now += .milliseconds(1)
            limiter.overloaded(permits[0], retryAfter: .milliseconds(100), jitter: 1, now: now)
            waits.append((limiter.heldUntil ?? now) - now)
            now = limiter.heldUntil ?? now
        }
        #expect(waits == [.milliseconds(100), .seconds(1), .seconds(2), .seconds(4)])
    }

    @Test func theWidthGrowsByOneARound() {
        var limiter = RequestLimiter(most: 10)
        let first = admitted(&limiter, .zero)
        for permit in first { limiter.overloaded(permit, retryAfter: .zero, jitter: 0, now: .zero) }
        var now = Duration.seconds(1)
        var widths: [Int] = []
        for _ in 0..<8 {
            let permits = admitted(&limiter, now)
            widths.append(permits.count)
            for permit in permits { limiter.succeeded(permit, now: now) }
            now += .seconds(1)
        }
        #expect(widths.first == 1)
        #expect(zip(widths.dropFirst(1), widths.dropFirst(2)).allSatisfy { $1 - $0 <= 1 && $1 >= $0 })
        #expect(widths.last == 10)
    }

    @Test func usedUpRequestsHoldUntilTheReset() {
        var limiter = RequestLimiter(most: 4)
        let permits = admitted(&limiter, .zero)
        var left = RateHeaders()
        left.remaining = 0
        left.reset = .seconds(30)
        limiter.succeeded(permits[0], left: left, now: .seconds(1))
        #expect(limiter.heldUntil == .seconds(31))
        left.remaining = 2
        var other = RequestLimiter(most: 4)
        let more = admitted(&other, .zero)
        other.succeeded(more[0], left: left, now: .zero)
        #expect(other.width(now: .seconds(1)) == 2)
        #expect(other.width(now: .seconds(40)) == 4)
    }

    /// A server that allows 10 requests a second and refuses the others, asked by 200 that wait.
    @Test func noStormOfRefusals() {
        var limiter = RequestLimiter(most: 50)
        var waiting = 200
        var refused = 0
        var window: (second: Int64, count: Int) = (0, 0)
        var running: [(end: Duration, permit: RequestLimiter.Permit, isRefused: Bool)] = []
        var now = Duration.zero
        while waiting > 0 || !running.isEmpty, now < .seconds(600) {
            for entry in running where entry.end <= now {
                if entry.isRefused {
                    limiter.overloaded(entry.permit, retryAfter: .seconds(1), jitter: 0.5, now: now)
                    refused += 1
                    waiting += 1
                } else {
                    limiter.succeeded(entry.permit, now: now)
                }
            }
            running.removeAll { $0.end <= now }
            while waiting > 0, case .go(let permit) = limiter.admit(now: now) {
                waiting -= 1
                if window.second != now.components.seconds { window = (now.components.seconds, 0) }
                window.count += 1
                running.append((now + .milliseconds(200), permit, window.count > 10))
            }
            now += .milliseconds(10)
        }
        #expect(waiting == 0)
        // Fewer refusals than answers, the first 40 of which no client can know of.
        #expect(refused < 120, "\(refused) refusals")
        #expect(now < .seconds(90), "\(now)")
    }
}

@Suite struct RateHeaderTests {
    private let now = Timestamp("2026-11-21T08:00:00.000Z") ?? Timestamp(milliseconds: 0)

    @Test(arguments: [
        ("20", 20_000), ("0", 0), ("1.5", 1500), ("6m0s", 360_000), ("1h2m3.5s", 3_723_500), ("20ms", 20),
        ("Sat, 21 Nov 2026 08:01:00 GMT", 60_000), ("Sat, 21 Nov 2026 07:00:00 GMT", 0),
        ("2026-11-21T08:00:10Z", 10_000), ("1795248030", 30_000), ("1795248030000", 30_000),
    ])
    func waitsAreRead(text: String, milliseconds: Int64) {
        #expect(RateHeaders.wait(text, now: now) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "soon", "-3", "1x", "nan", "inf", "1e300", "99999999999999999999", "Sat, 99 Foo 2026 08:01:00 GMT",
    ])
    func nonsenseIsNoWait(text: String) {
        #expect(RateHeaders.wait(text, now: now) == nil)
    }

    @Test func whatIsLeft() {
        let head = HTTPHead(
            status: 200,
            headers: [
                HTTPHeader("X-RateLimit-Remaining-Requests", "3"), HTTPHeader("x-ratelimit-reset-requests", "2s"),
                HTTPHeader("x-ratelimit-remaining-tokens", "90000"), HTTPHeader("x-ratelimit-reset-tokens", "1m"),
            ])
        let left = RateHeaders(head, now: now)
        #expect(left.remaining == 3)
        #expect(left.reset == .seconds(2))
        var used = head
        used.headers[2].value = "0"
        #expect(RateHeaders(used, now: now).remaining == 0)
        #expect(RateHeaders(used, now: now).reset == .seconds(60))
    }

    @Test func millisecondsComeFirst() {
        let head = HTTPHead(
            status: 429, headers: [HTTPHeader("Retry-After", "7"), HTTPHeader("retry-after-ms", "250")])
        #expect(RateHeaders(head, now: now).retryAfter == .milliseconds(250))
    }
}

@Suite struct AttemptTests {
    @Test func attemptsAreBounded() {
        var tally = AttemptTally()
        var waits = 0
        while case .wait = tally.next(after: Problem(.providerError, "down", .again), canAdapt: false, jitter: 0) {
            waits += 1
        }
        #expect(waits == Limits.providerAttempts - 1)
        #expect(tally.notes.count == Limits.providerAttempts)
        #expect(tally.notes.first == "1: down")
    }

    @Test func moneyIsNotAskedForTwice() {
        var tally = AttemptTally()
        let step = tally.next(after: Problem(.insufficientFunds, "no credit"), canAdapt: false, jitter: 0)
        #expect(step == .giveUp)
    }

    @Test func timeOutsAreTriedOnceMore() {
        var tally = AttemptTally()
        let slow = Problem(.timeout, "slow", .onceMore)
        let first = tally.next(after: slow, canAdapt: false, jitter: 0)
        let second = tally.next(after: slow, canAdapt: false, jitter: 0)
        #expect(first == .wait(.milliseconds(500)))
        #expect(second == .giveUp)
    }
}
