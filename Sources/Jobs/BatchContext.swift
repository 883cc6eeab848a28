import Crypto
import Linux
import Model
import Store
import Synchronization
import WorkerProtocol
import Workers

/// Where one batch is read from and written to, and within which bounds.
public struct JobPlaces: Sendable {
    /// Root of the originals.
    public var tree: Directory
    /// Directory for outputs of this batch that are not visible yet.
    public var staging: Directory
    /// The batch's directory in the outbox.
    public var outbox: Directory
    /// The outbox of its folder, with the directories of earlier batches; nil where there are none.
    public var folderOutbox: Directory?
    public var permissions: WatchFolder.Permissions
    /// Group of what is published; nil leaves it to the file system.
    public var group: UInt32?
    public var limits: WatchFolder.BatchLimits
    /// Most items of the batch worked at once.
    public var maxConcurrency: Int

    public init(
        tree: Directory, staging: Directory, outbox: Directory, folderOutbox: Directory? = nil,
        permissions: WatchFolder.Permissions, group: UInt32? = nil, limits: WatchFolder.BatchLimits, maxConcurrency: Int
    ) {
        self.tree = tree
        self.staging = staging
        self.outbox = outbox
        self.folderOutbox = folderOutbox
        self.permissions = permissions
        self.group = group
        self.limits = limits
        self.maxConcurrency = maxConcurrency
    }
}

/// What every item of a batch shares while it is worked on; immutable.
final class BatchContext: Sendable {
    let id: String
    /// Name of the watch folder.
    let folder: String
    let priority: Int
    let places: JobPlaces
    let configuration: FrozenConfiguration
    /// sha256 of the parameters alone: results made with equal ones are comparable.
    let optionsSHA256: String
    /// Number of the scope in which results of equal content are the same; nil when nobody keeps results.
    let scope: Int64?
    /// True when an item whose content has a result already shares it.
    let sharesResults: Bool
    /// True when the pictures of a directory are the pages of one document.
    let combinesImages: Bool
    private let groups = Mutex<PageGroups?>(nil)

    init(
        batch: Batch, configuration: FrozenConfiguration, places: JobPlaces,
        scope: (ResultScope) throws(StoreError) -> Int64?
    ) throws(StoreError) {
        self.id = batch.id
        self.folder = batch.folder
        self.priority = batch.priority
        self.places = places
        self.configuration = configuration
        let parameters = JSONWriter.canonicalBytes(of: .object(configuration.parameters))
        let optionsSHA256 = Hexadecimal.lower(Digest.sha256(parameters))
        self.optionsSHA256 = optionsSHA256
        let combinesImages = configuration.parameters["combine"]?.string == "images"
        self.combinesImages = combinesImages
        // What comes of a picture depends on its neighbours then.
        // And a row of a manifest may say how its document is to be read.
        let isAlike = !combinesImages && batch.manifest.map { !$0.setsParameters && batch.job.type == .parse } ?? true
        self.scope =
            !isAlike
            ? nil
            : try scope(
                ResultScope(
                    folder: batch.folder, job: configuration.job.type, optionsSHA256: optionsSHA256,
                    engine: Product.version, collectionID: batch.collectionID))
        self.sharesResults = batch.sharesResults && isAlike
    }

    /// Which pictures belong together, found once for the whole batch.
    func pageGroups(filledBy items: (_ start: Int) throws(StoreError) -> [Item]) throws -> PageGroups {
        try groups.withLock { known in
            if let known { return known }
            var found = PageGroups()
            var next = 0
            while let last = try Self.add(items(next), to: &found) { next = last + 1 }
            known = found
            return found
        }
    }

    /// Adds some items; the index of the last one, nil when there was none.
    private static func add(_ items: [Item], to groups: inout PageGroups) -> Int? {
        for item in items { groups.add(item.sealed) }
        return items.last?.sealed.index
    }

    /// What a worker is asked to do with each item.
    var work: WorkerRequest.Kind {
        switch configuration.job.type {
        case .parse: .parse
        case .extract: .extract
        case .tag: .tag
        case .embed: .embed
        }
    }

    /// How long one item may take.
    var deadline: WorkDeadline { WorkDeadline(of: configuration.parameters) }

    /// Share of the pages that may fail before the item counts as failed.
    var allowedPageFailureRatio: Double {
        configuration.parameters["allowed_page_failure_ratio"]?.number ?? Limits.allowedPageFailureRatio
    }
}

/// One item handed to a lane.
struct Assignment: Sendable {
    let context: BatchContext
    var item: Item
    /// 1-based number of this try.
    var attempt: Int
    /// Consecutive deaths of the agent with this item in flight.
    let deaths: Int
    /// True when no other item may run beside it.
    var runsAlone: Bool
    /// Memory it is expected to need.
    var bytes: Int64
    /// sha256 of the content, once it is known from an earlier look at the item.
    var sha256: String?
    /// What an item that was away came back with.
    var homecoming: Homecoming?
    /// How the download of a document that is no file of the batch ended.
    var arrival: Arrival?
}

extension WorkDeadline {
    /// How long one document may take, as the parameters of a job say.
    public init(of parameters: JSONObject) {
        let timeouts = parameters["timeouts"]
        self.init(
            base: .seconds(timeouts?["base_in_seconds"]?.number ?? Limits.itemSeconds),
            perPage: .seconds(timeouts?["extra_time_per_page_in_seconds"]?.number ?? Limits.pageSeconds))
    }
}
