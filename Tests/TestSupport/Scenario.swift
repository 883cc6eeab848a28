import Foundation
import Glibc
import Testing

/// A situation the agent must survive, tried several times; each run is one line of the table of `packaging/test`.
///
/// A short run fits into continuous integration; `packaging/test --long` tries each situation more often.
public enum Scenario {
    /// True in the long run.
    public static let isLong = environment("DROPMILL_TEST_LONG") == "1"

    private static let table = environment("DROPMILL_TEST_SCENARIOS")

    /// Tries a situation `short` times, or `long` times in the long run; every failed round is a recorded issue.
    ///
    /// - Parameter name: what a person reads in the table, such as `smbclient: slow put`.
    public static func run(
        _ name: String, short: Int = 1, long: Int, _ round: (Int) async throws -> Void
    ) async {
        await count(name, short: short, long: long) { times in
            var failures: [String] = []
            for number in 0..<times {
                do {
                    try await round(number)
                } catch {
                    failures.append("round \(number + 1): \(error)")
                }
            }
            return failures
        }
    }

    /// Lets the body try a situation a number of times in its own way and say what went wrong, a sentence a failure.
    public static func count(
        _ name: String, short: Int = 1, long: Int, _ body: (Int) async throws -> [String]
    ) async {
        let times = isLong ? long : short
        let began = ContinuousClock.now
        var failures: [String]
        do {
            failures = try await body(times)
        } catch {
            failures = ["\(error)"]
        }
        let shown = failures.prefix(shownFailures).joined(separator: "\n")
        if !failures.isEmpty { Issue.record("\(name): \(failures.count) of \(times) failed\n\(shown)") }
        note(name, times: times, failures: failures.count, seconds: (ContinuousClock.now - began).components.seconds)
    }

    private static let shownFailures = 5

    // One write to a file opened for appending: lines of tests that run at the same time do not mix.
    private static func note(_ name: String, times: Int, failures: Int, seconds: Int64) {
        guard let table else { return }
        let descriptor = open(table, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let line = Array("\(name)\t\(times)\t\(failures)\t\(seconds)\n".utf8)
        _ = write(descriptor, line, line.count)
    }

    private static func environment(_ key: String) -> String? { ProcessInfo.processInfo.environment[key] }
}
