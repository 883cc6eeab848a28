import Agent
import ArgumentParser
import Collections
import Folders
import Indexing
import Linux
import Logging
import Model
import Settings
import Store
import Workers

/// `dropmill collection rebuild`
struct CollectionRebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make a collection anew from the results in the outbox.",
        discussion: """
            Removes the collection and reads every batch of it again; batches whose results are gone are lost to it. \
            With --words only the index of words is made anew from the text in the collection.

            Example: dropmill collection rebuild default --folder invoices
            """)

    @OptionGroup var options: CollectionOptions
    @Flag(help: "Only make the index of words anew; nothing is read from the outbox.")
    var words = false
    @Flag(help: "Print JSON.")
    var json = false

    private static let page = 500

    func run() throws {
        let (name, folder, shelf, loaded) = try CollectionChoice.chosen(options)
        if words {
            try CollectionChoice.reporting {
                // A missing collection is not made.
                _ = try CollectionReader(name, in: folder.name, of: shelf)
                let writer = try CollectionWriter(name, in: folder.name, of: shelf)
                defer { writer.close() }
                try writer.reindex()
            }
            return report(0, 0, name)
        }
        guard let store = try AgentPaths.readStore(of: loaded.settings) else {
            let path = AgentPaths.store(in: loaded.settings.stateDirectory)
            throw Stop(.notFound, "There is no store \(path) to find batches in.")
        }
        let outboxes = try FolderDirectories(opening: folder)
        let workers = WorkerSettings(
            executable: try WorkerSettings.findExecutable(), user: loaded.settings.workerUser,
            requireSandbox: loaded.settings.requireSandbox)
        let slot = WorkerSlot(settings: workers)
        defer { slot.retire() }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let indexer = BatchIndexer(
            store: store, shelf: shelf, slot: slot, outbox: { try outboxes.outbox(of: $0) }, isStopped: { false },
            logger: Logger(label: "dropmill"))
        _ = try CollectionChoice.reporting { try shelf.remove(name, in: folder.name) }
        let (batches, documents) = try rebuild(name, folder.name, store, indexer)
        report(batches, documents, name)
    }

    private func rebuild(
        _ name: CollectionName, _ folder: String, _ store: Store, _ indexer: BatchIndexer
    ) throws -> (batches: Int, documents: Int) {
        var (batches, documents) = (0, 0)
        var last: String?
        while true {
            let found = try store.batches(
                BatchQuery(folder: folder, phases: [.done], limit: Self.page, after: last))
            for batch in found where batch.collection == name {
                do {
                    documents += try CollectionChoice.reporting { try indexer.add(batch) }
                    batches += 1
                } catch let error as SystemError where error.isNotFound {
                    Terminal.complain("\(printable(batch.name)): its results are gone.")
                }
            }
            last = found.last?.id
            if found.count < Self.page { return (batches, documents) }
        }
    }

    private func report(_ batches: Int, _ documents: Int, _ name: CollectionName) {
        if json {
            return Terminal.say(json: [
                "collection_id": .string(name.description), "batches": .integer(Int64(batches)),
                "documents": .integer(Int64(documents)), "words_only": .bool(words),
            ])
        }
        Terminal.say(
            words ? "The index of words of \(name) is new." : "\(name): \(documents) documents of \(batches) batches.")
    }
}
