import Model

/// What the live view knows of one batch at one moment.
struct LiveBatch: Equatable {
    let id: String
    let name: String
    let folder: String
    let status: BatchStatus
    let total: Int
    let completed: Int
    let failed: Int
    /// Pages of all files that are done; nil where nobody counted them.
    var pages: Int?
    /// Seconds until it is likely to be finished.
    let secondsLeft: Int?

    /// Files that have their outcome.
    var done: Int { completed + failed }

    /// A batch of the store; `now` is the time of day.
    init(_ batch: Batch, pages: Int?, now: Timestamp) {
        id = batch.id
        name = batch.name
        folder = batch.folder
        status = batch.status
        total = batch.counts.total
        completed = batch.counts.completed + batch.counts.cancelled
        failed = batch.counts.failed
        self.pages = pages
        secondsLeft = Self.secondsLeft(batch, now)
    }

    /// A batch from its status.json; nil for anything else.
    init?(_ status: JSONValue, folder: String) {
        guard let id = status["id"]?.string, let word = status["status"]?.string.flatMap(BatchStatus.init(rawValue:))
        else { return nil }
        self.id = id
        name = status["name"]?.string ?? id
        self.folder = folder
        self.status = word
        total = Int(status["total_files"]?.integer ?? 0)
        completed = Int((status["completed_files"]?.integer ?? 0) + (status["cancelled_files"]?.integer ?? 0))
        failed = Int(status["failed_files"]?.integer ?? 0)
        pages = nil
        secondsLeft = status["estimated_completion_seconds"]?.number.flatMap { Int(exactly: $0.rounded(.up)) }
    }

    private static func secondsLeft(_ batch: Batch, _ now: Timestamp) -> Int? {
        let counts = batch.counts
        guard batch.status == .processing, let started = batch.startedAt, counts.finished > 0 else { return nil }
        let elapsed = Double(max(0, now.milliseconds - started.milliseconds)) / 1000
        return Int((elapsed / Double(counts.finished) * Double(counts.total - counts.finished)).rounded(.up))
    }
}

/// Pages a second, from what was counted during the last seconds.
struct PageRate {
    private var samples: [(at: Duration, pages: Int)] = []
    private static let window = Duration.seconds(10)

    /// Takes a count and says the rate; nil until two counts are far enough apart.
    mutating func rate(_ pages: Int, at now: Duration) -> Double? {
        samples.removeAll { now - $0.at > Self.window }
        samples.append((now, pages))
        guard let first = samples.first, now - first.at >= .seconds(1), pages > first.pages else { return nil }
        return Double(pages - first.pages) / (Double((now - first.at).milliseconds) / 1000)
    }
}
