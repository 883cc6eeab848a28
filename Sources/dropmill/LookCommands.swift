import Agent
import ArgumentParser
import Glibc
import Linux
import Model
import Store

/// `dropmill list`
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List batches, newest first.",
        discussion: """
            Example:
              dropmill list --status failed --status partially_failed --limit 20
            """)

    @OptionGroup var agent: AgentOptions
    @Option(help: "Only batches with this status; may be given several times.")
    var status: [String] = []
    @Option(help: "Only batches of this watch folder.")
    var folder: String?
    @Option(help: "At most this many.")
    var limit = 50
    @Option(help: "Start after the batch with this id, the last one of the page before.")
    var after: String?
    @Flag(help: "List the batches in the trash.")
    var removed = false
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let statuses = try status.map { word in
            guard let status = BatchStatus(rawValue: word) else {
                let known = BatchStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw Stop(.usage, "There is no status \(printable(word)). Known are \(known).")
            }
            return status
        }
        guard limit > 0 else { throw Stop(.usage, "--limit takes a number above 0.") }
        let settings = try agent.load().settings
        let query = BatchQuery(folder: folder, statuses: statuses, limit: limit, after: after)
        if removed, !statuses.isEmpty { throw Stop(.usage, "--removed takes no --status.") }
        let batches = try AgentPaths.readStore(of: settings).map { try self.batches(query, in: $0) } ?? []
        let next = batches.count == limit ? batches.last?.id : nil
        if json {
            Terminal.say(json: ["batches": .array(batches.map(Self.summary)), "next": .optional(next)])
        } else {
            for batch in batches { Terminal.say(Self.line(batch)) }
            if batches.isEmpty { Terminal.say("No batches.") }
            if let next { Terminal.say("More: dropmill list\(removed ? " --removed" : "") --after \(next)") }
        }
    }

    private func batches(_ query: BatchQuery, in store: Store) throws -> [Batch] {
        removed ? try store.removedBatches(query) : try store.batches(query)
    }

    private static func line(_ batch: Batch) -> String {
        let done = "\(batch.counts.finished)/\(batch.counts.total)"
        return [
            Terminal.pad(batch.status.rawValue, 16), Terminal.pad(done, 12),
            Terminal.pad(Clock.local(batch.createdAt).toMinute(), 17), Terminal.pad(batch.folder, 12),
            printable(batch.name), " ", batch.id,
        ].joined(separator: " ")
    }

    private static func summary(_ batch: Batch) -> JSONValue {
        [
            "id": .string(batch.id), "name": .string(batch.name), "folder": .string(batch.folder),
            "status": .string(batch.status.rawValue), "status_v2": .string(batch.statusV2),
            "outbox": .string(batch.outboxName.display), "total_files": .optional(batch.counts.total),
            "completed_files": .optional(batch.counts.completed), "failed_files": .optional(batch.counts.failed),
            "progress": .number(batch.counts.progress), "created_at": .string(batch.createdAt.description),
            "finished_at": .optional(batch.finishedAt?.description),
        ]
    }
}

/// `dropmill show`
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one batch in detail.",
        discussion: """
            Example:
              dropmill show "June invoices"
            """)

    @OptionGroup var batch: BatchOptions
    @Flag(help: "Print status.json.")
    var json = false

    private static let textBytes = 4 << 20

    func run() throws {
        let reference = try BatchReference(batch.batch, options: batch.agent)
        if json {
            Terminal.writeAll(String(decoding: try reference.statusText(), as: UTF8.self), to: STDOUT_FILENO)
            return
        }
        let text = try reference.directory.contents(of: BytePath("STATUS.txt"), limit: Self.textBytes)
        Terminal.writeAll(String(decoding: text, as: UTF8.self), to: STDOUT_FILENO)
        Terminal.say("\nFolder: \(printable(reference.path))")
    }
}

/// `dropmill wait`
struct Wait: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Wait until a batch is finished.",
        discussion: """
            Exit codes: 0 completed, 10 partially failed, 11 failed, 12 cancelled, 13 timed out.

            Example:
              dropmill wait "June invoices" --timeout 600
            """)

    @OptionGroup var batch: BatchOptions
    @Option(help: "Give up after this many seconds.")
    var timeout: Double?
    @Flag(help: "Print status.json at the end.")
    var json = false

    func run() throws {
        let deadline = timeout.map { Clock.sinceBoot() + .seconds($0) }
        let reference = try Patience.reference(batch)
        var line = ProgressLine()
        let final = try Patience.wait(until: deadline) { () -> JSONValue? in
            let status = try reference.status()
            if !json { line.show(Progress.text(status), now: Clock.sinceBoot()) }
            return status.finalStatus == nil ? nil : status
        }
        if json {
            Terminal.writeAll(String(decoding: try reference.statusText(), as: UTF8.self), to: STDOUT_FILENO)
        } else {
            line.finish(Progress.text(final))
        }
        guard let status = final.finalStatus, status != .completed else { return }
        throw Stop(ProgramExit(status))
    }
}

/// Waiting for something that another process does.
enum Patience {
    private static let pollMicroseconds: UInt32 = 100_000
    /// How often it is looked for what usually takes a moment.
    private static let briefPollMicroseconds: UInt32 = 20_000
    private static let answerBytes = 64 << 10
    /// How long a batch may take to be seen that was dropped just before.
    private static let grace = Duration.seconds(2)

    /// Finds a batch, also one that the agent is about to see.
    static func reference(_ options: BatchOptions) throws -> BatchReference {
        let deadline = Clock.sinceBoot() + grace
        while true {
            do {
                return try BatchReference(options.batch, options: options.agent)
            } catch let stop as Stop {
                guard stop.code == .notFound, Clock.sinceBoot() < deadline else { throw stop }
            }
            usleep(pollMicroseconds)
        }
    }

    /// Waits until something is so; false when it is not at the deadline.
    static func wait(until deadline: Duration, _ isDone: () throws -> Bool) rethrows -> Bool {
        while try !isDone() {
            if Clock.sinceBoot() >= deadline { return false }
            usleep(briefPollMicroseconds)
        }
        return true
    }

    /// Why the agent refused a file of this name in a directory; nil when it did not. The first line, fit to be shown.
    static func refusal(of name: String, in directory: Directory) -> String? {
        guard let reason = try? directory.contents(of: BytePath(name + ".refused"), limit: answerBytes) else {
            return nil
        }
        return printable(String(String(decoding: reason, as: UTF8.self).split(separator: "\n").first ?? ""))
    }

    /// Asks until there is an answer; ends the program with code 13 at the deadline.
    static func wait<Answer>(until deadline: Duration?, _ ask: () throws -> Answer?) throws -> Answer {
        while true {
            if let answer = try ask() { return answer }
            if let deadline, Clock.sinceBoot() >= deadline {
                throw Stop(.timedOut, "The batch was not finished in time.")
            }
            usleep(pollMicroseconds)
        }
    }
}

/// What is said about a batch under way.
enum Progress {
    /// One line with a bar from a status.json; `word` stands for the status, where it is coloured.
    static func text(_ status: JSONValue, word: String? = nil) -> String {
        let total = status["total_files"]?.integer ?? 0
        let done = (status["completed_files"]?.integer ?? 0) + (status["failed_files"]?.integer ?? 0)
        let word = word ?? status["status"]?.string ?? "?"
        var parts = [Terminal.bar(total == 0 ? 0 : Double(done) / Double(total)), "\(done)/\(total) files", word]
        if let failed = status["failed_files"]?.integer, failed > 0 { parts.append("\(failed) failed") }
        if let left = status["estimated_completion_seconds"]?.number, left >= 1 {
            parts.append("about \(Terminal.duration(seconds: Int64(left))) left")
        }
        return parts.joined(separator: "  ")
    }
}

/// Whether something stands at a path.
enum FileExists {
    static func at(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
