import Linux
import Model
import Store

/// STATUS.txt and index.html of one outbox, written when what they say has changed.
struct FolderPage: Sendable {
    /// When both are written next.
    var cadence = Cadence()
    private let folder: String
    /// The directory it is written to.
    let outbox: Directory
    private let access: Access
    private var written: [UInt8] = []
    private var writtenIndex: [UInt8] = []

    init(of folder: String, in outbox: Directory, access: Access) {
        self.folder = folder
        self.outbox = outbox
        self.access = access
    }

    /// Writes both from the store.
    mutating func write(from store: Store, at now: Duration) throws {
        let live = try store.batches(
            BatchQuery(folder: folder, phases: [.open, .work, .publish], limit: Limits.statusLines))
        let done = try store.batches(BatchQuery(folder: folder, phases: [.done], limit: Limits.statusFinishedBatches))
        let finished = (live.filter(\.status.isFinal) + done)
            .sorted { ($0.finishedAt ?? $0.createdAt) > ($1.finishedAt ?? $1.createdAt) }
        let running = live.filter { !$0.status.isFinal }
        let text = FolderStatusText(folder: folder, live: running, finished: finished, local: Clock.local).bytes
        if text != written {
            try OutboxFile.replace("STATUS.txt", in: outbox, with: text, access: access, durable: false)
            written = text
        }
        let index = BatchIndex(folder: folder, live: running, finished: finished) { [outbox] batch in
            batch.status.isFinal
                ? outbox.contains(batch.outboxName.appending("report.html")) : !batch.isArriving
        }.bytes
        if index != writtenIndex {
            try OutboxFile.replace("index.html", in: outbox, with: index, access: access, durable: false)
            writtenIndex = index
        }
        cadence.wrote(at: now)
    }
}
