import ArgumentParser
import Glibc
import Linux
import Model

/// The command line: one library call per verb, printing and exit codes; nothing else.
@main
struct Dropmill: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dropmill",
        abstract: "Drop a directory of documents into an inbox, read the results in the outbox.",
        version: Product.version,
        groupedSubcommands: [
            CommandGroup(name: "Work", subcommands: [Init.self, Run.self, Once.self, Check.self]),
            CommandGroup(name: "Look", subcommands: [List.self, Show.self, WatchCommand.self, Wait.self, Cost.self]),
            CommandGroup(
                name: "Steer",
                subcommands: [Pause.self, Resume.self, Cancel.self, Retry.self, RerunCommand.self, Force.self]),
            CommandGroup(name: "Care", 
                subcommands: [Doctor.self, HealthCommand.self, WebhookCommand.self, Config.self, Template.self]),
        ])

    static func main() {
        // A lease probe makes the kernel send SIGIO, whose default ends the process; a closed pipe must not either.
        ignoreSignal(SIGIO)
        ignoreSignal(SIGPIPE)
        // A file that grows beyond `ulimit -f` is an error of one write, not the end of the agent.
        ignoreSignal(SIGXFSZ)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let stop as Stop {
            if !stop.message.isEmpty { Terminal.complain(stop.message) }
            Glibc.exit(stop.code.rawValue)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code == .success {
                print(text)
                Glibc.exit(0)
            }
            Terminal.complain(text)
            Glibc.exit(code == .validationFailure ? ProgramExit.usage.rawValue : ProgramExit.internalError.rawValue)
        }
    }
}

/// The exit codes of the contract.
enum ProgramExit: Int32 {
    case completed = 0
    case internalError = 1
    case usage = 2
    case configuration = 3
    case notFound = 4
    case partiallyFailed = 10
    case failed = 11
    case cancelled = 12
    case timedOut = 13

    /// The code for the final word of a batch.
    init(_ status: BatchStatus) {
        switch status {
        case .partiallyFailed: self = .partiallyFailed
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        default: self = .completed
        }
    }
}

/// Ends the program with a code and, where there is something to say, a message on standard error.
struct Stop: Error {
    let code: ProgramExit
    let message: String

    init(_ code: ProgramExit, _ message: String = "") {
        self.code = code
        self.message = message
    }
}
