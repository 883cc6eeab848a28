import Foundation
import Model
import TestSupport
import Testing

/// SIGKILL of the agent at every change it makes on disk, found and done by strace(1).
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct AgentKillTests {
    /// Good and bad documents, a sub-directory, a link and litter.
    private static let papers: FileTree = [
        "letter.pdf": .file(PDFFixture(pages: [["Dear miller"], ["Yours sincerely"]]).bytes()),
        "notes/note.txt": "The sluice is open.\n",
        "broken.pdf": "%PDF-1.4 nothing follows",
        "empty.txt": "",
        "shadow": .link(to: "/etc/shadow"),
        ".DS_Store": "litter",
        "job.json": always,
    ]
    /// Every round drops the same documents: without this the later ones would be skipped as duplicates.
    private static let always: FileTree.Content = #"{"force_overwrite": true}"#

    private static func arrival(of tree: FileTree) -> Happening {
        Happening(act: { try $0.drop($1, tree) }, isOver: { $0.isThrough($1) }, essence: { $0.batch($1).essence })
    }

    @Test func dropToFinalWord() async {
        await Scenario.count("SIGKILL at each change, from drop to final word", short: 10, long: 140) { times in
            try await Self.with {
                try await KilledAgent(happening: Self.arrival(of: Self.papers)).run($0, times: times)
            }
        }
    }

    @Test(arguments: ["delete", "keep"])
    func originalsGo(action: String) async {
        await Scenario.count("SIGKILL at each change, on_success: \(action)", short: 2, long: 20) { times in
            try await Self.with(.folder("on_success: \(action)")) {
                try await KilledAgent(happening: Self.arrival(of: Self.good), threads: ["publish"]).run(
                    $0, times: times)
            }
        }
    }

    @Test func originalsAreCopiedToAnotherMount() async {
        await Scenario.count("SIGKILL at each change, archive on another mount", short: 3, long: 40) { times in
            let archive = "/dev/shm/dropmill-test-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: archive) }
            var options = AgentProcess.Options()
            options.archive = archive
            return try await Self.with(options) {
                try await KilledAgent(happening: Self.arrival(of: Self.good), threads: ["publish"]).run(
                    $0, times: times)
            }
        }
    }

    private static let good: FileTree = ["a.txt": "a", "deep/er/b.txt": "b", "job.json": always]

    /// Control files, and the words with which what they ask for is over.
    private static let verbs: [(word: String, tree: FileTree, ends: Int, second: Bool)] = [
        ("RETRY", papers, 2, false), ("FORCE", good, 2, false), ("RERUN", papers, 1, true),
    ]

    @Test(arguments: [0, 1, 2])
    func control(number: Int) async {
        let (word, tree, ends, makesSecond) = Self.verbs[number]
        let happening = Happening(
            prepare: {
                try $0.drop($1, tree)
                try await $0.finished($1)
            },
            act: { try $0.control($1, word) },
            isOver: { agent, name in
                agent.isThrough(name, ends: ends) && (!makesSecond || agent.isThrough("\(name) (2)"))
            },
            essence: { agent, name in
                agent.batch(name).essence + (makesSecond ? agent.batch("\(name) (2)").essence : [])
            })
        await Scenario.count("SIGKILL at each change, \(word)", short: 3, long: 30) { times in
            try await Self.with {
                try await KilledAgent(happening: happening, threads: ["control", "publish"]).run($0, times: times)
            }
        }
    }

    static func with(
        _ options: AgentProcess.Options = .init(), _ body: (AgentProcess) async throws -> [String]
    ) async throws -> [String] {
        var failures: [String] = []
        try await AgentProcess.with(options) { failures = try await body($0) }
        return failures
    }
}

extension AgentProcess {
    /// True when a batch has its final word, the store knows it, and no control file waits.
    func isThrough(_ name: String, ends: Int = 1) -> Bool {
        let batch = batch(name)
        return batch.isFinal && batch.ends >= ends && waitingControls(name).isEmpty
    }

    /// Control files of a batch that were not looked at yet.
    func waitingControls(_ name: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(batch(name).path)/control")) ?? []
        return names.filter { !$0.hasSuffix(".refused") }
    }
}
