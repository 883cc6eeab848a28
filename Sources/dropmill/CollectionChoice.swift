import Agent
import Collections
import Linux
import Model
import Settings

/// Finds the folders and collections a verb is about, and shows them.
enum CollectionChoice {
    /// The folder of a name, or all; ends the program with code 4 when there is none.
    static func folders(_ name: String?, _ settings: AgentSettings) throws -> [WatchFolder] {
        guard let name else { return settings.folders }
        return [try settings.folder(named: name)]
    }

    /// An id as it was typed; ends the program with code 2 when it is none.
    static func name(_ text: String) throws -> CollectionName {
        guard let name = CollectionName(text) else {
            throw Stop(.usage, "\(printable(text)) is no collection: an id has \(CollectionName.rule).")
        }
        return name
    }

    /// The one collection of the options.
    static func chosen(
        _ options: CollectionOptions
    ) throws -> (name: CollectionName, folder: WatchFolder, shelf: CollectionShelf, loaded: LoadedSettings) {
        let loaded = try options.agent.load()
        let name = try name(options.collection)
        let folders = try folders(options.folder, loaded.settings)
        let shelf = CollectionShelf(stateDirectory: loaded.settings.stateDirectory)
        let having = folders.filter { FileExists.at(shelf.path(of: name, in: $0.name)) }
        guard let folder = having.count == 1 ? having.first : folders.count == 1 ? folders.first : nil else {
            if having.isEmpty { throw Stop(.notFound, "There is no collection \(name).") }
            throw Stop(
                .usage,
                "Several folders have a collection \(name); name one with --folder: "
                    + having.map(\.name).joined(separator: ", ") + ".")
        }
        return (name, folder, shelf, loaded)
    }

    /// Does something with a collection; what goes wrong ends the program with the exit code that fits.
    static func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as CollectionError { throw stop(error) }
    }

    /// The end of the program for an error.
    static func stop(_ error: CollectionError) -> Stop {
        Stop(error.code == .missing ? .notFound : .internalError, error.description)
    }

    /// One line about a collection; without a summary it cannot be read.
    static func line(_ name: CollectionName, _ folder: String, _ summary: CollectionSummary?) -> String {
        let head = Terminal.pad(folder, 16) + " " + Terminal.pad(name.description, 28)
        guard let summary else { return head + " cannot be read" }
        return [
            head, Terminal.pad("\(summary.documents) documents", 18), Terminal.pad("\(summary.pages) pages", 16),
            Terminal.pad("\(summary.chunks) vectors", 16), Terminal.pad("\(summary.bytes / 1_000_000) MB", 10),
            summary.newest.map { Clock.local($0).toMinute() } ?? "",
        ].joined(separator: " ")
    }

    /// What JSON says of a collection.
    static func json(_ name: CollectionName, _ folder: String, _ summary: CollectionSummary?) -> JSONValue {
        [
            "collection_id": .string(name.description), "folder": .string(folder),
            "readable": .bool(summary != nil), "documents": .optional(summary?.documents),
            "pages": .optional(summary?.pages), "chunks": .optional(summary?.chunks),
            "batches": .optional(summary?.batches), "bytes": summary.map { .integer($0.bytes) } ?? .null,
            "updated_at": .optional(summary?.newest?.description),
            "vectors": .array(
                (summary?.spaces ?? []).map {
                    [
                        "method": .string($0.method), "provider": $0.provider.isEmpty ? .null : .string($0.provider),
                        "model": .string($0.model), "dimensions": .integer(Int64($0.dimensions)),
                        "count": .integer(Int64($0.count)),
                    ]
                }),
        ]
    }
}
