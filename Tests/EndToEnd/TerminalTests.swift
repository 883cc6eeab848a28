import Foundation
import Model
import TestSupport
import Testing

/// What the command line draws on terminals, and what it says where there is none.
struct TerminalTests {
    private static let escape: Character = "\u{1B}"

    /// An agent with a batch of 30 files under way that does not move, under this name.
    private func withBatch(
        _ name: String = "june", _ body: (AgentProcess) async throws -> Void
    ) async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop(name, .notes(30))
                try await agent.reaches("processing", name)
                try await body(agent)
            }
            try await agent.finished(name, as: "completed")
        }
    }

    @Test func theLiveViewIsDrawnInPlaceAndEndsWithCtrlC() async throws {
        try await withBatch { agent in
            let result = try await agent.draws("/30 files", ["watch"], columns: 70)
            #expect(result.code == 130)
            #expect(result.output.contains("1 live"))
            #expect(result.output.contains("\u{1B}[36mprocessing"))
            #expect(result.output.contains("/30 files"))
            for line in Self.plain(result.output).split(whereSeparator: \.isNewline) {
                #expect(line.count < 70, "\(line)")
            }
        }
    }

    @Test func nothingIsColouredOrDrawnOverWhereThatIsNotWanted() async throws {
        try await withBatch { agent in
            let plain = try await agent.draws("june", ["watch"], environment: ["NO_COLOR": "1"])
            #expect(plain.output.contains("processing") && !plain.output.contains("[36m"))
            let never = try await agent.draws("june", ["watch", "--color", "never"])
            #expect(never.output.contains("processing") && !never.output.contains("[36m"))
            let dumb = try await agent.draws("june", ["watch"], environment: ["TERM": "dumb"])
            #expect(dumb.output.contains("processing") && !dumb.output.contains(Self.escape))
            let piped = try await agent.says("june", ["watch"])
            #expect(piped.output.contains("june") && !piped.output.contains(Self.escape))
            #expect(piped.output.split(separator: "\n").count == 1, "\(piped.output)")
            let coloured = try await agent.says("june", ["watch", "--color", "always"])
            #expect(coloured.output.contains("\u{1B}[36mprocessing"))
        }
    }

    @Test func aNameCannotWriteOnTheTerminal() async throws {
        try await withBatch("a\u{1B}]0;x\u{7}b") { agent in
            for result in [try await agent.draws("]0;x", ["watch"]), try await agent.says("]0;x", ["watch"])] {
                #expect(result.output.contains("a\\u{1b}]0;x"))
                #expect(!result.output.contains("\u{1B}]") && !result.output.contains("\u{7}"))
            }
        }
    }

    @Test func whoFollowsLateSeesEveryEvent() async throws {
        try await withBatch { agent in
            let result = try await agent.says("batch.started", ["watch", "--json"])
            let events = try result.output.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
            #expect(events.first?["event"] == "batch.seen")
            #expect(events.compactMap { $0["seq"]?.integer } == Array(1...Int64(events.count)))
            #expect(events.contains { $0["event"] == "batch.started" })
        }
    }

    @Test func aBarOfOneBatchFitsTheTerminal() async throws {
        try await withBatch { agent in
            let result = try await agent.draws("files", ["watch", "june"], columns: 50)
            #expect(result.output.contains("\u{1B}[K["))
            let bars = Self.plain(result.output).split(whereSeparator: \.isNewline).filter { $0.contains("files") }
            #expect(!bars.isEmpty)
            // The terminal itself shows the key that ended it.
            for bar in bars {
                let width = bar.replacing("^C", with: "").count
                #expect(width < 50, "\(bar)")
            }
        }
    }

    @Test func everyVerbHasAnExampleInItsHelp() async throws {
        try await AgentProcess.with(started: false) { agent in
            let dump = try await agent.command(["--experimental-dump-help"])
            let root = try #require(try JSONParser.parse(Array(dump.output.utf8))["command"])
            var verbs: [String] = []
            func walk(_ command: JSONValue, _ path: [String]) {
                let words = path + [command["commandName"]?.string ?? "?"]
                if path.count > 0, words.last != "help" {
                    verbs.append(words.joined(separator: " "))
                    let text = command["discussion"]?.string ?? ""
                    let name = words.joined(separator: " ")
                    #expect(text.contains("Example") && text.contains(name), "\(name) has no example")
                }
                for inner in command["subcommands"]?.array ?? [] { walk(inner, words) }
            }
            walk(root, [])
            #expect(verbs.count > 15, "\(verbs)")
        }
    }

    /// The text without what moves the cursor and colours words.
    private static func plain(_ text: String) -> String {
        var plain = ""
        var isSequence = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" {
                isSequence = true
            } else if isSequence {
                isSequence = scalar == "[" || !("A"..."z").contains(Character(scalar))
            } else {
                plain.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
            }
        }
        return plain
    }
}
