import Linux
import Model

/// What one watch folder allows its batches together.
public struct FolderBounds: Sendable {
    /// Most items worked at once, over all batches of the folder.
    let maxConcurrency: Int
    /// The hours in which items may start; nil for all.
    let window: WorkWindow?

    /// The bounds of a folder as it is configured.
    public init(_ folder: WatchFolder) {
        self.init(
            maxConcurrency: folder.maxConcurrency, window: folder.schedule.map { WorkWindow($0, local: Clock.local) })
    }

    init(maxConcurrency: Int, window: WorkWindow? = nil) {
        self.maxConcurrency = maxConcurrency
        self.window = window
    }
}
