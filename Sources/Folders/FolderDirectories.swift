import Linux
import Model
import Synchronization

/// The held directories of one watch folder; everything the agent does to it goes through them.
///
/// `work` lies beside the inbox, so that claiming is a rename; `staging` and `trash` lie beside the outbox, so that
/// publishing is one.
public final class FolderDirectories: Sendable {
    /// The checked settings of the folder.
    public let settings: WatchFolder
    private let held: Mutex<Handles>

    /// Where people drop.
    public var inbox: Directory { held.withLock { $0.inbox } }
    /// Where results appear.
    public var outbox: Directory { held.withLock { $0.outbox } }
    /// Where originals go.
    public var archive: Directory { held.withLock { $0.archive } }
    /// `.dropmill` beside the inbox: the owner record and `work`.
    public var home: Directory { held.withLock { $0.home } }
    /// `.dropmill/work`: one directory per claimed batch.
    public var work: Directory { held.withLock { $0.work } }
    /// `.dropmill/staging`: outputs before they are visible.
    public var staging: Directory { held.withLock { $0.staging } }
    /// `.dropmill/trash`: what was deleted, until its time is over.
    public var trash: Directory { held.withLock { $0.trash } }

    private struct Handles: Sendable {
        var inbox: Directory
        var outbox: Directory
        var archive: Directory
        var home: Directory
        var work: Directory
        var staging: Directory
        var trash: Directory
    }

    /// Opens the directories of a folder and makes the missing ones.
    public init(opening settings: WatchFolder) throws(SystemError) {
        self.settings = settings
        held = Mutex(try Self.open(settings))
    }

    /// Opens everything anew when another directory lies at one of the paths: it was replaced, mounted or deleted.
    ///
    /// Returns true when that was so. A root that is away is an error and changes nothing; a deleted outbox or archive
    /// is made again.
    @discardableResult
    public func refresh() throws(SystemError) -> Bool {
        let known = held.withLock { $0 }
        // The inbox is never made again here: where it is missing the root may be away.
        let inbox = try Directory(path: settings.inbox)
        // A mount that ended leaves a handle that answers nothing any more.
        var isSame = (try? known.inbox.isSame(as: inbox)) ?? false
        for (directory, path) in [(known.outbox, settings.outbox), (known.archive, settings.archive)] where isSame {
            isSame = try Self.isInPlace(directory, path)
        }
        for (directory, inbox) in [(known.home, settings.inbox), (known.staging, settings.outbox)] where isSame {
            let name = directory === known.home ? "/.dropmill" : "/.dropmill/staging"
            isSame = try Self.isInPlace(directory, Self.parent(of: inbox) + name)
        }
        guard !isSame else { return false }
        let opened = try Self.open(settings)
        held.withLock { $0 = opened }
        return true
    }

    private static func isInPlace(_ directory: Directory, _ path: String) throws(SystemError) -> Bool {
        do {
            return try directory.isSame(as: Directory(path: path))
        } catch  where error.isNotFound {
            return false
        }
    }

    private static func open(_ settings: WatchFolder) throws(SystemError) -> Handles {
        let home = try open(parent(of: settings.inbox) + "/.dropmill", mode: 0o700)
        let publishing = try open(parent(of: settings.outbox) + "/.dropmill", mode: 0o700)
        return Handles(
            inbox: try open(settings.inbox), outbox: try open(settings.outbox), archive: try open(settings.archive),
            home: home, work: try child("work", of: home), staging: try child("staging", of: publishing),
            trash: try child("trash", of: publishing))
    }

    /// Absolute path of `trash`.
    public var trashPath: String { settings.trashPath }

    /// The claimed directory of a batch: `claim.json`, `tree`, and `unpacked` of an archive.
    public func claimDirectory(of batchID: String) throws(SystemError) -> Directory {
        try work.directory(BytePath(batchID))
    }

    /// The root of the originals of a batch.
    ///
    /// A claimed batch lies in `work/<id>/tree`, an archive unpacked beside it; an in-place one where it was found.
    public func tree(of batch: Batch) throws(SystemError) -> Directory {
        switch batch.source {
        case .inPlace: try inbox.directory(batch.entry)
        case .packed: try unpacked(of: batch.id)
        case .directory, .file, .group: try work.directory(BytePath(batch.id).appending(Self.treeName))
        }
    }

    /// The published directory of a batch.
    public func outbox(of batch: Batch) throws(SystemError) -> Directory {
        try outbox.directory(batch.outboxName)
    }

    /// Name of the originals' root within a claimed directory.
    public static let treeName = BytePath("tree")
    /// Name of the record beside it.
    public static let claimName = BytePath("claim.json")

    fileprivate static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "" }
        return String(path[..<slash])
    }

    private static func child(_ name: String, of directory: Directory) throws(SystemError) -> Directory {
        do {
            try directory.makeDirectory(BytePath(name), mode: 0o700)
        } catch  where error.isExisting {}
        return try directory.directory(BytePath(name))
    }

    private static func open(_ path: String, mode: UInt32 = 0o750) throws(SystemError) -> Directory {
        do {
            return try Directory(path: path)
        } catch  where error.isNotFound {
            let above = try Directory(path: parent(of: path).isEmpty ? "/" : parent(of: path))
            let name = BytePath(String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...]))
            do {
                try above.makeDirectory(name, mode: mode)
            } catch  where error.isExisting {}
            return try Directory(path: path)
        }
    }
}

extension WatchFolder {
    /// Absolute path of the trash, which lies beside the outbox.
    public var trashPath: String { FolderDirectories.parent(of: outbox) + "/.dropmill/trash" }
}
