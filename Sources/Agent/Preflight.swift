import Intake
import Linux
import Model
import WorkerProtocol
import Workers

/// `check`: everything that can be said about a directory before any of it is worked on.
public struct Preflight {
    /// What was found out about one item.
    public struct Verdict: Sendable {
        public let item: SealedItem
        public let mimeType: String?
        public let warnings: [String]
        public let failure: Failure?

        /// The object `check --json` prints.
        public var json: JSONValue {
            [
                "index": .integer(Int64(item.index)), "path": .string(item.path.display),
                "size": .integer(item.signature.size), "mime_type": .optional(mimeType),
                "warnings": .strings(warnings), "error": failure?.json ?? .null,
            ]
        }
    }

    private let tree: Directory
    private let workers: WorkerSettings
    private let name: String

    /// - Parameter path: absolute path of the directory.
    public init(path: String, workers: WorkerSettings) throws(SystemError) {
        tree = try Directory(path: path)
        name = path.split(separator: "/").last.map(String.init) ?? path
        self.workers = workers
    }

    /// Looks at the directory as a whole; what keeps all of it from running is its refusal.
    public func survey() throws(Failure) -> Survey.Findings {
        let folder = WatchFolder(name: "check", root: "/", job: Job(type: .parse))
        return try Survey(tree: tree, folder: folder, workers: workers).look(name: name)
    }

    /// Looks at each item in turn: readable, not empty, of a known type.
    public func examine(_ items: [SealedItem], each: (Verdict) -> Void) {
        let slot = WorkerSlot(settings: workers)
        defer { slot.retire() }
        for item in items { each(verdict(on: item, slot: slot)) }
    }

    private func verdict(on item: SealedItem, slot: WorkerSlot) -> Verdict {
        let shown = printable(item.originalPath.display)
        if let failure = item.row?.failure { return Verdict(item: item, mimeType: nil, warnings: [], failure: failure) }
        // Nothing is downloaded only to be looked at.
        if item.row?.isRemote == true { return Verdict(item: item, mimeType: nil, warnings: [], failure: nil) }
        if item.kind == .symlink {
            let failure = Failure(.symlinkRefused, "\(shown) is a symbolic link", stage: .intake)
            return Verdict(item: item, mimeType: nil, warnings: [], failure: failure)
        }
        guard item.kind == .file else {
            let failure = Failure(.specialFile, "\(shown) is a \(item.kind.rawValue), not a file", stage: .intake)
            return Verdict(item: item, mimeType: nil, warnings: [], failure: failure)
        }
        do {
            let file = try tree.openForReading(item.originalPath)
            guard item.signature.size > 0 else {
                throw Failure(.emptyFile, "\(shown) is empty", stage: .intake)
            }
            let request = WorkerRequest(
                kind: .detect, name: item.path.name.display, path: item.path.display, size: item.signature.size)
            let report = try slot.perform(
                request, file: file, deadline: WorkDeadline(base: .seconds(Limits.steeringSeconds)),
                part: { _, _ in })
            return Verdict(
                item: item, mimeType: report.mimeType, warnings: report.warnings, failure: report.failure)
        } catch let failure as Failure {
            return Verdict(item: item, mimeType: nil, warnings: [], failure: failure)
        } catch {
            let failure = Failure(.permissionDenied, "\(shown) cannot be read: \(error)", stage: .intake)
            return Verdict(item: item, mimeType: nil, warnings: [], failure: failure)
        }
    }
}
