/// Where a batch stands: the `status` word of the contract.
public enum BatchStatus: String, Sendable, CaseIterable {
    case uploading
    case stalled
    case pending
    case throttled
    case processing
    case paused
    case completed
    case partiallyFailed = "partially_failed"
    case failed
    case cancelled

    /// True when nothing more happens without a person.
    public var isFinal: Bool {
        switch self {
        case .completed, .partiallyFailed, .failed, .cancelled: true
        default: false
        }
    }

    /// True before the batch was sealed.
    public var isOpen: Bool { self == .uploading || self == .stalled }

    /// The word LlamaCloud Batches v2 uses; `refused` tells a batch that never ran from one whose items failed.
    public func v2(refused: Bool) -> String {
        switch self {
        case .uploading, .stalled, .pending: "PENDING"
        case .throttled, .paused: "THROTTLED"
        case .processing: "RUNNING"
        case .completed, .partiallyFailed: "COMPLETED"
        case .failed: refused ? "FAILED" : "COMPLETED"
        case .cancelled: "CANCELLED"
        }
    }

    /// The words a batch may move to from this one.
    public var successors: Set<BatchStatus> {
        switch self {
        case .uploading: [.stalled, .throttled, .pending, .failed, .cancelled, .paused]
        case .stalled: [.uploading, .throttled, .pending, .failed, .cancelled]
        case .pending:
            [.processing, .throttled, .paused, .completed, .partiallyFailed, .failed, .cancelled, .uploading]
        // Back to the first two where the limit held the claim of a batch that is still in the inbox.
        case .throttled:
            [
                .uploading, .stalled, .pending, .processing, .paused, .completed, .partiallyFailed, .failed, .cancelled,
            ]
        case .processing: [.pending, .throttled, .paused, .completed, .partiallyFailed, .failed, .cancelled]
        case .paused: [.pending, .processing, .throttled, .completed, .partiallyFailed, .failed, .cancelled]
        // A retry or a forced run starts a finished batch again; a cancelled one needs a new run.
        case .completed, .partiallyFailed: [.pending]
        case .failed: [.pending, .uploading]
        case .cancelled: []
        }
    }
}
