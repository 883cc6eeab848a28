/// A hint of the watch stage: something may have changed at a place. The walk of the tree is the truth.
public struct LookHere: Sendable, Equatable {
    /// What the hint is about.
    public enum Change: Sendable, Equatable {
        /// The whole place must be looked at: start, overflow, reconcile, or the place came back.
        case rescan
        /// An entry arrived by a rename from outside the place: it was whole at once.
        case arrived
        /// An entry was renamed within the place; `from` is its former path, relative to the place.
        case renamed(from: BytePath)
        /// A writer closed the file.
        case closed
        /// An entry was made, written, touched or removed.
        case changed
        /// The place itself is gone: unmounted, renamed or removed. Not a sign that its content is deleted.
        case lost
    }

    /// The watched place, as it was registered.
    public var place: WatchedPlace
    /// The entry, relative to the place; empty for the place itself.
    public var path: BytePath
    public var change: Change

    public init(place: WatchedPlace, path: BytePath = .here, change: Change) {
        self.place = place
        self.path = path
        self.change = change
    }
}

/// A directory the watch stage was asked to look at.
public struct WatchedPlace: Sendable, Hashable {
    /// What is watched for.
    public enum Purpose: Sendable, Hashable {
        /// Arrivals, in the whole tree below.
        case inbox
        /// Control files of one batch, in this directory alone.
        case control(batchID: String)
        /// Orders to the trash of the folder, in this directory alone.
        case trash
    }

    /// Name of the watch folder.
    public var folder: String
    public var purpose: Purpose

    public init(folder: String, purpose: Purpose) {
        self.folder = folder
        self.purpose = purpose
    }
}
