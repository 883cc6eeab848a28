import Linux
import Model
import Store

/// STATUS.txt of one outbox, written when its text has changed.
struct FolderPage: Sendable {
    /// When the page is written next.
    var cadence = Cadence()
    private let folder: String
    /// The directory it is written to.
    let outbox: Directory
    private let access: Access
    private var written: [UInt8] = []

    init(of folder: String, in outbox: Directory, access: Access) {
        self.folder = folder
        self.outbox = outbox
        self.access = access
    }

    /// Writes the page from the store.
    mutating func write(from store: Store, at now: Duration) throws {
        let live = try store.batches(
            BatchQuery(folder: folder, phases: [.open, .work, .publish], limit: Limits.statusLines))
        let done = try store.batches(BatchQuery(folder: folder, phases: [.done], limit: Limits.statusFinishedBatches))
        let finished = live.filter(\.status.isFinal) + done
        let text = FolderStatusText(
            folder: folder, live: live.filter { !$0.status.isFinal },
            finished: finished.sorted { ($0.finishedAt ?? $0.createdAt) > ($1.finishedAt ?? $1.createdAt) },
            local: Clock.local)
        let bytes = text.bytes
        if bytes != written {
            try OutboxFile.replace("STATUS.txt", in: outbox, with: bytes, access: access, durable: false)
            written = bytes
        }
        cadence.wrote(at: now)
    }
}
