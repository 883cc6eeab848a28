import Linux
import Model

/// What a look at an unsealed batch found.
struct Listing {
    /// The directory the paths of the entries are below.
    var root: Directory
    var entries: [WalkEntry]

    /// The documents, in the order they are sealed in.
    var items: [WalkEntry] {
        entries.filter { $0.role == .item }.sorted { NaturalOrder.precedes($0.path, $1.path) }
    }

    /// The steering files in the root.
    var steering: [SteeringFile] {
        entries.compactMap { entry in
            if case .steering(let file) = entry.role { file } else { nil }
        }
    }

    /// Names of unfinished transfers that are not documents.
    var partials: [BytePath] {
        entries.filter { if case .partial = $0.role { true } else { false } }.map(\.path)
    }

    /// What does not count, for people: litter, and partial names where those are ignored too.
    func ignored(partialsToo: Bool) -> [String] {
        var names: [String] = []
        for entry in entries where names.count < Limits.listedNames {
            switch entry.role {
            case .litter: names.append(entry.path.display)
            case .partial where partialsToo: names.append(entry.path.display)
            default: break
            }
        }
        return names.sorted()
    }
}

extension Listing {
    /// Walks a directory that nobody is waited for; the failure is for the directory as a whole.
    init(walking tree: Directory, by folder: WatchFolder) throws(Failure) {
        var entries: [WalkEntry] = []
        var walk = Walk(rules: NameRules(folder), marker: BytePath(folder.marker))
        do throws(Walk.Problem) {
            try walk.run(tree) { entries.append($0) }
        } catch {
            switch error {
            case .refused(let failure): throw failure
            case .long: throw Failure(.tooManyFiles, "The directory is too large.", stage: .intake)
            case .unreadable(let problem):
                throw problem.isDenied
                    ? AccessProblem.failure(path: tree.label, error: problem)
                    : Failure(.processingError, "The directory cannot be read: \(problem)", stage: .intake)
            }
        }
        self.init(root: tree, entries: entries)
    }
}
