import Folders
import Glibc
import Linux
import Model
import Settings
import Store

/// Whether all is well, for monitors: a look from outside at what the agent leaves on disk; changes nothing.
public struct Health {
    private let settings: AgentSettings
    private let now: Timestamp
    /// Batches and deliveries that failed after this are worth an alarm.
    private let since: Timestamp

    /// - Parameter window: milliseconds for which a failure is worth an alarm.
    public init(_ settings: AgentSettings, window: Int64) {
        self.settings = settings
        now = Clock.now()
        since = now.adding(milliseconds: -window)
    }

    /// Everything that was looked at; the agent is healthy when none is a problem.
    public func findings() -> [Finding] { agent() + places() + store() }

    // MARK: The agent

    /// Seconds after which an agent without a heartbeat is called dead: three of them missed.
    private static let silence: Int64 = 35

    private func agent() -> [Finding] {
        settings.folders.map { folder in
            let subject = "agent of \(folder.name)"
            let lastBeat: Timestamp?
            do throws(SystemError) { lastBeat = try RootOwner.lastBeat(in: folder) } catch {
                return Finding(subject, .problem, "\(error); ask as the user the agent runs as.")
            }
            guard let beat = lastBeat else {
                return Finding(subject, .problem, "No agent runs on \(printable(folder.root)); start it.")
            }
            let age = (now.milliseconds - beat.milliseconds) / 1000
            guard age <= Self.silence else {
                return Finding(
                    subject, .problem, "The agent has said nothing for \(age) s; look at its log and restart it.")
            }
            return Finding(subject, .good, "It said \(max(0, age)) s ago that it is alive.")
        }
    }

    // MARK: Folders

    private func places() -> [Finding] {
        settings.folders.flatMap { folder in
            [("inbox", folder.inbox), ("outbox", folder.outbox)].map { name, path in
                let subject = "\(name) of \(folder.name)"
                do {
                    let system = try Directory(path: path).fileSystem()
                    guard system.freeBytes >= settings.minFreeBytes else {
                        let reason = FreeSpace.reason(
                            path: path, free: system.freeBytes, minimum: settings.minFreeBytes)
                        return Finding(subject, .problem, reason)
                    }
                    return Finding(subject, .good, "\(printable(path)) can be reached and has room.")
                } catch {
                    return Finding(subject, .problem, "\(error)")
                }
            }
        }
    }

    // MARK: What it knows

    private func store() -> [Finding] {
        let path = AgentPaths.store(in: settings.stateDirectory)
        guard access(path, F_OK) == 0 else {
            return [Finding("store", .problem, "\(path) does not exist; start the agent once.")]
        }
        do {
            let store = try Store(path: path, readOnly: true)
            defer { store.close() }
            guard access(path, W_OK) == 0 else {
                return [Finding("store", .problem, "\(path) cannot be written: \(String(cString: strerror(errno))).")]
            }
            return try [Finding("store", .good, "\(path) can be read and written.")] + batches(store)
                + deliveries(store)
        } catch {
            return [Finding("store", .problem, "\(error)")]
        }
    }

    private func batches(_ store: Store) throws(StoreError) -> [Finding] {
        let stalled = try store.batches(BatchQuery(statuses: [.stalled], limit: Self.listed))
        let failed = try store.batches(
            BatchQuery(statuses: [.failed, .partiallyFailed], limit: Self.listed)
        ).filter { $0.finishedAt.map { $0 >= since } ?? false }
        return [
            Finding(
                "stalled batches", stalled.isEmpty ? .good : .problem,
                stalled.isEmpty ? "None." : "\(names(of: stalled)); their STATUS.txt says what they wait for."),
            Finding(
                "failed batches", failed.isEmpty ? .good : .problem,
                failed.isEmpty
                    ? "None since \(since)." : "\(names(of: failed)); their STATUS.txt says what to do."),
        ]
    }

    /// Newest batches that are looked at.
    private static let listed = 1000
    private static let named = 3

    private func names(of batches: [Batch]) -> String {
        let names = batches.prefix(Self.named).map { "\(printable($0.name)) in \($0.folder)" }.joined(separator: ", ")
        return batches.count > Self.named ? "\(batches.count), among them \(names)" : names
    }

    /// Seconds after which an event that waits for a receiver is worth an alarm.
    private static let patience: Int64 = 3600

    private func deliveries(_ store: Store) throws(StoreError) -> [Finding] {
        let backlog = try store.deliveryBacklog(failedSince: since)
        var troubles: [String] = []
        if let oldest = backlog.oldest {
            let age = (now.milliseconds - oldest.milliseconds) / 1000
            if age > Self.patience { troubles.append("\(backlog.waiting) wait, the oldest for \(age / 60) min") }
        }
        if backlog.failed > 0 { troubles.append("\(backlog.failed) were given up") }
        for name in backlog.gone { troubles.append("\(printable(name)) wants nothing any more") }
        guard !troubles.isEmpty else {
            return [Finding("webhooks and hooks", .good, "\(backlog.waiting) event(s) wait for them.")]
        }
        let text = troubles.joined(separator: "; ") + ". `dropmill webhook list` says more."
        return [Finding("webhooks and hooks", .problem, text)]
    }
}
