import Agent
import ArgumentParser
import Glibc
import Linux
import Model
import Notices
import Settings
import Store

/// `dropmill webhook`
struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "See what webhooks and hooks were told, tell it again, try whether they answer.",
        discussion: """
            Example:
              dropmill webhook list --batch "June invoices"
            """,
        subcommands: [WebhookList.self, WebhookReplay.self, WebhookTest.self])
}

/// `dropmill webhook list`
struct WebhookList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List deliveries, newest first.",
        discussion: "Example: dropmill webhook list --batch invoices-march --json")

    @OptionGroup var agent: AgentOptions
    @Option(help: "Only of this batch: its id or its name.")
    var batch: String?
    @Option(help: "At most this many.")
    var limit = 50
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard (1...Limits.listedDeliveries).contains(limit) else {
            throw Stop(.usage, "--limit takes 1 to \(Limits.listedDeliveries).")
        }
        let found = try DeliveryLog(agent).deliveries(ofBatch: batch, limit: limit)
        if json { return Terminal.say(json: ["deliveries": .array(found.map(\.json))]) }
        for delivery in found { Terminal.say(delivery.line) }
        if found.isEmpty { Terminal.say("No deliveries.") }
    }
}

/// `dropmill webhook replay`
struct WebhookReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send deliveries again, under the same ids.",
        discussion: "Example: dropmill webhook replay --batch invoices-march")

    @OptionGroup var agent: AgentOptions
    @Argument(help: "A delivery, by its id.")
    var id: String?
    @Option(help: "All deliveries of this batch: its id or its name.")
    var batch: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard (id == nil) != (batch == nil) else { throw Stop(.usage, "Name a delivery, or a batch with --batch.") }
        let log = try DeliveryLog(agent)
        let before = try log.deliveries(ofBatch: batch, id: id, limit: Limits.listedDeliveries)
        guard let first = before.first else {
            throw Stop(.notFound, "There is no such delivery. `dropmill webhook list` shows the known ones.")
        }
        try log.ask(id.map(Errand.replay) ?? .replayBatch(id: first.batchID ?? ""))
        let rounds = Dictionary(before.map { ($0.number, $0.rounds) }) { first, _ in first }
        try log.report(json: json) {
            try log.deliveries(ofBatch: batch, id: id, limit: Limits.listedDeliveries).filter { delivery in
                rounds[delivery.number].map { delivery.rounds > $0 && delivery.wasTried } ?? false
            }
        } until: {
            $0.count == before.count
        }
    }
}

/// `dropmill webhook test`
struct WebhookTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Ask webhooks and hooks whether they answer, through the running agent.",
        discussion: "Exit codes: 0 all answered, 11 some did not.\n\nExample: dropmill webhook test --folder invoices")

    @OptionGroup var agent: AgentOptions
    @Argument(help: "The name of a webhook or hook; all of them unless given.")
    var name: String?
    @Option(help: "Only those of this watch folder.")
    var folder: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let log = try DeliveryLog(agent)
        let targets = log.settings.folders.filter { folder == nil || $0.name == folder }.flatMap { folder in
            (folder.webhooks.map(\.name) + folder.hooks.map(\.name)).filter { name == nil || $0 == name }
                .map { (folder: folder.name, name: $0) }
        }
        guard !targets.isEmpty else { throw Stop(.notFound, "The configuration has no such webhook or hook.") }
        var ids: [String] = []
        for target in targets {
            let id = "test-" + Identifier.make(.batch, at: Clock.now()).dropFirst(Identifier.Kind.batch.rawValue.count)
            ids.append(id)
            try log.ask(.test(id: id, folder: target.folder, name: target.name))
        }
        try log.report(json: json) {
            try ids.flatMap { try log.deliveries(id: $0, limit: 1) }.filter(\.wasTried)
        } until: {
            $0.count == ids.count
        }
    }
}

/// The log of deliveries as the command line reads it, and the agent it asks.
struct DeliveryLog {
    let settings: AgentSettings
    private let store: Store

    /// What a receiver may take, and a little more.
    private static let patience = Limits.webhookTimeout + .seconds(5)

    init(_ agent: AgentOptions) throws {
        settings = try agent.load().settings
        guard let store = try AgentPaths.readStore(of: settings) else {
            throw Stop(.notFound, "There are no deliveries: the agent has not run yet.")
        }
        self.store = store
    }

    func deliveries(ofBatch name: String? = nil, id: String? = nil, limit: Int) throws -> [Delivery] {
        guard let name else { return try store.deliveries(id: id, limit: limit) }
        return try store.deliveries(of: store.batch(named: name).id, id: id, limit: limit)
    }

    /// Asks the running agent; ends the program when there is none.
    func ask(_ errand: Errand) throws {
        do {
            try errand.send(toAgentOf: try Directory(path: settings.stateDirectory))
        } catch {
            throw Stop(
                .internalError,
                "The agent cannot be asked (\(error)). It must run with the webhooks or hooks of this configuration.")
        }
    }

    /// Waits for attempts and says how they ended; ends the program with code 11 when any failed, 13 when none came.
    func report(json: Bool, _ look: () throws -> [Delivery], until isDone: ([Delivery]) -> Bool) throws {
        var found: [Delivery] = []
        let isComplete = try Patience.wait(until: Clock.sinceBoot() + Self.patience) {
            found = try look()
            return isDone(found)
        }
        if json {
            Terminal.say(json: ["deliveries": .array(found.map(\.json))])
        } else {
            for delivery in found { Terminal.say(delivery.line) }
        }
        if found.contains(where: { $0.state != .delivered }) { throw Stop(.failed) }
        if !isComplete {
            throw Stop(.timedOut, "The agent has not made all attempts yet; `dropmill webhook list` shows them.")
        }
    }
}

extension Delivery {
    /// True once an attempt of the present round has ended.
    fileprivate var wasTried: Bool { attempts > 0 }

    fileprivate var line: String {
        let words = note.map { $0.split(separator: "\n").joined(separator: " | ") }
        let answer = [answer.map { "answer \($0)" }, words].compactMap(\.self).joined(separator: ", ")
        return [
            Terminal.pad(state.rawValue, 10), Terminal.pad(Clock.local(createdAt).toMinute(), 17),
            Terminal.pad(event.rawValue, 16), Terminal.pad("\(folder)/\(printable(receiverName))", 24),
            "\(attempts) attempt(s)", printable(answer), id,
        ].joined(separator: " ")
    }

    fileprivate var json: JSONValue {
        [
            "id": .string(id), "event": .string(event.rawValue), "kind": .string(kind.rawValue),
            "receiver": .string(receiverName), "folder": .string(folder), "batch_id": .optional(batchID),
            "state": .string(state.rawValue), "attempts": .optional(attempts),
            "created_at": .string(createdAt.description), "attempted_at": .optional(attemptedAt?.description),
            "next_attempt_at": state == .pending ? .string(due.description) : .null, "answer": .optional(answer),
            "note": .optional(note),
        ]
    }
}
