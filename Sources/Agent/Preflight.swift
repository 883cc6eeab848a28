import Intake
import Jobs
import Linux
import Model
import WorkerProtocol
import Workers

/// `check`: everything that can be said about a directory before any of it is worked on.
public struct Preflight {
    /// What was found out about one item.
    public struct Verdict: Sendable {
        public let item: SealedItem
        public var mimeType: String?
        /// Pages, sheets or slides.
        public var pageCount: Int?
        /// About how many tokens its text is to a model; without the text of pictures, which is read later.
        public var tokens: Int?
        public var warnings: [String] = []
        public var failure: Failure?

        /// The object `check --json` prints.
        public var json: JSONValue {
            [
                "index": .integer(Int64(item.index)), "path": .string(item.path.display),
                "size": .integer(item.signature.size), "mime_type": .optional(mimeType),
                "page_count": .optional(pageCount), "estimated_tokens": .optional(tokens),
                "warnings": .strings(warnings), "error": failure?.json ?? .null,
            ]
        }
    }

    private let tree: Directory
    private let workers: WorkerSettings
    private let name: String
    private let folder: WatchFolder
    private let settings: AgentSettings?

    /// - Parameters:
    ///   - path: absolute path of the directory.
    ///   - folder: whose rules hold, with the settings it is part of; nil for the rules of a folder without any.
    public init(
        path: String, folder: (WatchFolder, AgentSettings)? = nil, workers: WorkerSettings
    ) throws(SystemError) {
        tree = try Directory(path: path)
        name = path.split(separator: "/").last.map(String.init) ?? path
        self.workers = workers
        self.folder = folder?.0 ?? WatchFolder(name: "check", root: "/", job: Job(type: .parse))
        settings = folder?.1
    }

    /// Looks at the directory as a whole; what keeps all of it from running is its refusal.
    public func survey() throws(Failure) -> Survey.Findings {
        let models = settings.map { $0.offline ? [] : $0.providers } ?? []
        return try Survey(
            tree: tree, folder: folder, configurations: settings?.configurations ?? [:], models: models,
            workers: workers
        ).look(name: name)
    }

    /// Looks at each item in turn: readable, not empty, of a known type, whole; how long it is. Pictures are not read.
    public func examine(_ findings: Survey.Findings, each: (Verdict) -> Void) {
        let slot = WorkerSlot(settings: workers)
        defer { slot.retire() }
        let parameters = findings.batch.configuration?.parameters ?? [:]
        for item in findings.items { each(verdict(on: item, parameters, slot: slot)) }
    }

    private func verdict(on item: SealedItem, _ parameters: JSONObject, slot: WorkerSlot) -> Verdict {
        var verdict = Verdict(item: item, failure: item.row?.failure)
        // Nothing is downloaded only to be looked at.
        guard verdict.failure == nil, item.row?.isRemote != true else { return verdict }
        let shown = printable(item.originalPath.display)
        switch item.kind {
        case .file: break
        case .symlink:
            verdict.failure = Failure(.symlinkRefused, "\(shown) is a symbolic link", stage: .intake)
            return verdict
        default:
            verdict.failure = Failure(
                .specialFile, "\(shown) is a \(item.kind.rawValue), not a file", stage: .intake)
            return verdict
        }
        do {
            try read(item, parameters, slot, into: &verdict)
        } catch let failure as Failure {
            verdict.failure = failure
        } catch {
            verdict.failure = Failure(.permissionDenied, "\(shown) cannot be read: \(error)", stage: .intake)
        }
        return verdict
    }

    private func read(
        _ item: SealedItem, _ parameters: JSONObject, _ slot: WorkerSlot, into verdict: inout Verdict
    ) throws {
        let file = try tree.openForReading(item.originalPath)
        guard item.signature.size > 0 else {
            throw Failure(.emptyFile, "\(printable(item.originalPath.display)) is empty", stage: .intake)
        }
        let request = WorkerRequest(
            kind: .parse, name: item.path.name.display, path: item.path.display, size: item.signature.size,
            parameters: Self.withoutPictures(parameters))
        var estimate = TokenEstimate()
        let report = try slot.perform(request, file: file, deadline: WorkDeadline(of: parameters)) { part, bytes in
            if part == .documentText { estimate.add(bytes) }
        }
        verdict.mimeType = report.mimeType
        verdict.warnings = report.warnings
        verdict.failure = report.failure
        guard report.failure == nil else { return }
        verdict.pageCount = report.pageCount
        verdict.tokens = estimate.tokens
        guard let limit = TokenLimit(parameters), parameters["provider"]?.string != nil else { return }
        verdict.failure = limit.refusal(of: item.path.display, tokens: estimate.tokens)
        if let warning = limit.warning(tokens: estimate.tokens) { verdict.warnings.append(warning) }
    }

    /// The parameters of a job with nothing that takes long or costs money.
    private static func withoutPictures(_ parameters: JSONObject) -> JSONObject {
        var light = parameters
        light["ocr"] = ["mode": "never"]
        light["images_to_save"] = .null
        light["outputs"] = ["text"]
        light["transcription"] = .null
        return light
    }
}
