import Linux
import Model

/// What is known about one file of a batch that is not sealed, and whether it is ready (WATCHING rules 13 to 17).
struct FileSettling: Sendable, Equatable {
    /// What to do about the file now.
    enum Verdict: Sendable, Equatable {
        case ready
        /// Quiet long enough for a free lease: ask the kernel.
        case probe
        /// Not quiet for long enough.
        case wait(until: Duration)
        /// Somebody has it open for writing.
        case busy
    }

    /// The last reading.
    private(set) var signature: FileSignature
    let kind: EntryKind
    /// When this state was first seen.
    private(set) var since: Duration
    /// True for a file that was whole when it appeared: renamed in, or from a partial name.
    var isWhole: Bool

    init(_ signature: FileSignature, kind: EntryKind, seen time: Duration, isWhole: Bool = false) {
        self.signature = signature
        self.kind = kind
        since = time
        self.isWhole = isWhole
    }

    /// Takes another reading and says whether it differs from the last.
    mutating func read(_ signature: FileSignature, at time: Duration) -> Bool {
        guard signature != self.signature else { return false }
        self.signature = signature
        since = time
        isWhole = false
        return true
    }

    /// Starts the quiet time again: an event says that the file was touched.
    mutating func touch(at time: Duration) { since = max(since, time) }

    /// What to do, given the answer of the kernel if it was asked.
    func verdict(lease: LeaseState?, at now: Duration, times: SettleTimes) -> Verdict {
        // Entries that are not regular files are never opened; they fail later with their code.
        guard kind == .file else { return .ready }
        guard let lease else {
            if isWhole { return .probe }
            let first = since + max(times.probed, Limits.readingGap)
            return now < first ? .wait(until: first) : .probe
        }
        switch lease {
        case .busy: return .busy
        case .free where times.trustsLease:
            if isWhole || signature.size > 0 { return .ready }
            return waiting(for: times.empty, at: now)
        case .free, .unavailable:
            return waiting(for: signature.size > 0 ? times.unprobed : max(times.empty, times.unprobed), at: now)
        }
    }

    private func waiting(for quiet: Duration, at now: Duration) -> Verdict {
        let end = since + max(quiet, Limits.readingGap)
        return now < end ? .wait(until: end) : .ready
    }
}
