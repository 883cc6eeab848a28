import Linux
import Model

/// The held directories of one watch folder; everything the agent does to it goes through them.
///
/// `work` lies beside the inbox, so that claiming is a rename; `staging` and `trash` lie beside the outbox, so that
/// publishing is one.
public final class FolderDirectories: Sendable {
    /// The checked settings of the folder.
    public let settings: WatchFolder
    /// Where people drop.
    public let inbox: Directory
    /// Where results appear.
    public let outbox: Directory
    /// Where originals go.
    public let archive: Directory
    /// `.dropmill` beside the inbox: the owner record and `work`.
    public let home: Directory
    /// `.dropmill/work`: one directory per claimed batch.
    public let work: Directory
    /// `.dropmill/staging`: outputs before they are visible.
    public let staging: Directory
    /// `.dropmill/trash`: what was deleted, until its time is over.
    public let trash: Directory

    /// Opens the directories of a folder and makes the missing ones.
    public init(opening settings: WatchFolder) throws(SystemError) {
        self.settings = settings
        inbox = try Self.open(settings.inbox)
        outbox = try Self.open(settings.outbox)
        archive = try Self.open(settings.archive)
        home = try Self.open(Self.parent(of: settings.inbox) + "/.dropmill", mode: 0o700)
        work = try Self.child("work", of: home)
        let publishing = try Self.open(Self.parent(of: settings.outbox) + "/.dropmill", mode: 0o700)
        staging = try Self.child("staging", of: publishing)
        trash = try Self.child("trash", of: publishing)
    }

    /// The claimed directory of a batch: `claim.json` and `tree`.
    public func claimDirectory(of batchID: String) throws(SystemError) -> Directory {
        try work.directory(BytePath(batchID))
    }

    /// The root of the originals of a batch.
    ///
    /// A claimed batch lies in `work/<id>/tree`; an in-place one where it was found.
    public func tree(of batch: Batch) throws(SystemError) -> Directory {
        switch batch.source {
        case .inPlace: try inbox.directory(batch.entry)
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

    private static func parent(of path: String) -> String {
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
