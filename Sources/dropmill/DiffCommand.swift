import Agent
import ArgumentParser
import Linux
import Model
import Store

/// `dropmill diff`
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say in which files the results of a batch differ from earlier ones.",
        discussion: """
            Compared are state, extracted fields, tags and text. Without --with and --version: with the newest of the \
            batch's versions/, else with the batch it reran, else with the batch of that name dropped before it.

            Examples: dropmill diff invoices; dropmill diff invoices --version 1; dropmill diff "invoices (2)" --with \
            invoices --json
            """)

    @OptionGroup var batch: BatchOptions
    @Option(help: "Another batch: its id, its name, or the path of its directory in the outbox.")
    var with: String?
    @Option(help: "A number below versions/ of the batch; 1 is the oldest.")
    var version: Int?
    @Flag(help: "Print JSON.")
    var json = false

    private static let shownFiles = 1000
    private static let listedVersions = 100_000

    func run() throws {
        if with != nil, version != nil { throw Stop(.usage, "--with and --version exclude each other.") }
        let reference = try BatchReference(batch.batch, options: batch.agent)
        let new = try PublishedResults(of: reference.path, in: reference.directory)
        let old = try earlier(than: reference)
        report(FileDifference.between(old, new), old, new)
    }

    private func report(_ differences: [FileDifference], _ old: PublishedResults, _ new: PublishedResults) {
        if json {
            return Terminal.say(json: [
                "old": .string(old.name), "new": .string(new.name), "files": .optional(new.lines.count),
                "differences": .array(differences.map(\.json)),
            ])
        }
        Terminal.say("\(printable(new.name)) against \(printable(old.name))")
        for difference in differences.prefix(Self.shownFiles) {
            for line in difference.lines { Terminal.say(line) }
        }
        if differences.count > Self.shownFiles {
            Terminal.say("... and \(differences.count - Self.shownFiles) more files; --json lists all.")
        }
        Terminal.say(
            differences.isEmpty
                ? "No difference in \(new.lines.count) files."
                : "\(differences.count) of \(new.lines.count) files differ.")
    }

    private func earlier(than reference: BatchReference) throws -> PublishedResults {
        if let with {
            let other = try BatchReference(with, options: batch.agent)
            return try PublishedResults(of: other.path, in: other.directory)
        }
        if let number = try version ?? newestVersion(of: reference) { return try results(of: number, of: reference) }
        guard let other = try predecessor(of: reference) else {
            throw Stop(.notFound, "\(printable(reference.path)) has no earlier results. Name another batch by --with.")
        }
        return try PublishedResults(of: other.path, in: other.directory)
    }

    private func results(of version: Int, of reference: BatchReference) throws -> PublishedResults {
        let name = "versions/\(version)"
        guard let directory = try? reference.directory.directory(BytePath(name)) else {
            throw Stop(.notFound, "\(printable(reference.path)) has no version \(version).")
        }
        return try PublishedResults(of: reference.path + "/" + name, in: directory)
    }

    private func newestVersion(of reference: BatchReference) throws -> Int? {
        guard let versions = try? reference.directory.directory(BytePath("versions")) else { return nil }
        return try versions.entries(limit: Self.listedVersions).compactMap { $0.name.utf8.flatMap { Int($0) } }.max()
    }

    private func predecessor(of reference: BatchReference) throws -> BatchReference? {
        let settings = try batch.agent.load().settings
        guard let id = try reference.status()["id"]?.string, let store = try AgentPaths.readStore(of: settings)
        else { return nil }
        defer { store.close() }
        guard let earlier = try store.predecessor(of: id) else { return nil }
        return try BatchReference(earlier.id, options: batch.agent)
    }
}
