import Model

/// What a name says about a directory entry (WATCHING rule 28).
public enum NameClass: Sendable, Equatable {
    /// A document, or a directory to look into.
    case plain
    /// Left by a desktop, a server or a sync program; never counts.
    case litter
    /// A transfer that is not finished: blocks the batch until the name goes.
    case partial
    /// A temporary name of rsync or a sync program: blocks only while it changes, and for a while after.
    case passing
}

/// The lists of litter and partial names, with what a folder adds to them.
public struct NameRules: Sendable {
    private let passing: [Glob]
    private let partial: [Glob]
    private let litter: [Glob]
    private let rsync: Glob

    /// The built-in lists and a folder's own globs.
    public init(ignore: [String] = [], partial: [String] = []) {
        passing = Self.passingNames.map(Glob.init)
        self.partial = (Self.partialNames + partial).map(Glob.init)
        litter = (Self.litterNames + ignore).map(Glob.init)
        rsync = Glob(".*.??????")
    }

    /// The rules of a folder.
    public init(_ folder: WatchFolder) {
        self.init(ignore: folder.ignore, partial: folder.partial)
    }

    /// What one name, without any directory, is.
    public func classify(_ name: BytePath) -> NameClass {
        let folded = FoldedName(name.bytes)
        if passing.contains(where: { $0.matches(folded) }) { return .passing }
        if partial.contains(where: { $0.matches(folded) }) { return .partial }
        if litter.contains(where: { $0.matches(folded) }) { return .litter }
        guard name.bytes.first == UInt8(ascii: ".") else { return .plain }
        return rsync.matches(folded) ? .passing : .litter
    }

    private static let passingNames = [".syncthing.*.tmp", ".goutputstream-*"]

    private static let partialNames = [
        "*.part", "*.partial", "*.filepart", "*.crdownload", "*.download", "*.opdownload", "*.tmp", "*.temp",
        "*.upload", "*.writing",
    ]

    // Tested before the temporary names of rsync, which they resemble; every other name with a leading dot is litter.
    private static let litterNames = [
        "._*", ".DS_Store", ".AppleDouble", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "*:Zone.Identifier",
        "@eaDir", ".@__thumb", "@SynoResource", "@SynoEAStream", "__MACOSX", "System Volume Information",
        "$RECYCLE.BIN", "lost+found", "@Recycle", ".Trashes", ".Spotlight-V100", ".recycle", "#recycle", ".snapshot",
        "~snapshot", ".smbdelete*", ".nfs*", ".fuse_hidden*", ".stfolder", ".stversions", ".~lock.*#", "~$*",
    ]
}

/// Files of a dropped directory that steer it and are not documents (CONTRACT section 1).
enum SteeringFile: String, Sendable, CaseIterable {
    case jobJSON = "job.json"
    case jobYAML = "job.yaml"
    case manifest = "manifest.csv"
    case schema = "schema.json"
    case prompt = "prompt.md"
    case exclusions = "exclusions.txt"
    case exclusionsPDF = "exclusions.pdf"

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { (BytePath($0.rawValue), $0) })

    /// The steering file of this name, directly in the dropped directory.
    init?(name: BytePath) {
        guard let file = Self.byName[name] else { return nil }
        self = file
    }

    /// True for the files that name the job.
    var isJob: Bool { self == .jobJSON || self == .jobYAML }
}
