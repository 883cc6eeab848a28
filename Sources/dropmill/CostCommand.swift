import Agent
import ArgumentParser
import Linux
import Model
import Store

/// `dropmill cost`
struct Cost: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what was spent, by collection, project, month, folder or batch.",
        discussion: """
            With a batch: every line of its ledger, what was reserved, settled and released for which file.

            Examples:
              dropmill cost --by folder
              dropmill cost "June invoices" --json
            """)

    @OptionGroup var agent: AgentOptions
    @Argument(help: "A batch, to see each line of its ledger.")
    var batch: String?
    @Option(help: "What to sum over: collection, project, month, folder or batch.")
    var by = CostGrouping.month.rawValue
    @Flag(help: "Print JSON.")
    var json = false

    private static let page = 10_000

    func run() throws {
        guard let grouping = CostGrouping(rawValue: by) else {
            let known = CostGrouping.allCases.map(\.rawValue).joined(separator: ", ")
            throw Stop(.usage, "--by takes one of \(known).")
        }
        guard let store = try AgentPaths.readStore(of: agent.load().settings) else {
            return try report([], by: grouping)
        }
        guard let batch else { return try report(try store.costs(by: grouping), by: grouping) }
        try listLines(of: try store.batch(named: batch), in: store)
    }

    private func report(_ sums: [CostSum], by grouping: CostGrouping) throws {
        let total = sums.reduce(Money.zero) { $0 + $1.amount }
        if json {
            return Terminal.say(json: [
                "by": .string(grouping.rawValue), "total": total.json, "groups": .array(sums.map(Self.object)),
            ])
        }
        for sum in sums {
            Terminal.say(
                Terminal.pad(sum.amount.description, 14) + Terminal.pad("\(sum.files) files", 16)
                    + Terminal.pad("\(sum.pages) pages", 16) + printable(sum.name ?? "(none)"))
        }
        Terminal.say(Terminal.pad(total.description, 14) + "in total")
    }

    private func listLines(of batch: Batch, in store: Store) throws {
        var start = 0
        var lines: [LedgerLine] = []
        while true {
            let found = try store.ledger(of: batch.id, from: start, limit: Self.page)
            if json { lines += found } else { for line in found { Terminal.say(Self.text(line)) } }
            start += found.count
            if found.count < Self.page { break }
        }
        if json { Terminal.say(json: ["batch_id": .string(batch.id), "lines": .array(lines.map(Self.object))]) }
    }

    private static func object(_ sum: CostSum) -> JSONValue {
        [
            "name": .optional(sum.name), "amount": sum.amount.json, "files": .optional(sum.files),
            "pages": .optional(sum.pages), "input_tokens": .integer(sum.inputTokens),
            "output_tokens": .integer(sum.outputTokens), "audio_seconds": .number(Double(sum.audioMilliseconds) / 1000),
        ]
    }

    private static func object(_ line: LedgerLine) -> JSONValue {
        let entry = line.entry
        return [
            "index": .optional(line.index), "attempt": .optional(line.attempt), "kind": .string(entry.kind.rawValue),
            "at": .string(entry.at.description), "amount": entry.amount.json, "provider": .optional(entry.provider),
            "model": .optional(entry.model), "input_tokens": .integer(entry.inputTokens),
            "output_tokens": .integer(entry.outputTokens),
            "audio_seconds": .number(Double(entry.audioMilliseconds) / 1000), "pages": .optional(entry.pages),
            "reason": .optional(entry.reason), "reservation": .optional(entry.reservation),
        ]
    }

    private static func text(_ line: LedgerLine) -> String {
        let entry = line.entry
        let who = [entry.provider, entry.model, entry.reason].compactMap { $0.map(printable) }.joined(separator: " ")
        return [
            Terminal.pad(Clock.local(entry.at).toMinute(), 17), Terminal.pad(String(line.index), 8),
            Terminal.pad(entry.kind.rawValue, 8), Terminal.pad(entry.amount.description, 14),
            Terminal.pad("\(entry.inputTokens)+\(entry.outputTokens) tokens", 20), who,
        ].joined(separator: " ")
    }
}
