import Agent
import ArgumentParser
import Glibc
import Linux
import Model

/// Asks the agent by dropping a control file, as a person would, and waits until it was read.
enum Steering {
    /// Seconds the agent has to read a control file.
    private static let patience = Duration.seconds(10)

    /// Drops the file and waits for the answer; ends the program when it is refused or nobody reads it.
    static func ask(_ name: String, of options: BatchOptions, json: Bool) throws {
        let reference = try BatchReference(options.batch, options: options.agent)
        try drop(name, in: reference)
        if json {
            Terminal.say(json: ["accepted": true, "verb": .string(name), "status": try reference.status()])
        } else {
            Terminal.say("\(name) accepted.")
        }
    }

    /// Drops the file into the `control` of a batch and waits until the agent has read it.
    static func drop(_ name: String, in reference: BatchReference) throws {
        let file = BytePath(name)
        let control: Directory
        do {
            control = try reference.directory.directory(BytePath("control"))
            try? control.unlink(BytePath(name + ".refused"))
            try control.replace(file, with: [], mode: 0o664, durable: false)
        } catch {
            throw Stop(.internalError, "The control file cannot be written: \(error)")
        }
        guard Patience.wait(until: Clock.sinceBoot() + patience, { !control.contains(file) }) else {
            throw Stop(
                .timedOut,
                "Nobody read \(name) within \(patience.milliseconds / 1000) s. Is the agent running? "
                    + "The file stays and is read when it starts.")
        }
        if let reason = Patience.refusal(of: name, in: control) {
            throw Stop(.internalError, "\(name) was refused: \(reason)")
        }
    }
}

/// `dropmill pause`
struct Pause: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold a batch; items at work finish.",
        discussion: """
            Example:
              dropmill pause "June invoices"
            """)
    @OptionGroup var batch: BatchOptions
    @Flag(help: "Print JSON.") var json = false
    func run() throws { try Steering.ask("PAUSE", of: batch, json: json) }
}

/// `dropmill resume`
struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a paused batch go on.",
        discussion: """
            Example:
              dropmill resume "June invoices"
            """)
    @OptionGroup var batch: BatchOptions
    @Flag(help: "Print JSON.") var json = false
    func run() throws { try Steering.ask("RESUME", of: batch, json: json) }
}

/// `dropmill cancel`
struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a batch; finished items keep their results.",
        discussion: """
            Example:
              dropmill cancel bat-01a20104-4ba3-7f9d-836e-c23bd60dc291
            """)
    @OptionGroup var batch: BatchOptions
    @Flag(help: "Print JSON.") var json = false
    func run() throws { try Steering.ask("CANCEL", of: batch, json: json) }
}

/// `dropmill retry`
struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the failed items of a batch again, or one of them.",
        discussion: """
            Example:
              dropmill retry "June invoices" --file 12
            """)
    @OptionGroup var batch: BatchOptions
    @Option(help: "Index of the one item to run again.") var file: Int?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        if let file, file < 0 { throw Stop(.usage, "--file takes the index of an item, from 0.") }
        try Steering.ask(file.map { "RETRY.\($0)" } ?? "RETRY", of: batch, json: json)
    }
}

/// `dropmill rerun`
struct RerunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun", abstract: "Run all files of a finished batch again as a new batch.",
        discussion: """
            Examples:
              dropmill rerun "June invoices"
              dropmill rerun "June invoices" --configuration cfg-detailed
            """)
    @OptionGroup var batch: BatchOptions
    @Option(help: "Id of another saved configuration, which the folder allows.") var configuration: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        if let configuration, !ChosenIdentifier.isValid(configuration) {
            throw Stop(.usage, "--configuration takes an id: \(ChosenIdentifier.rule).")
        }
        try Steering.ask(configuration.map { "RERUN.\($0)" } ?? "RERUN", of: batch, json: json)
    }
}

/// `dropmill force`
struct Force: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run all files of a finished batch again in place; old results move to versions/.",
        discussion: """
            Example:
              dropmill force "June invoices"
            """)
    @OptionGroup var batch: BatchOptions
    @Flag(help: "Print JSON.") var json = false
    func run() throws { try Steering.ask("FORCE", of: batch, json: json) }
}
