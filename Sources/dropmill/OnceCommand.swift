import Agent
import ArgumentParser
import Glibc
import Intake
import Linux
import Logging
import Model
import Settings
import Synchronization
import Workers

/// `dropmill once`
struct Once: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work on one directory in place, without an agent.",
        discussion: """
            The directory is only read. Exit codes: 0 completed, 10 partially failed, 11 failed.

            Examples:
              dropmill once ~/scans --out ~/read
              dropmill once invoices --out read --schema fields.json --job extract_v2
            """)

    @Argument(help: "The directory to read.")
    var directory: String
    @Option(name: .long, help: "The directory for the results; made when missing, else it must be empty.")
    var out: String
    @Option(help: "The type of the job: parse_v2, extract_v2 or tag. Default: parse_v2, or extract_v2 with a schema.")
    var job: String?
    @Option(
        name: .customLong("configuration"),
        help: "A saved job configuration: the path of its file, or its id with --config.")
    var saved: String?
    @Option(help: "For extract_v2: a file with the fields to extract, as a JSON Schema or in the short form.")
    var schema: String?
    @Option(help: "Worker processes. Default: one per core.")
    var workers: Int?
    @OptionGroup var agent: AgentOptions
    @Flag(help: "Print summary.json at the end.")
    var json = false

    private static let summaryBytes = 64 << 20

    func run() throws {
        let order = try order()
        umask(0)
        let settings: WorkerSettings
        do {
            settings = WorkerSettings(executable: try WorkerSettings.findExecutable())
        } catch {
            throw Stop(.internalError, error.message + "\n" + error.resolution)
        }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "dropmill")
        logger.logLevel = .warning
        let line = LiveLine(isQuiet: json)
        let batch: Batch
        do {
            batch = try OnceRun(order, workers: settings, logger: logger).run { line.show($0) }
        } catch let failure as Failure {
            throw Stop(.failed, failure.message + "\n" + failure.resolution)
        } catch let error as SystemError {
            throw Stop(.internalError, "\(error)")
        }
        line.finish(batch)
        if json {
            let text = try Directory(path: order.output).contents(
                of: BytePath("summary.json"), limit: Self.summaryBytes)
            Terminal.writeAll(String(decoding: text, as: UTF8.self), to: STDOUT_FILENO)
        } else {
            Terminal.say("\(order.output)/STATUS.txt says more.")
        }
        if let failure = batch.failure {
            throw Stop(ProgramExit(batch.status), printable(failure.message) + "\n" + printable(failure.resolution))
        }
        if batch.status != .completed { throw Stop(ProgramExit(batch.status)) }
    }

    private func order() throws -> OnceRun.Order {
        if let workers, workers < 1 { throw Stop(.usage, "--workers takes a number above 0.") }
        let type = try job.map { word in
            guard let type = JobType(rawValue: word) else {
                let known = JobType.allCases.map(\.rawValue).joined(separator: ", ")
                throw Stop(.usage, "There is no job type \(printable(word)). Known are \(known).")
            }
            return type
        }
        let loaded = try settings()
        let configuration = try configuration(loaded)
        let fields = try schema.map(text(ofSchema:))
        if fields != nil, let named = type ?? configuration?.type, named != .extract {
            throw Stop(.usage, "--schema belongs to jobs of type extract_v2, not \(named.rawValue).")
        }
        let choices = CommandLineChoices(
            type: fields == nil ? type : .extract, configuration: configuration,
            parameters: fields.map { ["schema": .string($0)] } ?? [:], maxConcurrency: workers)
        return OnceRun.Order(
            source: try source(), output: try output(), choices: choices, lanes: workers,
            settings: loaded?.settings ?? AgentSettings(stateDirectory: ""), secrets: try secrets(loaded))
    }

    /// The configuration of an agent, whose providers are asked; nil where none is named.
    private func settings() throws -> LoadedSettings? {
        let isNamed = agent.config != nil || saved.map { !$0.contains("/") && !$0.hasSuffix(".yaml") } ?? false
        return isNamed ? try agent.load() : nil
    }

    private func secrets(_ loaded: LoadedSettings?) throws -> ServiceSecrets {
        do {
            return try loaded?.secrets() ?? ServiceSecrets()
        } catch {
            throw Stop(.configuration, "\(error)")
        }
    }

    private func configuration(_ loaded: LoadedSettings?) throws -> SavedConfiguration? {
        guard let saved else { return nil }
        do {
            if saved.contains("/") || saved.hasSuffix(".yaml") { return try SavedConfigurationFile.load(saved) }
            let known = loaded?.settings.configurations ?? [:]
            if let found = known[saved] { return found }
            throw Stop(
                .configuration,
                "There is no configuration \(printable(saved)). Known are \(known.keys.sorted().joined(separator: ", "))."
            )
        } catch let error as SettingsError {
            throw Stop(.configuration, "\(error)")
        }
    }

    /// The text of the schema; only a worker looks into it.
    private func text(ofSchema path: String) throws -> String {
        do {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let bytes = try Directory(path: RealPath.parent(of: path)).contents(
                of: BytePath(name), limit: Limits.steeringFileBytes)
            if let text = String(validating: bytes, as: UTF8.self) { return text }
        } catch {
            throw Stop(error.isNotFound ? .notFound : .usage, "\(printable(path)) cannot be read: \(error.reason)")
        }
        throw Stop(.usage, "\(printable(path)) is no schema: its text is not UTF-8.")
    }

    private func source() throws -> String {
        do {
            let found = try Directory(path: directory)
            _ = try found.entries(limit: 1)
            return try RealPath.of(directory)
        } catch {
            throw Stop(error.isNotFound ? .notFound : .usage, "\(printable(directory)) cannot be read: \(error.reason)")
        }
    }

    private func output() throws -> String {
        do {
            // Looked at before anything is made: nothing of ours may stay in the directory that is read.
            let place = FileExists.at(out) ? out : RealPath.parent(of: out)
            let source = try RealPath.of(directory)
            guard !(try RealPath.of(place) + "/").hasPrefix(source + "/") else {
                throw Stop(.usage, "The results cannot lie inside the directory that is read.")
            }
            if !FileExists.at(out) { try Directory.make(at: out, mode: 0o755) }
            guard try Directory(path: out).entries(limit: 1).isEmpty else {
                throw Stop(.usage, "\(printable(out)) is not empty. Name a new directory for the results.")
            }
            return try RealPath.of(out)
        } catch let error as SystemError {
            throw Stop(.usage, "\(printable(out)) cannot be used for the results: \(error)")
        }
    }
}

/// The progress line of `once`, fed from other threads.
private final class LiveLine: Sendable {
    private struct State {
        var line = ProgressLine()
        var pages = 0
    }

    private let state = Mutex(State())
    private let isQuiet: Bool
    private let start = Clock.sinceBoot()

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ batch: Batch) {
        guard !isQuiet || Terminal.isTerminal(STDERR_FILENO) else { return }
        let now = Clock.sinceBoot()
        state.withLock { $0.line.show(text(batch, now: now), now: now) }
    }

    func finish(_ batch: Batch) {
        let now = Clock.sinceBoot()
        state.withLock { $0.line.finish(text(batch, now: now) + "  " + batch.status.rawValue) }
    }

    private func text(_ batch: Batch, now: Duration) -> String {
        let counts = batch.counts
        let seconds = Double((now - start).milliseconds) / 1000
        let share = counts.total == 0 ? 0 : Double(counts.finished) / Double(counts.total)
        var text = "\(Terminal.bar(share))  \(counts.finished)/\(counts.total) files"
        if seconds > 0.5 { text += "  \(Self.rate(Double(counts.finished) / seconds)) files/s" }
        if share > 0.02, share < 1 {
            text += "  about \(Terminal.duration(seconds: Int64(seconds / share - seconds))) left"
        }
        return counts.failed > 0 ? text + "  \(counts.failed) failed" : text
    }

    private static func rate(_ rate: Double) -> String {
        rate < 10 ? String((rate * 10).rounded() / 10) : String(Int(rate))
    }
}

/// Absolute paths without links.
enum RealPath {
    /// The directory that holds an entry, as the path says.
    static func parent(of path: String) -> String {
        (path.hasPrefix("/") ? "/" : "./") + path.split(separator: "/").dropLast().joined(separator: "/")
    }

    static func of(_ path: String) throws(SystemError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw SystemError(code: errno, call: "realpath", subject: printable(path))
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
