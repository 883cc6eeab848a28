import Linux
import Logging
import Model
import Store
import Workers

/// Seals one directory where it lies, at once and without a folder: for the one-shot command.
public struct OneShot: Sendable {
    private let store: Store
    private let folder: WatchFolder
    private let configurations: [String: SavedConfiguration]
    private let commandLine: CommandLineChoices
    private let models: [ModelServer]
    private let steering: SteeringReader

    /// `folder` stands for the defaults of the command; nothing is watched or moved.
    public init(
        store: Store, folder: WatchFolder, configurations: [String: SavedConfiguration],
        models: [ModelServer] = [], commandLine: CommandLineChoices, workers: WorkerSettings
    ) {
        self.init(
            store: store, folder: folder, configurations: configurations, models: models, commandLine: commandLine,
            steering: .worker(workers))
    }

    init(
        store: Store, folder: WatchFolder, configurations: [String: SavedConfiguration],
        models: [ModelServer] = [], commandLine: CommandLineChoices, steering: SteeringReader
    ) {
        self.store = store
        self.folder = folder
        self.configurations = configurations
        self.commandLine = commandLine
        self.models = models
        self.steering = steering
    }

    /// Records the batch and freezes its items; returns it as the store has it then.
    ///
    /// Throws the Failure of a directory that cannot be a batch; the batch is refused in the store then. Partial names
    /// are ignored: the caller says that the directory is complete.
    public func seal(_ tree: Directory, as reserved: Batch) throws -> Batch {
        try store.reserve(reserved)
        do {
            let listing = try Listing(walking: tree, by: folder)
            var batch = reserved
            let items = listing.items
            batch.intake.ignored = listing.ignored(partialsToo: true)
            let manifest = ManifestIntake(of: listing, reader: steering)
            if manifest == nil { try SizeCheck(limits: folder.limits).check(items) }
            let desk = SteeringDesk(reader: steering)
            defer { desk.close() }
            let resolution = Resolution(
                folder: folder, configurations: configurations, commandLine: commandLine, models: models)
            try resolution.configure(&batch, from: listing, acceptsKeys: folder.acceptDroppedKeys, desk: desk)
            try manifest?.layDown(into: &batch, store: store, limits: folder.limits)
            return try Seal(store: store).commit(batch, items: items)
        } catch let failure as Failure {
            try store.refuse(reserved.id, failure, at: Clock.now())
            throw failure
        }
    }
}
