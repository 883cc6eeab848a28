import Agent
import ArgumentParser
import Collections
import Linux
import Logging
import Model
import Settings
import Store

/// `dropmill collection`
struct CollectionVerbs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collection", abstract: "List, show, remove or rebuild collections.",
        discussion: "Example: dropmill collection show finance/invoices/2026 --folder invoices",
        subcommands: [CollectionList.self, CollectionShow.self, CollectionRemove.self, CollectionRebuild.self])
}

/// The collection a verb is about.
struct CollectionOptions: ParsableArguments {
    @OptionGroup var agent: AgentOptions
    @Argument(help: "The id of a collection, as in department/project/type.")
    var collection: String
    @Option(help: "The watch folder; may be left out where there is one.")
    var folder: String?
}

/// `dropmill collection list`
struct CollectionList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List collections.", discussion: "Example: dropmill collection list --json")

    @OptionGroup var agent: AgentOptions
    @Option(help: "Only this watch folder.")
    var folder: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let settings = try agent.load().settings
        let shelf = CollectionShelf(stateDirectory: settings.stateDirectory)
        var listed: [JSONValue] = []
        for folder in try CollectionChoice.folders(folder, settings) {
            for name in shelf.names(in: folder.name) {
                let summary = try? CollectionReader(name, in: folder.name, of: shelf).summary()
                if json {
                    listed.append(CollectionChoice.json(name, folder.name, summary))
                } else {
                    Terminal.say(CollectionChoice.line(name, folder.name, summary))
                }
            }
        }
        if json { Terminal.say(json: ["collections": .array(listed)]) }
    }
}

/// `dropmill collection show`
struct CollectionShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a collection and its documents.",
        discussion: "Example: dropmill collection show default --limit 20")

    @OptionGroup var options: CollectionOptions
    @Option(help: "At most this many documents.")
    var limit = 50
    @Option(help: "Start after the document with this number, the last one of the page before.")
    var after: Int64 = 0
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard limit > 0 else { throw Stop(.usage, "--limit takes a number above 0.") }
        let (name, folder, shelf, _) = try CollectionChoice.chosen(options)
        let reader = try CollectionChoice.reporting { try CollectionReader(name, in: folder.name, of: shelf) }
        let summary = try CollectionChoice.reporting { try reader.summary() }
        let documents = try CollectionChoice.reporting { try reader.documents(after: after, limit: limit) }
        let next = documents.count == limit ? documents.last?.number : nil
        if json {
            var members = CollectionChoice.json(name, folder.name, summary).object ?? [:]
            members["path"] = .string(shelf.path(of: name, in: folder.name))
            members["documents_listed"] = .array(
                documents.map { number, document in
                    [
                        "number": .integer(number), "batch_id": .string(document.batch),
                        "batch": .string(document.batchName), "path": .string(document.path),
                        "part": document.part.isEmpty ? .null : .string(document.part),
                        "source_directory_file_id": .string(document.item), "title": .optional(document.title),
                    ]
                })
            members["next"] = next.map(JSONValue.integer) ?? .null
            return Terminal.say(json: .object(members))
        }
        Terminal.say(CollectionChoice.line(name, folder.name, summary))
        for space in summary.spaces {
            let maker = space.provider.isEmpty ? space.method : printable(space.provider)
            Terminal.say("\(space.count) vectors of \(space.dimensions) numbers by \(maker) \(printable(space.model))")
        }
        Terminal.say("File: \(printable(shelf.path(of: name, in: folder.name)))")
        for (_, document) in documents {
            let part = document.part.isEmpty ? "" : " (\(printable(document.part)))"
            Terminal.say("  \(printable(document.batchName))/\(printable(document.path))\(part)")
        }
        if let next { Terminal.say("More: dropmill collection show \(name) --after \(next)") }
    }
}

/// `dropmill collection rm`
struct CollectionRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove a collection with its vectors; results in the outbox stay.",
        discussion: "Example: dropmill collection rm finance/invoices/2024")

    @OptionGroup var options: CollectionOptions
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let (name, folder, shelf, _) = try CollectionChoice.chosen(options)
        let isRemoved = try CollectionChoice.reporting { try shelf.remove(name, in: folder.name) }
        guard isRemoved else {
            throw Stop(.notFound, "There is no collection \(name) in the folder \(printable(folder.name)).")
        }
        if json {
            Terminal.say(json: ["removed": .string(name.description), "folder": .string(folder.name)])
        } else {
            Terminal.say("Removed \(name) of \(printable(folder.name)).")
        }
    }
}
