import Model
import Workers

/// Starts one worker to see what it can do.
public enum WorkerCheck {
    /// What the sandbox could not apply, in plain words; throws when no worker starts or the sandbox is required.
    public static func missing(_ workers: WorkerSettings) throws(Failure) -> [String] {
        try introduction(workers)?.missing ?? []
    }

    /// What a worker says about itself.
    public static func introduction(_ workers: WorkerSettings) throws(Failure) -> WorkerIntroduction? {
        let slot = WorkerSlot(settings: workers)
        defer { slot.retire() }
        try slot.start()
        return slot.introduction
    }
}
