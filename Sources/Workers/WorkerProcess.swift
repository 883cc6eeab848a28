import Glibc
import Linux
import Model
import WorkerProtocol

/// A running worker with the agent's end of its socket.
///
/// Owned by one thread. The process is killed and reaped at the latest when this goes out of use.
final class WorkerProcess {
    let socket: Socket
    var buffer = FrameBuffer()
    /// Requests it has answered.
    var answered = 0
    private let child: ChildProcess
    private var lastWords: [UInt8] = []
    private var hearsErrors = true
    /// Highest resident memory that was seen.
    private(set) var peakBytes: Int64 = 0

    /// What a worker knows of the world: nothing of the agent's own environment.
    private static let environment = [
        "LC_ALL=C.UTF-8", "TZ=UTC", "OMP_THREAD_LIMIT=1", "HOME=/nonexistent", "PATH=",
        // A crash is told by its signal; the sandbox would not let the runtime start its own reporter.
        "SWIFT_BACKTRACE=enable=no",
    ]

    /// Starts the process.
    init(settings: WorkerSettings) throws(Failure) {
        var arguments = ["--parent", String(getpid())]
        if let identity = try settings.identity() {
            arguments += ["--uid", String(identity.user), "--gid", String(identity.group)]
        }
        do throws(SystemError) {
            let (ours, theirs) = try Socket.pair("the socket of a worker")
            try ours.neverBlock()
            socket = ours
            child = try ChildProcess(
                path: settings.executable, arguments: arguments, environment: Self.environment, standardInput: theirs)
        } catch {
            throw Self.unstartable(error)
        }
    }

    // No document is at fault: whatever is to be read waits until workers start again.
    private static func unstartable(_ error: SystemError) -> Failure {
        let resolution =
            switch error.code {
            case EMFILE, ENFILE: "Raise LimitNOFILE= of the service or `ulimit -n`; the agent goes on by itself."
            case EAGAIN, ENOMEM:
                "Raise LimitNPROC= or TasksMax= of the service, or free memory; the agent goes on by itself."
            default: "Install dropmill-worker beside dropmill, from the same package; the agent goes on by itself."
            }
        var failure = Failure(
            .processingError, "a worker could not be started: \(error)", stage: .parse, resolution: resolution)
        failure.isTransient = true
        return failure
    }

    /// True when it runs and has said nothing since its last report: only then can it be trusted with a question.
    func isReady() -> Bool {
        guard child.look() == nil, (try? buffer.fill(from: socket)) == .nothing else { return false }
        return buffer.isEmpty
    }

    /// Waits until the socket is ready in a direction; collects what it says on standard error.
    func wait(for direction: Socket.Direction, timeout: Duration) throws(SystemError) {
        let ready = try socket.wait(for: direction, or: hearsErrors ? child.errors : nil, timeout: timeout)
        if ready.other { listen() }
    }

    /// Bytes of memory it occupies now, or 0 where the kernel does not say.
    func residentBytes() -> Int64 {
        let bytes = child.residentBytes() ?? 0
        peakBytes = max(peakBytes, bytes)
        return bytes
    }

    /// Ends it now.
    func kill() { _ = child.kill() }

    /// Why it closed its socket: waits a moment for it to end by itself, so that the true signal is known.
    func farewell() -> WorkerDeath {
        let patience = Clock.sinceBoot() + Limits.workerGoodbye
        while child.look() == nil, Clock.sinceBoot() < patience {
            listen()
            usleep(1000)
        }
        let ending = child.look()
        if ending == nil { kill() }
        listen()
        return WorkerDeath(ending: ending, lastWords: Self.readable(lastWords), peakBytes: peakBytes)
    }

    private func listen() {
        var chunk = [UInt8](repeating: 0, count: Limits.sendBytes)
        // A worker that never stops talking must not keep us from its deadline.
        for _ in 0..<Limits.lastWordsReads where hearsErrors {
            do throws(SystemError) {
                let count = try child.errors.receive(into: &chunk, from: 0).count
                lastWords = Array((lastWords + chunk.prefix(count)).suffix(Limits.lastWordsBytes))
                if count == 0 { hearsErrors = false }
            } catch {
                if !error.isTransient { hearsErrors = false }
                return
            }
        }
    }

    private static func readable(_ words: [UInt8]) -> String {
        words.split(separator: UInt8(ascii: "\n")).map { printable(String(decoding: $0, as: UTF8.self)) }
            .joined(separator: "; ")
    }
}
