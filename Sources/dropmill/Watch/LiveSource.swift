import Agent
import Linux
import Model
import Settings
import Store

/// Where the live view gets its batches: from the store if it can be read, else from the outboxes.
final class LiveSource {
    private let settings: AgentSettings
    private var store: Store?
    private let start = Clock.now()
    /// Batches that were seen, so that their end is seen too.
    private var seen: Set<String> = []

    private static let listed = 50
    private static let scannedEntries = 2000
    /// Time between two looks at all outboxes, which read a file of every batch.
    private static let scanInterval = Duration.seconds(2)
    private var lastScan: (at: Duration, batches: [LiveBatch])?
    private static let statusBytes = 4 << 20

    init(_ settings: AgentSettings) { self.settings = settings }

    /// The batches that are under way, oldest first, and those that ended since this one looks.
    func batches() -> [LiveBatch] {
        if store == nil { store = try? Store(path: AgentPaths.store(in: settings.stateDirectory), readOnly: true) }
        let found = store.flatMap(inStore) ?? scanned()
        let shown = found.filter { !$0.status.isFinal || seen.contains($0.id) }
        seen.formUnion(shown.map(\.id))
        return shown.filter { !$0.status.isFinal } + shown.filter(\.status.isFinal)
    }

    /// The directory of a batch in the outbox of its folder.
    func directory(of batch: LiveBatch) -> Directory? { try? names[batch.id].flatMap { try place($0) } }

    private var names: [String: (folder: String, name: BytePath)] = [:]

    private func place(_ place: (folder: String, name: BytePath)) throws -> Directory? {
        guard let folder = settings.folders.first(where: { $0.name == place.folder }) else { return nil }
        return try Directory(path: folder.outbox).directory(place.name)
    }

    private func inStore(_ store: Store) -> [LiveBatch]? {
        do {
            let live = try store.batches(BatchQuery(phases: [.open, .work, .publish], limit: Self.listed))
            // What came and went between two looks, and what ended since the last one.
            let recent = try store.batches(BatchQuery(phases: [.done], limit: Self.listed)).filter { batch in
                seen.contains(batch.id) || batch.createdAt >= start
            }
            seen.formUnion(recent.map(\.id))
            return try (recent + live).reversed().map { batch in
                names[batch.id] = (batch.folder, batch.outboxName)
                return LiveBatch(batch, pages: try store.pagesDone(of: batch.id), now: Clock.now())
            }
        } catch {
            // It may be replaced or migrated; the outboxes say the same, later.
            self.store = nil
            return nil
        }
    }

    private func scanned() -> [LiveBatch] {
        let now = Clock.sinceBoot()
        if let lastScan, now - lastScan.at < Self.scanInterval { return lastScan.batches }
        let batches = inOutboxes()
        lastScan = (now, batches)
        return batches
    }

    private func inOutboxes() -> [LiveBatch] {
        settings.folders.flatMap { folder -> [LiveBatch] in
            guard let outbox = try? Directory(path: folder.outbox),
                let entries = try? outbox.entries(limit: Self.scannedEntries)
            else { return [] }
            return entries.compactMap { entry in
                guard let directory = try? outbox.directory(entry.name),
                    let text = try? directory.contents(of: BytePath("status.json"), limit: Self.statusBytes),
                    let status = try? JSONParser.parse(text), let batch = LiveBatch(status, folder: folder.name)
                else { return nil }
                names[batch.id] = (folder.name, entry.name)
                return batch
            }
        }
    }
}
