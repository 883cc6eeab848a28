import Foundation
import Model
import TestSupport
import Testing

/// The order in which the agent syncs and renames, read from strace(1) and held against a model of a power cut.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct PowerCutTests {
    private static let few: FileTree = [
        "letter.pdf": .file(PDFFixture(pages: [["Dear miller"]]).bytes()), "notes/note.txt": "The sluice is open.\n",
        "empty.txt": "",
    ]

    @Test(arguments: ["archive", "keep", "delete"])
    func finalWordIsLast(action: String) async {
        await Scenario.run("power cut: \(action), a few files", short: 1, long: 5) { _ in
            try await AgentProcess.with(.folder("on_success: \(action)")) { agent in
                try await Self.check(agent) { try agent.drop("papers", action == "archive" ? Self.few : .notes(2)) }
            }
        }
    }

    @Test func manyFilesAreSyncedAtOnce() async {
        await Scenario.run("power cut: archive, many files", short: 1, long: 5) { _ in
            try await AgentProcess.with { agent in
                try await Self.check(agent) { try agent.drop("papers", .notes(60)) }
            }
        }
    }

    @Test func archiveOnAnotherMount() async {
        await Scenario.run("power cut: archive on another mount", short: 1, long: 5) { _ in
            let archive = "/dev/shm/dropmill-test-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: archive) }
            var options = AgentProcess.Options()
            options.archive = archive
            try await AgentProcess.with(options) { agent in
                try await Self.check(agent) { try agent.drop("papers", Self.few) }
            }
        }
    }

    @Test(arguments: ["RETRY", "FORCE"])
    func secondRun(word: String) async {
        await Scenario.run("power cut: \(word)", short: 1, long: 5) { _ in
            try await AgentProcess.with { agent in
                try agent.drop("papers", Self.few)
                try await agent.finished("papers")
                try await Self.check(agent, ends: 2) { try agent.control("papers", word) }
            }
        }
    }

    /// Records what happens up to the end of the batch `papers` and throws what a power cut could break.
    private static func check(_ agent: AgentProcess, ends: Int = 1, _ act: () throws -> Void) async throws {
        let threads = agent.threads
        let trace = try await ThreadTrace.recording(agent, label: "power", withPaths: true)
        try act()
        try await eventually("the end", within: .seconds(60)) { agent.isThrough("papers", ends: ends) }
        try await eventually("the end in the store", within: .seconds(60)) { agent.claims.isEmpty }
        try await trace.end()
        var cut = PowerCut(root: agent.root, archive: agent.archive, threads: threads)
        let problems = cut.replay(try trace.text(), of: "\(agent.outbox)/papers")
        try TestSupport.check(cut.finalWords > 0, "the final word was not found in the trace")
        let place = agent.place
        let shown = Set(problems).sorted().map { $0.replacingOccurrences(of: place, with: "") }
        try TestSupport.check(shown.isEmpty, shown.prefix(20).joined(separator: "\n"))
    }
}

extension AgentProcess {
    /// Names in `work`: batches whose originals are claimed.
    var claims: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/.dropmill/work")) ?? []
    }
}
