import Model
import Store

/// What the agent has done since it started, counted from what the store says of each batch that ended.
struct Tally: Sendable, Equatable {
    /// A folder and a word.
    struct Key: Hashable, Sendable, Comparable {
        var folder: String
        var word: String

        static func < (left: Key, right: Key) -> Bool { (left.folder, left.word) < (right.folder, right.word) }
    }

    /// Work on items of one folder.
    struct Work: Sendable, Equatable {
        var pages = 0
        var bytes: Int64 = 0
        var items = 0
        var milliseconds: Int64 = 0
        var within = [Int](repeating: 0, count: Tally.bounds.count)
    }

    /// Bounds of the histogram of work on one item, in milliseconds.
    static let bounds: [Int64] = [100, 500, 1000, 5000, 10_000, 30_000, 60_000, 300_000]

    var batches: [Key: Int] = [:]
    var items: [Key: Int] = [:]
    var work: [String: Work] = [:]
    var models: [Key: ModelUse] = [:]

    /// Counts a batch that ended.
    mutating func add(_ batch: Batch, _ run: [RunSummary]) {
        batches[Key(folder: batch.folder, word: batch.status.rawValue), default: 0] += 1
        var work = work[batch.folder] ?? Work()
        for part in run {
            items[Key(folder: batch.folder, word: part.state.rawValue), default: 0] += part.items
            // What was not worked on took no time and says nothing of it.
            guard part.state != .skipped, part.state != .cancelled else { continue }
            work.pages += part.pages
            work.bytes += part.bytes
            work.items += part.items
            work.milliseconds += part.milliseconds
            for place in work.within.indices { work.within[place] += part.within[place] }
        }
        self.work[batch.folder] = work
    }

    /// Counts requests to models.
    mutating func add(_ use: ModelUse) {
        let key = Key(folder: use.provider, word: use.model)
        guard var known = models[key] else { return models[key] = use }
        known.requests += use.requests
        known.inputTokens += use.inputTokens
        known.outputTokens += use.outputTokens
        known.cost = known.cost + use.cost
        models[key] = known
    }
}
