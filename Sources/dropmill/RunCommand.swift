import Agent
import ArgumentParser
import Glibc
import Linux
import Logging
import Model
import Settings
import Store
import Workers

/// `dropmill run`
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the agent until it is stopped.",
        discussion: """
            Stops within ten seconds of SIGTERM or Ctrl-C; unfinished work goes on at the next start.

            Example:
              dropmill run --config ~/papers/dropmill.yaml
            """)

    @OptionGroup var agent: AgentOptions
    @Flag(help: "Take the roots over from an agent on another host that is gone.")
    var takeOver = false
    @Option(help: "How much to log: trace, debug, info, notice, warning, error.")
    var logLevel = "info"

    func run() throws {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Stop(.usage, "There is no log level \(printable(logLevel)).")
        }
        let loaded = try agent.loadForRunning()
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "dropmill")
        logger.logLevel = level
        for warning in loaded.warnings { logger.warning("\(warning)") }
        var signals = StopSignals()
        // Modes in the configuration mean what they say.
        umask(0)
        let pipeline = try Self.pipeline(loaded.settings, loaded.secrets, takeOver: takeOver, logger: logger)
        pipeline.run { signals.wait() }
    }

    private static func pipeline(
        _ settings: AgentSettings, _ secrets: ServiceSecrets, takeOver: Bool, logger: Logger
    ) throws -> Pipeline {
        do {
            let workers = WorkerSettings(
                executable: try WorkerSettings.findExecutable(), user: settings.workerUser,
                requireSandbox: settings.requireSandbox)
            let missing = try WorkerCheck.missing(workers)
            for line in missing { logger.warning("Sandbox: \(line)") }
            return try Pipeline(settings, secrets: secrets, workers: workers, takeOver: takeOver, logger: logger)
        } catch let failure as Failure {
            throw Stop(.configuration, failure.message + "\n" + failure.resolution)
        } catch let error as SystemError {
            throw Stop(.configuration, "\(error)")
        } catch let error as StoreError {
            throw Stop(.configuration, "\(error)")
        }
    }
}
