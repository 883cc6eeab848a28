import Model
import WorkerProtocol

/// Bounds what an archive may become on disk: its promises first, then what really comes; no clock, no disk.
struct UnpackBudget: Sendable {
    /// Display name of the archive.
    let name: String
    /// Size of the archive itself.
    let archiveBytes: Int64
    let limits: WatchFolder.BatchLimits
    private var items = 0
    private var bytes: Int64 = 0

    init(name: String, archiveBytes: Int64, limits: WatchFolder.BatchLimits) {
        self.name = name
        self.archiveBytes = archiveBytes
        self.limits = limits
    }

    /// Refuses an archive by what it says it holds.
    func check(_ summary: ArchiveSummary) throws(Failure) {
        guard summary.entries <= Limits.unpackedEntries else {
            throw Failure(
                .tooManyFiles, "\(name) holds more than \(Limits.unpackedEntries) entries.", stage: .intake,
                details: ["max_allowed": .integer(Int64(Limits.unpackedEntries))],
                resolution: "Split the archive into smaller ones.")
        }
        try check(bytes: summary.bytes)
    }

    /// Counts an entry; litter is none of the batch's files.
    mutating func addEntry(isItem: Bool) throws(Failure) {
        guard isItem else { return }
        items += 1
        if let limit = limits.maxFiles, items > limit {
            throw SizeCheck.refusal(.tooManyFiles, limit: Int64(limit), found: Int64(items), "files")
        }
    }

    /// Counts bytes that came out of the archive.
    mutating func add(bytes count: Int) throws(Failure) {
        bytes += Int64(count)
        try check(bytes: bytes)
    }

    private func check(bytes: Int64) throws(Failure) {
        if let limit = limits.maxTotalBytes, bytes > limit {
            throw SizeCheck.refusal(.fileTooLarge, limit: limit, found: bytes, "bytes")
        }
        guard bytes <= Limits.unpackedBytes else {
            throw bomb("more than \(Limits.unpackedBytes) bytes", bytes)
        }
        // Small archives of very regular files are no danger.
        let times = bytes / max(1, archiveBytes)
        guard bytes <= Limits.unpackUnratedBytes || times <= Limits.unpackRatio else {
            throw bomb("\(times) times its own size", bytes)
        }
    }

    private func bomb(_ what: String, _ found: Int64) -> Failure {
        Failure(
            .archiveBomb, "\(name) expands to \(what).", stage: .intake,
            details: [
                "archive_bytes": .integer(archiveBytes), "unpacked_bytes": .integer(found),
                "max_allowed": .integer(Limits.unpackedBytes), "max_ratio": .integer(Limits.unpackRatio),
            ])
    }
}
