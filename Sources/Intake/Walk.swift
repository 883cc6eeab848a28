import Linux
import Model

/// One entry of a tree as a walk found it.
struct WalkEntry: Sendable, Equatable {
    /// What the entry is to the batch.
    enum Role: Sendable, Equatable {
        case item
        case litter
        case partial(isPassing: Bool)
        case steering(SteeringFile)
        case marker
    }

    /// Below the root of the walk.
    var path: BytePath
    var kind: EntryKind
    var signature: FileSignature
    var role: Role
}

/// Walks a tree by held descriptors: follows no link, opens no file, and stops at named limits.
struct Walk {
    /// Why a tree cannot be walked.
    enum Problem: Error, Equatable {
        /// Too deep or too many entries.
        case refused(Failure)
        /// A directory cannot be read.
        case unreadable(SystemError)
        /// More entries than this walk was to find.
        case long
    }

    /// What names mean.
    let rules: NameRules
    /// Name of the marker in the root of the tree; nil where steering files mean nothing, as among loose files.
    let marker: BytePath?
    /// Entries after which the walk is given up.
    var patience = Int.max
    private var count = 0

    init(rules: NameRules, marker: BytePath?) {
        self.rules = rules
        self.marker = marker
    }

    /// Hands every entry that is not a directory to `visit`, in no order; litter directories are one entry.
    mutating func run(_ root: Directory, _ visit: (WalkEntry) -> Void) throws(Problem) {
        count = 0
        try run(root, path: .here, depth: 0, visit)
    }

    private mutating func run(
        _ directory: Directory, path: BytePath, depth: Int, _ visit: (WalkEntry) -> Void
    ) throws(Problem) {
        guard depth < Limits.treeDepth else {
            throw .refused(
                Failure(
                    .tooManyFiles, "\(path.display) is nested deeper than \(Limits.treeDepth) directories.",
                    stage: .intake, resolution: "Drop a flatter tree."))
        }
        for entry in try list(directory) {
            count += 1
            if count > patience { throw .long }
            if count > Limits.batchEntries { throw .refused(Self.tooManyEntries) }
            let below = path.appending(entry.name)
            guard let status = try status(entry.name, in: directory) else { continue }
            let role = role(of: entry.name, kind: status.kind, depth: depth)
            if status.kind == .directory, role == .item {
                guard let child = try open(entry.name, in: directory) else { continue }
                try run(child, path: below, depth: depth + 1, visit)
            } else {
                visit(WalkEntry(path: below, kind: status.kind, signature: status.signature, role: role))
            }
        }
    }

    /// What an entry directly below the root (depth 0) or deeper is to the batch.
    func role(of name: BytePath, kind: EntryKind, depth: Int) -> WalkEntry.Role {
        if depth == 0, marker != nil, SteeringFile(name: name) == .manifest {
            // Whatever is called so, even a directory, is taken for the manifest and then refused as one.
            return .steering(.manifest)
        }
        if depth == 0, kind == .file, let marker {
            if name == marker { return .marker }
            if let steering = SteeringFile(name: name) { return .steering(steering) }
        }
        return switch rules.classify(name) {
        case .plain: .item
        case .litter: .litter
        case .partial: .partial(isPassing: false)
        case .passing: .partial(isPassing: true)
        }
    }

    // An entry that is gone by now is no entry; one that cannot be looked at must not be taken for gone.
    private func status(_ name: BytePath, in directory: Directory) throws(Problem) -> FileStatus? {
        do {
            return try directory.status(name)
        } catch  where error.isNotFound {
            return nil
        } catch {
            throw .unreadable(error)
        }
    }

    private func list(_ directory: Directory) throws(Problem) -> [DirectoryEntry] {
        do {
            return try directory.entries(limit: Limits.batchEntries + 1)
        } catch {
            throw .unreadable(error)
        }
    }

    private func open(_ name: BytePath, in directory: Directory) throws(Problem) -> Directory? {
        do {
            return try directory.directory(name)
        } catch  where error.isNotFound || error.isEscape {
            return nil
        } catch {
            throw .unreadable(error)
        }
    }

    private static var tooManyEntries: Failure {
        Failure(
            .tooManyFiles, "Batch size exceeds maximum allowed", stage: .intake,
            details: [
                "max_allowed": .integer(Int64(Limits.batchEntries)),
                "requested": .string("more than \(Limits.batchEntries)"),
                "suggestion": "Split the directory into smaller batches.",
            ])
    }
}
