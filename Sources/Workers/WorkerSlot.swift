import Linux
import Model
import WorkerProtocol

/// What a worker says when it starts.
public typealias WorkerIntroduction = WorkerProtocol.WorkerIntroduction

/// One place for a worker process, owned by one thread: starts it, asks it, limits it, kills and replaces it.
///
/// The process lives no longer than the thread that started it: the kernel ends it then, so that none is left behind by
/// an agent that was killed.
public final class WorkerSlot {
    private let settings: WorkerSettings
    private var process: WorkerProcess?
    /// What the worker said about itself when it started; nil when none runs.
    public private(set) var introduction: WorkerIntroduction?

    /// An empty place.
    public init(settings: WorkerSettings) {
        self.settings = settings
    }

    /// Starts the process if none runs.
    public func start() throws(Failure) { _ = try running() }

    /// Asks the worker; gives each piece of a part to `part` in order. Throws `worker_crashed`, `timeout`,
    /// `memory_limit`, `cancelled` or `processing_error` as Failure, or what `part` threw, after the process is ended
    /// or known to be clean. A report with a failure is returned, not thrown. Attachments nobody takes are dropped.
    public func perform(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool = { false },
        attachments: (any AttachmentSink)? = nil, part: (OutputPart, ArraySlice<UInt8>) throws -> Void
    ) throws -> WorkerReport {
        var isInAttachment = false
        var pictures = PictureOrder()
        return try converse(request, file: file, deadline: deadline, isCancelled: isCancelled) { frame, exchange in
            switch frame.kind {
            case .part:
                guard let name = frame.part else { return false }
                try part(name, frame.payload)
            case .picture:
                let (name, bytes) = try Self.decoded(exchange) { () throws(FrameError) in
                    try pictures.next(frame)
                }
                try part(name, bytes)
            case .attachment:
                let name = try Self.decoded(exchange) { () throws(FrameError) in try AttachmentName(frame) }
                isInAttachment = true
                try attachments?.begin(name)
            case .content where isInAttachment: try attachments?.write(frame.payload)
            case .pages: break
            case .content, .introduction, .request, .report, .summary, .entry, .manifestHead, .manifestRow, .passage:
                return false
            }
            return true
        }
    }

    /// Asks the worker for the entries of an archive; gives what it says it holds, each entry and each piece of its
    /// content to the closures in order. Throws as `perform` does.
    public func unpack(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool,
        summary: (ArchiveSummary) throws -> Void, entry: (ArchiveEntry) throws -> Void,
        content: (ArraySlice<UInt8>) throws -> Void
    ) throws -> WorkerReport {
        try converse(request, file: file, deadline: deadline, isCancelled: isCancelled) { frame, exchange in
            switch frame.kind {
            case .summary: try summary(Self.decoded(exchange) { () throws(FrameError) in try ArchiveSummary(frame) })
            case .entry: try entry(Self.decoded(exchange) { () throws(FrameError) in try ArchiveEntry(frame) })
            case .content: try content(frame.payload)
            case .pages: break
            case .introduction, .request, .part, .picture, .report, .attachment, .manifestHead, .manifestRow,
                .passage:
                return false
            }
            return true
        }
    }

    /// Asks the worker for the rows of a manifest; gives its header and each row to the closures in order. Throws as
    /// `perform` does.
    public func readManifest(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool = { false },
        head: (ManifestHead) throws -> Void, row: (ManifestLine) throws -> Void
    ) throws -> WorkerReport {
        try converse(request, file: file, deadline: deadline, isCancelled: isCancelled) { frame, exchange in
            switch frame.kind {
            case .manifestHead: try head(Self.decoded(exchange) { () throws(FrameError) in try ManifestHead(frame) })
            case .manifestRow: try row(Self.decoded(exchange) { () throws(FrameError) in try ManifestLine(frame) })
            default: return false
            }
            return true
        }
    }

    /// Asks the worker for one file of all results of a batch; gives each piece of it to the closure in order. Throws as
    /// `perform` does.
    public func export(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool,
        content: (ArraySlice<UInt8>) throws -> Void
    ) throws -> WorkerReport {
        try converse(request, file: file, deadline: deadline, isCancelled: isCancelled) { frame, _ in
            switch frame.kind {
            case .content: try content(frame.payload)
            case .pages: break
            default: return false
            }
            return true
        }
    }

    /// Asks the worker for what can be searched of a published document, piece by piece. Throws as `perform` does.
    public func readPassages(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool = { false },
        take: (Passage) throws -> Void
    ) throws -> WorkerReport {
        try converse(request, file: file, deadline: deadline, isCancelled: isCancelled) { frame, exchange in
            guard frame.kind == .passage else { return false }
            try take(Self.decoded(exchange) { () throws(FrameError) in try Passage(frame) })
            return true
        }
    }

    /// Sends a request and hands its frames to `take` until it says that one is not its own, which must be the report.
    private func converse(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool,
        take: (Frame, Exchange) throws -> Bool
    ) throws -> WorkerReport {
        let frame = try Self.frame(of: request, deadline)
        let process = try running()
        var exchange = Exchange(with: process, about: "\"\(printable(request.name))\"", deadline: deadline)
        do {
            try exchange.send(frame, attaching: file, isCancelled: isCancelled)
            while true {
                let frame = try exchange.next(isCancelled: isCancelled)
                if try take(frame, exchange) { continue }
                let report = try Self.decoded(exchange) { () throws(FrameError) in try WorkerReport(frame) }
                recycle(process)
                return report
            }
        } catch {
            retire()
            WorkerTally.noteLoss()
            throw error
        }
    }

    /// Ends the process.
    public func retire() {
        process?.kill()
        process = nil
        introduction = nil
    }

    private func running() throws(Failure) -> WorkerProcess {
        if let process, process.isReady() { return process }
        retire()
        let started = try WorkerProcess(settings: settings)
        WorkerTally.noteStart()
        introduction = try greet(started)
        process = started
        return started
    }

    private func greet(_ process: WorkerProcess) throws(Failure) -> WorkerIntroduction {
        let patience = WorkDeadline(base: .seconds(Limits.workerStartSeconds))
        var exchange = Exchange(with: process, about: "its own start", deadline: patience)
        let introduction: WorkerIntroduction
        do throws(Failure) {
            let frame = try exchange.next(isCancelled: { false })
            introduction = try Self.decoded(exchange) { () throws(FrameError) in try WorkerIntroduction(frame) }
        } catch {
            var failure = Failure(
                .processingError, "a worker did not start: \(error.message)", stage: .parse, details: error.details,
                resolution: "Install dropmill and dropmill-worker from the same package; `dropmill doctor` says more.")
            failure.isTransient = true
            throw failure
        }
        guard introduction.missing.isEmpty || !settings.requireSandbox else {
            var failure = Failure(
                .processingError,
                "a worker cannot be locked in: \(introduction.missing.map(printable).joined(separator: "; "))",
                stage: .parse,
                resolution: "Use a kernel with Landlock and seccomp, or set `require_sandbox: false`.",
                retryable: false)
            failure.isTransient = true
            throw failure
        }
        return introduction
    }

    /// Replaces a worker that is old or has grown before it is asked again.
    private func recycle(_ process: WorkerProcess) {
        process.answered += 1
        if process.answered >= Limits.workerRecycleItems || process.residentBytes() > Limits.workerRecycleBytes {
            retire()
        }
    }

    private static func frame(of request: WorkerRequest, _ deadline: WorkDeadline) throws(Failure) -> [UInt8] {
        let order = WorkOrder(
            request, seconds: wholeSeconds(deadline.base), secondsPerPage: wholeSeconds(deadline.perPage))
        do throws(FrameError) {
            return Frame.bytes(.request, try order.encoded())
        } catch {
            throw Failure(
                .validationError, "the parameters for \"\(printable(request.name))\" are too long: \(error)",
                stage: .parse)
        }
    }

    private static func wholeSeconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) + (duration.components.attoseconds > 0 ? 1 : 0)
    }

    private static func decoded<Message>(
        _ exchange: Exchange, _ read: () throws(FrameError) -> Message
    ) throws(Failure) -> Message {
        do throws(FrameError) { return try read() } catch { throw exchange.violation(error) }
    }
}

/// Holds pictures to their order and number, so that each is one file and there are not too many.
private struct PictureOrder {
    private var last = (page: 0, number: 0)
    private var count = 0

    mutating func next(_ frame: Frame) throws(FrameError) -> (part: OutputPart, bytes: ArraySlice<UInt8>) {
        let (part, bytes) = try frame.picture()
        guard let place = part.picture, place != last else { return (part, bytes) }
        count += 1
        guard place > last, count <= Limits.pageImages + Limits.embeddedImages else {
            throw .malformed(.picture, "there are too many pictures, or they are out of order")
        }
        last = place
        return (part, bytes)
    }
}
