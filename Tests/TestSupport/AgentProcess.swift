import Foundation
import Glibc
import Linux
import Model

/// A watch folder of a test with its configuration, and the real agent that runs on it.
///
/// Everything lies below one temporary directory: `root`, `state`, `logs` and `incoming` (where trees are written
/// before they are renamed into the inbox). At the end the agent is killed and, if the body succeeded, every final
/// batch is checked against the invariants.
public final class AgentProcess {
    /// What a test wants to be different; lines of YAML with the indentation of their place left out.
    public struct Options {
        public var folder: [String] = ["batch_settle: 1s"]
        public var global: [String] = ["workers: 2", "min_free_bytes: 1MB"]
        public var job = "{type: parse_v2}"
        /// Absolute path of an outbox elsewhere; nil: `<root>/outbox`.
        public var outbox: String?
        /// Absolute path of an archive elsewhere; nil: `<root>/archive`.
        public var archive: String?
        /// False: the agent may not probe leases on files of others.
        public var capable = true
        /// Further entries of `folders`, as they stand in the file.
        public var otherFolders: [String] = []
        /// What the environment of `run` has besides.
        public var environment: [String: String] = [:]
        /// True: what is dropped belongs to the uploader, and the agent gets no right to it.
        public var privateUploads = false
        /// Whom the agent runs as; nil: the user of the tests.
        public var agent = TestUser.agent
        /// True: the test mostly waits and takes none of the few places of those that need the processor.
        public var isPatient = false
        /// False where thousands of batches or files would take minutes to check, and the test compares them itself.
        public var checksInvariants = true

        public init() {}

        /// One worker, so that freezing it stops everything.
        public static var oneWorker: Options {
            var options = Options()
            options.global = ["workers: 1", "min_free_bytes: 1MB"]
            return options
        }

        /// The default settings with other lines for the folder.
        public static func folder(_ lines: String...) -> Options {
            var options = Options()
            let keys = Set(lines.map { $0.prefix { $0 != ":" } })
            options.folder.removeAll { keys.contains($0.prefix { $0 != ":" }) }
            options.folder += lines
            return options
        }
    }

    public let place: String
    public let options: Options
    public private(set) var process: ChildProcess?
    /// False: the store is not held against the disk, because the test replaced or broke it.
    public var comparesStore = true
    private var commands = 0

    public var root: String { "\(place)/root" }
    public var inbox: String { "\(root)/inbox" }
    public var outbox: String { options.outbox ?? "\(root)/outbox" }
    public var archive: String { options.archive ?? "\(root)/archive" }
    public var configuration: String { "\(place)/dropmill.yaml" }
    /// What the agent logged so far.
    public var log: String { process?.errors ?? "" }

    /// Runs a body with a running agent and ends the agent afterwards.
    public static func with(
        _ options: Options = Options(), started: Bool = true, _ body: (AgentProcess) async throws -> Void
    ) async throws {
        if !options.isPatient { await AgentSlots.shared.take() }
        do {
            try await withTemporaryDirectory { place in
                let agent = try AgentProcess(place: place, options: options)
                defer { agent.process?.signal(SIGKILL) }
                do {
                    if started { try await agent.start() }
                    try await body(agent)
                    if options.checksInvariants { try await agent.checkInvariants() }
                } catch {
                    throw AgentTestFailure(error: error, log: agent.log)
                }
                await agent.kill()
            }
        } catch {
            if !options.isPatient { await AgentSlots.shared.giveBack() }
            throw error
        }
        if !options.isPatient { await AgentSlots.shared.giveBack() }
    }

    private init(place: String, options: Options) throws {
        self.place = place
        self.options = options
        for directory in ["root", "root/inbox", "root/outbox", "root/archive", "state", "incoming", "logs"] {
            try FileManager.default.createDirectory(
                atPath: "\(place)/\(directory)", withIntermediateDirectories: true)
        }
        try writeConfiguration(folder: options.folder, global: options.global)
        try giveToAgent()
    }

    /// Writes the configuration anew, for a restart with other settings.
    public func writeConfiguration(folder: [String], global: [String]) throws {
        let places =
            (options.outbox.map { ["outbox: \($0)"] } ?? []) + (options.archive.map { ["archive: \($0)"] } ?? [])
        let lines =
            ["version: 1", "state_dir: \(place)/state"] + global
            + ["folders:", "  - name: test", "    root: \(root)", "    job: \(options.job)"]
            + (places + folder).map { "    \($0)" } + options.otherFolders
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: configuration))
    }

    /// Starts the agent and waits until it looks at its folders.
    ///
    /// - Parameters:
    ///   - arguments: further options of `run`.
    ///   - environment: what its environment has besides that of the options.
    ///   - wrapper: words of a command line that runs the agent.
    public func start(
        with arguments: [String] = [], environment: [String: String] = [:], under wrapper: [String] = []
    ) async throws {
        let process = try launch(with: arguments, environment: environment, under: wrapper)
        let owner = "\(root)/.dropmill/owner.json"
        try await eventually("the start of the agent") {
            if !process.isRunning { throw AgentTestFailure(error: TimedOut("the agent ended", after: .zero), log: log) }
            let holder = (FileManager.default.contents(atPath: owner).map(Array.init))
                .flatMap { try? JSONParser.parse($0) }
            return holder?["pid"]?.integer == Int64(process.identifier)
        }
        // What is dropped before the inbox is watched counts as found at the start, not as moved in.
        try await eventually("the watch on the inbox") { process.ownErrors.contains("\(inbox): ") }
    }

    /// Starts the agent and waits for nothing; with `wrapper`, words of a command line that runs it, under that.
    @discardableResult
    public func launch(
        with arguments: [String] = [], environment: [String: String] = [:], under wrapper: [String] = []
    ) throws -> ChildProcess {
        // env(1) takes what a preloaded library does to the environment; Swift would lose its arguments by it.
        let run = try ["/usr/bin/env", builtExecutable("dropmill"), "run", "--config", configuration] + arguments
        let command = wrapper + run
        let process = try ChildProcess(
            command[0], Array(command.dropFirst()), label: "agent", logs: "\(place)/logs", as: options.agent,
            capable: options.capable, environment: options.environment.merging(environment) { _, new in new })
        self.process = process
        return process
    }

    /// Ends the agent with a signal that cannot be caught, and waits for it.
    public func kill() async {
        process?.signal(SIGKILL)
        _ = try? await process?.exit()
    }

    /// Asks the agent to end; its exit code.
    public func stop() async throws -> Int32? {
        process?.signal(SIGTERM)
        return try await process?.exit(within: .seconds(20))
    }

    /// Runs a verb of the command line on this agent's configuration and waits for its end.
    public func dropmill(_ arguments: String..., within limit: Duration = .seconds(60)) async throws -> CommandResult {
        try await command(arguments + ["--config", configuration], within: limit)
    }

    /// Runs `dropmill once` over a directory below `incoming`; results go to `results` below the root.
    public func once(_ directory: String, _ arguments: String...) async throws -> CommandResult {
        try await command(["once", "\(place)/incoming/\(directory)", "--out", results.path] + arguments)
    }

    /// Where `once` publishes.
    public var results: PublishedBatch { PublishedBatch(path: "\(root)/results") }

    /// Runs the command line as it is called and waits for its end.
    public func command(
        _ arguments: [String], environment: [String: String] = [:], within limit: Duration = .seconds(60)
    ) async throws -> CommandResult {
        commands += 1
        let child = try ChildProcess(
            builtExecutable("dropmill"), arguments, label: "command-\(commands)", logs: "\(place)/logs",
            as: options.agent, environment: environment)
        let code = try await child.exit(within: limit)
        return CommandResult(code: code, output: child.output, errors: child.errors)
    }
}

/// A failed test with the last lines the agent logged.
public struct AgentTestFailure: Error, CustomStringConvertible {
    let error: any Error
    let log: String

    public var description: String {
        "\(error)\n--- agent log ---\n\(log.split(separator: "\n").suffix(40).joined(separator: "\n"))"
    }
}
