import Agent
import ArgumentParser
import Glibc
import Linux
import Model

/// `dropmill watch`
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a batch until it is finished, or all that are under way.",
        discussion: """
            With a batch: every event from the first on, and on a terminal a bar. Without: a line for each batch under \
            way, drawn in place on a terminal, until Ctrl-C. --json prints the lines of events.jsonl.

            Examples:
              dropmill watch
              dropmill watch "June invoices"
              dropmill watch --json | jq -r .event
            """)

    @OptionGroup var agent: AgentOptions
    @OptionGroup var colors: ColorOptions
    @Argument(
        help: "A batch: its id, its name, or the path of its directory in the outbox. Default: all.",
        completion: .custom { words, _, _ in BatchNames.known(toCommand: words) })
    var batch: String?
    @Flag(help: "Print events as JSON lines.")
    var json = false

    private static let pollMicroseconds: UInt32 = 100_000

    func run() throws {
        guard let batch else {
            let live = LiveWatch(try agent.load().settings, palette: colors.palette(for: STDOUT_FILENO))
            return json ? try live.events() : live.run()
        }
        try follow(try BatchReference(batch, options: agent))
    }

    private func follow(_ reference: BatchReference) throws {
        let palette = colors.palette(for: STDERR_FILENO)
        var events = EventFollower(directory: reference.directory)
        var line = ProgressLine()
        while true {
            // The status is read first: events that led to a final one are all in the file then.
            let status = try reference.status()
            for event in try events.next() {
                if json {
                    Terminal.writeAll(String(decoding: event, as: UTF8.self) + "\n", to: STDOUT_FILENO)
                } else if let text = Self.text(event) {
                    line.finish(text)
                }
            }
            if let final = status.finalStatus {
                let word = palette.paint(final.rawValue, Palette.meaning(of: final))
                if !json { line.finish(Progress.text(status, word: word)) }
                guard final != .completed else { return }
                throw Stop(ProgramExit(final))
            }
            if !json { line.show(Progress.text(status), now: Clock.sinceBoot()) }
            usleep(Self.pollMicroseconds)
        }
    }

    // Items are what the bar counts; only those that failed deserve a line.
    private static func text(_ event: [UInt8]) -> String? {
        guard let event = try? JSONParser.parse(event), let kind = event["event"]?.string,
            let at = event["at"]?.string
        else { return nil }
        let path = event["path"]?.string.map(printable) ?? ""
        switch kind {
        case "item.started", "batch.progress": return nil
        case "item.finished":
            guard let code = event["error_code"]?.string else { return nil }
            return "\(at)  \(event["state"]?.string ?? "failed")  \(path)  \(code)"
        default: return "\(at)  \(kind)  \(path)"
        }
    }
}
