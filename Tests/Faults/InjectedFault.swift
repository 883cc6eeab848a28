import Foundation
import Glibc
import TestSupport

/// System calls that fail: strace attached to every thread of a running agent, not to its workers.
///
/// The error number is what the agent sees; the call itself is not made. Ends with `lift`, which detaches.
final class InjectedFault {
    private let tracer: ChildProcess
    private let record: String

    /// Waits until every thread is traced.
    ///
    /// - Parameters:
    ///   - calls: names of system calls, such as `fsync,fdatasync`.
    ///   - error: name of the error number, such as `ENOSPC`.
    ///   - when: which calls of a thread fail, as strace(1) writes it: `3`, `2..5`, `1+2`.
    init(_ agent: AgentProcess, _ calls: String, _ error: String, when: String, label: String) async throws {
        try check(agent.process?.isRunning == true, "no agent runs")
        let number = agent.process?.identifier ?? 0
        record = "\(agent.place)/logs/\(label).trace"
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/task")
        let tracer = try ChildProcess(
            "/usr/bin/python3",
            [
                "-c", Self.unblocked, "/usr/bin/strace", "-o", record, "-e", "trace=\(calls)", "-e",
                "inject=\(calls):error=\(error):when=\(when)",
            ]
                + threads.flatMap { ["-p", $0] },
            label: label, logs: "\(agent.place)/logs")
        self.tracer = tracer
        try await eventually("strace attached to \(threads.count) threads") {
            try check(tracer.isRunning, "strace ended: \(tracer.errors)")
            return tracer.errors.matches(of: /attached/).count >= threads.count
        }
    }

    // Threads of the tests block signals, which a program inherits; strace would never hear that it is to end.
    private static let unblocked =
        "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); os.execv(sys.argv[1], sys.argv[1:])"

    /// Number of calls that failed so far.
    var hits: Int {
        let text = (try? String(contentsOfFile: record, encoding: .utf8)) ?? ""
        return text.matches(of: /\(INJECTED\)/).count
    }

    /// Detaches: every later call is made.
    func lift() async throws {
        tracer.signal(SIGTERM)
        _ = try await tracer.exit(within: .seconds(30))
    }
}
