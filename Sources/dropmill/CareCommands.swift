import Agent
import ArgumentParser
import Glibc
import Linux
import Model
import Settings

/// `dropmill doctor`
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examine folders, mounts, watch limits, the worker and its sandbox.",
        discussion: """
            Example:
              dropmill doctor --config /etc/dropmill/dropmill.yaml
            """)

    @OptionGroup var agent: AgentOptions
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let loaded = try agent.load()
        let findings = Self.disk(loaded) + Agent.Doctor(loaded.settings).findings()
        if json {
            Terminal.say(json: ["findings": .array(findings.map(\.json))])
        } else {
            for finding in findings {
                Terminal.say("\(Terminal.pad(finding.grade.rawValue, 8)) \(finding.subject): \(finding.text)")
            }
        }
        if findings.contains(where: { $0.grade == .problem }) { throw Stop(.configuration) }
    }
}

extension Doctor {
    // What would keep the agent from starting, or deserves a look, about the places the configuration names.
    private static func disk(_ loaded: LoadedSettings) -> [Finding] {
        let subject = "configuration"
        var findings = loaded.warnings.map { Finding(subject, .warning, "\($0)") }
        do {
            findings += try loaded.checkDisk().map { Finding(subject, .warning, "\($0)") }
        } catch {
            findings += error.problems.map { Finding(subject, .problem, "\($0)") }
        }
        return findings
    }
}

/// `dropmill config`
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work with the configuration.",
        discussion: """
            Example:
              dropmill config check
            """, subcommands: [ConfigCheck.self])
}

/// `dropmill config check`
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read the configuration and say what is wrong with it.",
        discussion: """
            Example:
              dropmill config check --config ~/papers/dropmill.yaml
            """)

    @OptionGroup var agent: AgentOptions
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        do {
            let loaded = try agent.read()
            let warnings = loaded.warnings + (try loaded.checkDisk())
            _ = try loaded.secrets()
            if json {
                Terminal.say(json: [
                    "file": .string(loaded.file), "valid": true, "problems": [],
                    "warnings": .array(warnings.map(\.json)),
                ])
            } else {
                for warning in warnings { Terminal.say("warning: \(warning)") }
                Terminal.say("\(loaded.file) is valid: \(loaded.settings.folders.count) watch folder(s).")
            }
        } catch {
            guard json else { throw Stop(.configuration, "\(error)") }
            Terminal.say(json: [
                "file": .optional(agent.config), "valid": false, "problems": .array(error.problems.map(\.json)),
                "warnings": [],
            ])
            throw Stop(.configuration)
        }
    }
}

extension SettingsProblem {
    /// The object `config check --json` prints.
    fileprivate var json: JSONValue {
        [
            "code": .string(code.rawValue), "message": .string(message), "file": .string(file),
            "line": .optional(line), "column": .optional(column), "nearest": .optional(nearest),
        ]
    }
}
