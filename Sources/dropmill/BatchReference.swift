import Agent
import Linux
import Model
import Settings
import Store

/// A batch as the command line sees it: its directory in the outbox, found through the store if that can be read,
/// else through status.json in the outbox.
struct BatchReference {
    let directory: Directory
    /// Absolute path of the directory.
    let path: String

    private static let statusBytes = 4 << 20
    private static let scannedBatches = 100_000

    /// Finds a batch by id, name or outbox path; ends the program with code 4 when there is none.
    init(_ text: String, options: AgentOptions) throws {
        if text.contains("/"), let directory = try? Directory(path: text),
            directory.contains(BytePath("status.json"))
        {
            self.directory = directory
            path = text
            return
        }
        let settings = try options.load().settings
        if let found = Self.inStore(text, settings: settings) ?? Self.inOutboxes(text, settings: settings) {
            self = found
        } else {
            throw Stop(.notFound, "There is no batch \(printable(text)). `dropmill list` shows the known ones.")
        }
    }

    /// Finds a batch by id, outbox path or the exact name of its directory, and only then by its display name, which
    /// several may have; for verbs that take something away. Ends the program with code 2 where it is not clear which.
    static func exact(_ text: String, options: AgentOptions) throws -> BatchReference {
        let named = try options.load().settings.folders.compactMap { open(BytePath(text), in: $0) }
        if named.count > 1 {
            let paths = named.map { printable($0.path) }.joined(separator: ", ")
            throw Stop(.usage, "Several folders have a batch \(printable(text)): \(paths). Give the path, or the id.")
        }
        return try named.first ?? BatchReference(text, options: options)
    }

    private init(directory: Directory, path: String) {
        self.directory = directory
        self.path = path
    }

    /// status.json as it is now.
    func status() throws -> JSONValue {
        try JSONParser.parse(statusText())
    }

    /// The text of status.json.
    func statusText() throws -> [UInt8] {
        do {
            return try directory.contents(of: BytePath("status.json"), limit: Self.statusBytes)
        } catch {
            throw Stop(.notFound, "The batch has no status: \(error)")
        }
    }

    private static func inStore(_ text: String, settings: AgentSettings) -> BatchReference? {
        guard let store = try? Store(path: AgentPaths.store(in: settings.stateDirectory), readOnly: true),
            let batch = try? store.batch(matching: text, folder: nil), !batch.isRemoved,
            let folder = settings.folders.first(where: { $0.name == batch.folder })
        else { return nil }
        return open(batch.outboxName, in: folder)
    }

    private static func inOutboxes(_ text: String, settings: AgentSettings) -> BatchReference? {
        for folder in settings.folders {
            if let found = open(BytePath(text), in: folder) { return found }
            guard let outbox = try? Directory(path: folder.outbox),
                let entries = try? outbox.entries(limit: scannedBatches)
            else { continue }
            for entry in entries {
                guard let found = open(entry.name, in: folder), let status = try? found.status() else { continue }
                if status["id"]?.string == text || status["name"]?.string == text { return found }
            }
        }
        return nil
    }

    private static func open(_ name: BytePath, in folder: WatchFolder) -> BatchReference? {
        guard let outbox = try? Directory(path: folder.outbox), let directory = try? outbox.directory(name),
            directory.contains(BytePath("status.json"))
        else { return nil }
        return BatchReference(directory: directory, path: folder.outbox + "/" + name.display)
    }
}

extension JSONValue {
    /// The final word of a status.json, or nil while the batch is under way.
    var finalStatus: BatchStatus? {
        guard let status = self["status"]?.string.flatMap(BatchStatus.init(rawValue:)), status.isFinal else {
            return nil
        }
        return status
    }
}

extension Store {
    /// The batch of an id or name; ends the program when there is none.
    func batch(named text: String) throws -> Batch {
        guard let batch = try batch(matching: text) else {
            throw Stop(.notFound, "There is no batch \(printable(text)).")
        }
        return batch
    }
}
