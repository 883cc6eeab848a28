import Model
import Store

/// Decides which finished batches a folder keeps no longer; no clock, no disk.
public struct KeepPlan: Sendable {
    /// What the folder says of the outbox or of the archive.
    public let keep: WatchFolder.Keep

    /// A plan after a folder's rule.
    public init(_ keep: WatchFolder.Keep) { self.keep = keep }

    /// Batches that ended before this moment have had their time; nil when age does not count.
    public func oldest(at now: Timestamp) -> Timestamp? {
        keep.age.map { now.adding(milliseconds: -$0.milliseconds) }
    }

    /// The moment at which a batch that ended then has had its time.
    public func end(of finishedAt: Timestamp) -> Timestamp? {
        keep.age.map { finishedAt.adding(milliseconds: $0.milliseconds + 1) }
    }

    /// The batches, given from the oldest to the newest, that are too many for the size: the oldest ones, and only as
    /// many as it takes. The newest stays however large it is: its results were not even looked at yet.
    public func surplus(of batches: [KeptBatch]) -> [KeptBatch] {
        guard let limit = keep.bytes else { return [] }
        var total = batches.reduce(Int64(0)) { $0.addingReportingOverflow($1.bytes ?? 0).partialValue }
        var surplus: [KeptBatch] = []
        for batch in batches.dropLast() {
            if total <= limit { break }
            surplus.append(batch)
            total -= batch.bytes ?? 0
        }
        return surplus
    }
}
