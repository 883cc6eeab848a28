/// A condition did not come true in time.
public struct TimedOut: Error, CustomStringConvertible {
    public let description: String

    public init(_ what: String, after limit: Duration) {
        description = "not within \(limit): \(what)"
    }
}

/// Waits until a condition holds, looking every 20 ms; throws `TimedOut` with what was waited for.
///
/// A look waits its turn among all tests, which may take seconds: time alone does not end the wait, only time in which
/// there were so many looks.
public func eventually(
    _ what: String, within limit: Duration = .seconds(30), _ condition: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    var looks = 0
    while try !condition() {
        looks += 1
        guard ContinuousClock.now < deadline || looks < 100 else { throw TimedOut(what, after: limit) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// Checks for a while that a condition keeps holding, for what must not happen; throws when it stops.
public func steadily(_ what: String, for time: Duration, _ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + time
    while ContinuousClock.now < deadline {
        guard try condition() else { throw TimedOut("\(what) changed too early", after: time) }
        try await Task.sleep(for: .milliseconds(20))
    }
}
