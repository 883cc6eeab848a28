import Model

/// A control file that makes sense for a batch in its present state.
struct ControlHint: Equatable {
    /// Name of the file.
    let name: String
    /// What it does, in plain words.
    let meaning: String

    /// The control files worth naming, most wanted first.
    static func hints(for batch: Batch) -> [ControlHint] {
        switch batch.status {
        // Still in the inbox: it is taken out of there, not cancelled.
        case .uploading, .stalled: []
        case .throttled where batch.isArriving: []
        case .pending, .throttled, .processing:
            [ControlHint(name: "PAUSE", meaning: "stop for now; files in progress are finished"), cancel]
        case .paused: [ControlHint(name: "RESUME", meaning: "go on"), cancel]
        case .completed: [rerun, export]
        case .partiallyFailed: retries + [rerun, export]
        case .failed where batch.refused: [ControlHint(name: "RETRY", meaning: "look at the batch again")]
        case .failed: retries + [rerun]
        case .cancelled: [rerun]
        }
    }

    private static let cancel = ControlHint(name: "CANCEL", meaning: "stop for good; finished files keep their results")
    private static let rerun = ControlHint(name: "RERUN", meaning: "run everything again as a new batch")
    private static let export = ControlHint(
        name: "EXPORT.pdf", meaning: "all results as one file; also .docx, .html, .csv, .xml, .json, .jsonl, .text")
    private static let retries = [
        ControlHint(name: "RETRY", meaning: "try the failed files again"),
        ControlHint(name: "RETRY.12", meaning: "try one file again, by its index in results.csv"),
    ]
}
