import Agent
import ArgumentParser
import Glibc
import Linux
import Model
import Settings

/// `dropmill init`
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a watch folder: its directories, a commented configuration and an example batch.",
        discussion: """
            Example:
              dropmill init ~/papers
            """)

    @Argument(help: "The directory to make; it may exist.")
    var root: String
    @Option(help: "The user the agent will run as, when root makes the folder for it.")
    var user: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let agent = try agentUser()
        let path = try Self.absolute(root)
        let configuration = path + "/dropmill.yaml"
        let state = Self.stateDirectory(for: path)
        let name = path.split(separator: "/").last.map(String.init) ?? "documents"
        do {
            try Scaffold.make(root: path, stateDirectory: state, owner: user == nil ? nil : agent)
            let text = SettingsTemplate.yaml(root: path, stateDirectory: state, name: name)
            try Scaffold.write(text, to: configuration)
        } catch {
            throw Stop(.configuration, "The watch folder cannot be made: \(error)")
        }
        let admitted = agent.flatMap { Scaffold.admit($0, to: path + "/inbox") }
        if json {
            return Terminal.say(json: [
                "root": .string(path), "configuration": .string(configuration), "state_dir": .string(state),
                "example": .string(path + "/example"),
            ])
        }
        Terminal.say(
            """
            Ready: \(path)
              configuration  \(configuration)
              state          \(state)

            Start the agent:      dropmill run --config \(configuration)
            Try it:               cp -r \(path)/example \(path)/inbox/
            Then read:            \(path)/outbox/example/STATUS.txt
            """)
        if let admitted { Terminal.say("\nWhat others drop may be out of the agent's reach: \(admitted)") }
    }

    /// Whom files of others must be open to; nil for an agent that runs as root and needs no leave.
    private func agentUser() throws -> UInt32? {
        guard let user else { return geteuid() == 0 ? nil : geteuid() }
        guard geteuid() == 0 else { throw Stop(.usage, "Only root can make a folder for another user.") }
        guard let number = UserName.id(of: user) else { throw Stop(.usage, "There is no user \(printable(user)).") }
        return number
    }

    private static func absolute(_ path: String) throws -> String {
        var full = path
        if !path.hasPrefix("/") {
            guard let buffer = getcwd(nil, 0) else { throw Stop(.usage, "The current directory is gone.") }
            defer { free(buffer) }
            full = String(cString: buffer) + "/" + path
        }
        let parts = full.split(separator: "/").filter { $0 != "." }
        guard !parts.contains("..") else { throw Stop(.usage, "Give the path without `..`: \(printable(path))") }
        return "/" + parts.joined(separator: "/")
    }

    private static func stateDirectory(for root: String) -> String {
        let name = root.split(separator: "/").joined(separator: "-")
        if geteuid() == 0 { return "/var/lib/dropmill/" + name }
        let environment = Environment.current
        let home = environment["XDG_STATE_HOME"] ?? (environment["HOME"] ?? "/tmp") + "/.local/state"
        return home + "/dropmill/" + name
    }
}

/// Makes what a new watch folder consists of; what is there already stays as it is.
enum Scaffold {
    /// Directories of the root, the state directory and the example batch.
    static func make(root: String, stateDirectory: String, owner: UInt32?) throws(SystemError) {
        for path in [
            root, root + "/inbox", root + "/outbox", root + "/archive", root + "/example", root + "/templates",
        ] {
            try makeDirectories(path, mode: 0o755, owner: owner)
        }
        try write(ManifestTemplate.text, to: root + "/templates/manifest.csv")
        // Names of other people's files are in the store: they are nobody else's business.
        try makeDirectories(stateDirectory, mode: 0o700, owner: owner)
        let example = try Directory(path: root + "/example")
        for (name, text) in examples where !example.contains(BytePath(name)) {
            try example.replace(BytePath(name), with: Array(text.utf8), mode: 0o644, durable: false)
        }
    }

    /// Lets the agent read and move what others drop, by a default access list; why that is not possible, or nil.
    static func admit(_ agent: UInt32, to inbox: String) -> String? {
        do {
            try Directory(path: inbox).admit(agent)
            return nil
        } catch {
            return error.code == EOPNOTSUPP ? "the file system of \(inbox) has no access lists" : "\(error)"
        }
    }

    /// Writes a file that must not exist yet; one that does is left alone.
    static func write(_ text: String, to path: String) throws(SystemError) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let directory = try Directory(path: String(path[..<slash]))
        let name = BytePath(String(path[path.index(after: slash)...]))
        guard !directory.contains(name) else { return }
        try directory.replace(name, with: Array(text.utf8), mode: 0o644, durable: false)
    }

    // What is there already keeps its owner.
    private static func makeDirectories(_ path: String, mode: UInt32, owner: UInt32?) throws(SystemError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if FileExists.at(made) { continue }
            try Directory.make(at: made, mode: made == path ? mode : 0o755)
            guard made == path, let owner, let group = UserName.group(of: owner) else { continue }
            try Directory(path: made).setOwner(owner, group: group)
        }
    }

    private static let examples = [
        ("letter.txt", "Dear reader,\n\nthis is a plain text file. Drop this directory into the inbox.\n"),
        ("numbers.csv", "month,amount\nJanuary,120.50\nFebruary,98.00\n"),
        ("notes.md", "# Notes\n\n- One batch is one dropped directory.\n- Its results appear in the outbox.\n"),
    ]
}
