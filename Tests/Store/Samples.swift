import GRDB
import Model
import TestSupport

@testable import Store

/// A moment so many milliseconds after the start of the tests' time.
func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_795_248_000_000 + milliseconds) }

/// Runs a body with a store in a fresh directory.
func withStore<Result>(_ body: (Store) throws -> Result) throws -> Result {
    try withTemporaryDirectory { directory in
        let store = try Store(path: directory + "/store.sqlite")
        defer { store.close() }
        return try body(store)
    }
}

/// A batch at first sight.
func sampleBatch(_ id: String, folder: String = "invoices", name: String = "March") -> Batch {
    Batch(
        id: id, folder: folder, source: .directory, name: name, entry: BytePath(name), outboxName: BytePath(name),
        job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: at(0))
}

/// Items `0.pdf`, `1.pdf`, ... of a batch.
func sampleItems(_ count: Int) -> some Sequence<SealedItem> {
    (0..<count).lazy.map { index in
        SealedItem(
            index: index, path: BytePath("\(index).pdf"), kind: .file,
            signature: FileSignature(device: .max, inode: UInt64(index), size: 10, modified: -1, changed: 2),
            fileID: "dfl-\(index)", jobID: "pjb-\(index)")
    }
}

/// What went wrong with a sample item.
let sampleFailure = Failure(
    .corruptDocument, "1.pdf is damaged", stage: .parse, details: ["offset": 12], page: 3)

/// The outcome of a sample item.
func outcome(_ state: ItemState, media: MediaCategory? = .document) -> ItemOutcome {
    ItemOutcome(
        state: state, mediaType: media, failure: state == .failed || state == .partial ? sampleFailure : nil)
}

extension Store {
    /// Makes a sealed batch of so many items.
    @discardableResult
    func sealSample(_ id: String = "bat-1", items: Int = 3, held: Bool = false) throws -> Batch {
        try reserve(sampleBatch(id))
        if held { _ = try pause(id, at: at(1)) }
        try seal(sampleBatch(id), items: sampleItems(items), at: at(2))
        return try present(id)
    }

    /// Claims and starts items.
    func start(_ indexes: Int..., of id: String = "bat-1", at time: Timestamp = at(3)) throws {
        _ = try claimItems(of: id, limit: .max, at: time)
        _ = try settle(indexes.map { .started(batchID: id, index: $0, at: time) })
    }

    /// Starts and settles items one after the other.
    @discardableResult
    func finish(_ outcomes: (Int, ItemState)..., of id: String = "bat-1") throws -> Batch? {
        try settle(
            outcomes.flatMap { index, state -> [WorkStep] in
                [
                    .started(batchID: id, index: index, at: at(4)),
                    .finished(batchID: id, index: index, outcome: outcome(state), at: at(5)),
                ]
            }
        ).last
    }

    /// Brings a batch at phase `publish` to its end.
    func end(_ id: String = "bat-1", as status: BatchStatus) throws {
        _ = try conclude(id, status: status, failure: nil, at: at(9))
        try markDone(id)
    }

    /// The batch as it is now.
    func present(_ id: String = "bat-1") throws -> Batch {
        guard let batch = try batch(id) else { throw StoreError(.unknown, id) }
        return batch
    }

    /// The kinds of all events, in short: `seen`, `item.started:0`.
    func story(of id: String = "bat-1") throws -> [String] {
        try events(of: id, after: 0, limit: .max).map { event in
            event.kind.rawValue.replacing("batch.", with: "") + (event.index.map { ":\($0)" } ?? "")
        }
    }
}

/// Runs a body with a store that leaves nothing behind.
func withTemporaryStore<Result>(_ body: (Store) throws -> Result) throws -> Result {
    try withTemporaryDirectory { directory in
        let store = try Store(temporaryIn: directory)
        defer { store.close() }
        return try body(store)
    }
}
