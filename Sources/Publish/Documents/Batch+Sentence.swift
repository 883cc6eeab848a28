import Model

extension Batch {
    /// Where the batch stands, in one plain sentence.
    var sentence: String {
        switch status {
        case .uploading:
            counts.total == 0
                ? "Waiting for files." : "Receiving: \(Self.files(counts.total)) so far. Work starts by itself."
        case .stalled: "Waiting: the files are not complete yet, or cannot be taken."
        case .pending: "Waiting for its turn."
        case .throttled: "On hold: \(throttle?.reason ?? "a limit is reached")."
        case .processing: "Working."
        case .paused: "Paused by a person."
        case .completed:
            counts.skipped == 0
                ? "Done. Every file was read." : "Done. Every file was read, now or when it first came."
        case .partiallyFailed: "Done, but not every file could be read."
        case .failed: refused ? "Refused. Nothing was changed." : "Failed. No file could be read."
        case .cancelled: "Cancelled. Files that were finished keep their results."
        }
    }

    private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }
}
