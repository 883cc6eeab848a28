import Glibc
import Linux
import Model
import Store
import Synchronization

/// Runs programs that are told of events, each on a thread of its own as long as it runs.
final class HookCourier: Sendable {
    private let isStopped = Atomic(false)

    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Runs a program with an event on its standard input and says how it ended.
    func run(_ parcel: Parcel, _ hook: Hook, done: @escaping @Sendable (Attempt) -> Void) {
        BlockingThread.start("hook") { [self] in done(attempt(parcel, hook)) }
    }

    private func attempt(_ parcel: Parcel, _ hook: Hook) -> Attempt {
        guard let path = hook.command.first else { return Attempt(result: .refused(after: nil)) }
        do {
            let program = try Program(
                path: path, arguments: Array(hook.command.dropFirst()),
                environment: Self.environment(parcel), input: parcel.body + [0x0A])
            let ended = try program.run(
                timeout: hook.timeout, keepingLast: Limits.hookOutputBytes,
                while: { !isStopped.load(ordering: .relaxed) })
            return attempt(ended, hook)
        } catch {
            return Attempt(result: .refused(after: nil), note: "\(error)")
        }
    }

    private func attempt(_ ended: Program.Ending, _ hook: Hook) -> Attempt {
        let output = String(decoding: ended.output, as: UTF8.self)
        switch ended.reason {
        case .stopped: return Attempt(result: .interrupted)
        case .timedOut:
            let words = "killed after \(hook.timeout.components.seconds) s"
            return Attempt(result: .refused(after: nil), note: output.isEmpty ? words : "\(words); \(output)")
        case .ended(.exited(0)): return Attempt(result: .delivered, answer: 0, note: output.isEmpty ? nil : output)
        case .ended(.exited(let code)):
            return Attempt(result: .refused(after: nil), answer: Int(code), note: output)
        case .ended(.signalled(let signal)):
            return Attempt(result: .refused(after: nil), note: "ended by signal \(signal); \(output)")
        }
    }

    /// The same for every run: nothing of the agent's own environment, which may hold keys.
    private static func environment(_ parcel: Parcel) -> [String] {
        let told = (try? JSONParser.parse(parcel.body)) ?? .null
        var variables = [
            "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + home,
            "DROPMILL_EVENT=" + parcel.delivery.event.rawValue, "DROPMILL_DELIVERY=" + parcel.delivery.id,
        ]
        for (variable, member) in [
            ("BATCH_ID", "batch_id"), ("NAME", "name"), ("FOLDER", "folder"), ("STATUS", "status"),
            ("OUTBOX", "outbox_path"), ("PATH", "path"), ("ERROR_CODE", "error_code"),
        ] {
            // A name cannot hold a zero byte in an environment.
            guard let text = told["data"]?[member]?.string, !text.utf8.contains(0) else { continue }
            variables.append("DROPMILL_\(variable)=\(text)")
        }
        return variables
    }

    private static let home = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/"
}
