import Agent
import ArgumentParser
import Glibc
import Linux
import Model
import Settings
import Store

/// Options of every verb that speaks about the agent's batches.
struct AgentOptions: ParsableArguments {
    @Option(
        name: .long,
        help:
            "The configuration file. Default: $XDG_CONFIG_HOME/dropmill/dropmill.yaml, then /etc/dropmill/dropmill.yaml."
    )
    var config: String?

    /// Finds and reads the configuration; a mistake in it ends the program with code 3.
    func load() throws -> LoadedSettings {
        do {
            return try read()
        } catch {
            throw Stop(.configuration, "\(error)")
        }
    }

    /// Finds and reads the configuration.
    func read() throws(SettingsError) -> LoadedSettings {
        try SettingsFile.load(try SettingsFile.search(explicit: config, environment: Environment.current))
    }

    /// Reads the configuration and looks at the folders it names; also returns what is worth a warning.
    func loadForRunning() throws -> (settings: AgentSettings, secrets: ServiceSecrets, warnings: [SettingsProblem]) {
        let loaded = try load()
        do {
            return (loaded.settings, try loaded.secrets(), loaded.warnings + (try loaded.checkDisk()))
        } catch {
            throw Stop(.configuration, "\(error)")
        }
    }
}

extension AgentSettings {
    /// The folder of a name; ends the program with code 4 when there is none.
    func folder(named name: String) throws -> WatchFolder {
        if let folder = folders.first(where: { $0.name == name }) { return folder }
        let known = folders.map(\.name).joined(separator: ", ")
        throw Stop(.notFound, "There is no watch folder \(printable(name)). Known are \(known).")
    }
}

/// The environment of this process.
enum Environment {
    /// Every variable that is valid UTF-8.
    static var current: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry += 1
        }
        return variables
    }
}

/// The batch a verb is about.
struct BatchOptions: ParsableArguments {
    @OptionGroup var agent: AgentOptions

    @Argument(
        help: "A batch: its id, its name, or the path of its directory in the outbox.",
        completion: .custom { words, _, _ in BatchNames.known(toCommand: words) })
    var batch: String
}
