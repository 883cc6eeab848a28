import Agent
import ArgumentParser
import Glibc
import Linux
import Model

/// `dropmill watch`
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a batch until it is finished, from its first event on.",
        discussion: "On a terminal a bar shows how far the batch is. --json prints the lines of events.jsonl.")

    @OptionGroup var batch: BatchOptions
    @Flag(help: "Print events as JSON lines.")
    var json = false

    private static let pollMicroseconds: UInt32 = 100_000

    func run() throws {
        let reference = try BatchReference(batch.batch, options: batch.agent)
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
                if !json { line.finish(Progress.text(status)) }
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

/// Reads the lines that were appended to events.jsonl since the last look.
struct EventFollower {
    let directory: Directory
    private var offset: Int64 = 0
    private var rest: [UInt8] = []
    private static let chunkBytes = 1 << 20

    init(directory: Directory) {
        self.directory = directory
    }

    /// Whole new lines, without their ends.
    mutating func next() throws -> [[UInt8]] {
        guard let file = try? directory.openForReading(BytePath("events.jsonl")) else { return [] }
        try file.seek(to: offset)
        var lines: [[UInt8]] = []
        while true {
            let chunk = try file.read(Self.chunkBytes)
            offset += Int64(chunk.count)
            rest += chunk
            var parts = rest.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            rest = parts.popLast() ?? []
            lines += parts
            if chunk.count < Self.chunkBytes { return lines }
        }
    }
}
