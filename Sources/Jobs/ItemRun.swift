import Crypto
import Linux
import Model
import Providers
import Store
import WorkerProtocol
import Workers

/// One try at one item: open it, make sure it is still the sealed one, ask a worker, stage what comes back.
struct ItemRun {
    let assignment: Assignment
    let slot: WorkerSlot
    /// What the worker sends that nobody publishes.
    let unpublished: UnpublishedParts
    let isCancelled: () -> Bool
    /// Asks, for an item that may share a result, whether it is the one of its content to be worked.
    let mayWork: (_ sha256: String) -> ContentLedger.Answer
    /// Results of the scope with the same content, the newest first.
    let earlierResults: (_ sha256: String, _ scope: Int64) throws(StoreError) -> [EarlierResult]
    /// False where the agent makes no connections.
    let mayDownload: Bool
    /// The name of a provider, of the default one for nil; nil when there is none.
    let providerNamed: (_ name: String?) -> String?
    /// The items of the batch in their order, from an index on, some at a time.
    let allItems: (_ start: Int) throws(StoreError) -> [Item]

    var sealed: SealedItem { assignment.item.sealed }
    var context: BatchContext { assignment.context }
    var shown: String { printable(sealed.path.display) }

    /// How a try ended.
    enum Result {
        case done(FinishedItem)
        case failed(Failure, isTransient: Bool)
        /// The item waits for models.
        case away(Leave)
        /// The document has to be downloaded into a file first.
        case absent(FetchRequest, File)
        /// An item of the same content is being worked.
        case waits(sha256: String)
        /// The batch is not to be worked now, and the item has not begun.
        case goesBack
        /// The agent is stopping.
        case cancelled
    }

    func perform() -> Result {
        let startedAt = Clock.sinceBoot() - (assignment.homecoming?.leave.worked ?? .zero)
        let outputs: StagedOutputs
        do throws(SystemError) { outputs = try staged() } catch {
            return .failed(Self.unwritable(error, about: shown), isTransient: Self.isOutside(error))
        }
        do {
            var outcome =
                try assignment.homecoming.map { try conclude($0, startedAt: startedAt, into: outputs) }
                ?? read(startedAt: startedAt, into: outputs)
            let files = outputs.written
            if outcome.state == .failed { outputs.discard() }
            if outcome.state == .succeeded { outcome.outputMark = outputs.mark() }
            if isRemote, assignment.arrival?.failure == nil { outcome.downloadedBytes = sealed.signature.size }
            outcome.durationMilliseconds = (Clock.sinceBoot() - startedAt).milliseconds
            let published = FinishedItem.filesName.appending(sealed.path).display
            if outcome.state != .failed {
                outcome.outputs = files.map { ($0.outputName, published + "/" + $0.path.display) }
            }
            outputs.close()
            return .done(
                FinishedItem(
                    assignment: assignment, outcome: outcome,
                    files: outcome.state == .failed ? [] : files.map(\.path.display), finishedAt: Clock.now()))
        } catch let turn as OtherTurn {
            return turn.result
        } catch let failure as Failure {
            outputs.discard()
            return failure.code == .cancelled ? .cancelled : .failed(failure, isTransient: failure.isTransient)
        } catch let error as SystemError {
            // Only opening tells of a missing original; anything else that is missing is the place for the results.
            outputs.discard()
            return .failed(Self.unwritable(error, about: shown), isTransient: Self.isOutside(error))
        } catch {
            outputs.discard()
            return .failed(Failure(.processingError, "\(shown): \(error)", stage: .parse), isTransient: false)
        }
    }

    private func staged() throws(SystemError) -> StagedOutputs {
        guard let homecoming = assignment.homecoming else {
            return StagedOutputs(context: context, index: sealed.index)
        }
        return try StagedOutputs(context: context, index: sealed.index, resuming: homecoming.leave.outputs)
    }

    private func read(startedAt: Duration, into outputs: StagedOutputs) throws -> ItemOutcome {
        if let failure = refusedRow ?? refusedKind { return intakeFailure(failure) }
        if let (request, file) = try download() { throw OtherTurn(result: .absent(request, file)) }
        if let failure = assignment.arrival?.failure {
            if failure.isTransient { throw failure }
            return intakeFailure(failure)
        }
        guard let file = try openDocument() else {
            return intakeFailure(Failure(.vanished, "\(shown) is gone", stage: .intake))
        }
        if let failure = try changed(file) { return intakeFailure(failure) }
        if sealed.signature.size == 0 {
            return ItemOutcome(
                state: .failed, sha256: Hexadecimal.lower(Digest().finish()), mimeType: "inode/x-empty",
                mediaType: .other, failure: Failure(.emptyFile, "\(shown) is empty", stage: .intake))
        }
        let sha256 = try assignment.sha256 ?? digest(of: file)
        // Sizes of documents that are not there yet say nothing of their content.
        if !isRemote { try awaitTurn(sha256) }
        if let refusal = try tooLarge(file) { return refusal }
        let outcome =
            try combine(sha256, into: outputs)
            ?? (isRemote ? nil : share(sha256, file: file, into: outputs))
            ?? work(sha256, file: file, as: context.work, into: outputs)
        if outcome.state != .failed, let questions = try unpublished.questions() {
            throw OtherTurn(result: .away(try leave(questions, with: outcome, outputs, startedAt: startedAt)))
        }
        unpublished.discard()
        if let failure = try changed(file) { return intakeFailure(failure) }
        return outcome
    }

    func work(
        _ sha256: String, file: File, as kind: WorkerRequest.Kind, into outputs: StagedOutputs
    ) throws -> ItemOutcome {
        let attachments = StagedAttachments(staging: context.places.staging, place: String(sealed.index))
        defer { attachments.discard() }
        let report = try slot.perform(
            request(kind, sha256: sha256), file: file,
            deadline: context.deadline,
            isCancelled: isCancelled, attachments: attachments
        ) { part, bytes in try take(bytes, of: part, into: outputs) }
        var outcome = outcome(of: report, sha256: sha256)
        if outcome.state != .failed {
            let warnings = try readAttachments(attachments, of: [], into: outputs)
            outcome.warnings += warnings.prefix(max(0, Limits.itemWarnings - outcome.warnings.count))
        }
        return outcome
    }

    /// Keeps bytes that a worker sends.
    func take(_ bytes: ArraySlice<UInt8>, of part: OutputPart, into outputs: StagedOutputs) throws {
        if part.isPublished { try outputs.write(bytes, to: part) } else { try unpublished.write(bytes, to: part) }
    }

    struct OtherTurn: Error {
        let result: Result
    }

    private func awaitTurn(_ sha256: String) throws {
        guard context.sharesResults else { return }
        switch mayWork(sha256) {
        case .work, .earlierIsRead: return
        case .wait: throw OtherTurn(result: .waits(sha256: sha256))
        case .goBack: throw OtherTurn(result: .goesBack)
        }
    }

    // Nil when the file is gone; what is refused for another lasting reason is a failure.
    func open(_ path: BytePath, in directory: Directory? = nil) throws -> File? {
        do {
            return try (directory ?? context.places.tree).openForReading(path)
        } catch {
            if error.isNotFound { return nil }
            if error.isTransient { throw Self.unreadable(error, about: shown) }
            throw Self.failure(error, about: shown)
        }
    }

    func request(_ kind: WorkerRequest.Kind, sha256: String?) -> WorkerRequest {
        WorkerRequest(
            kind: kind, name: sealed.path.name.display, path: sealed.path.display, sha256: sha256,
            size: sealed.signature.size, mimeType: sealed.row?.mimeType, parameters: parameters,
            optionsSHA256: context.optionsSHA256)
    }

    private var refusedKind: Failure? {
        switch sealed.kind {
        case .file: nil
        case .symlink: Failure(.symlinkRefused, "\(shown) is a symbolic link", stage: .intake)
        case .fifo, .socket, .device, .directory:
            Failure(.specialFile, "\(shown) is a \(sealed.kind.rawValue), not a file", stage: .intake)
        }
    }

    private func intakeFailure(_ failure: Failure) -> ItemOutcome {
        ItemOutcome(state: .failed, failure: failure, isIntakeFailure: true)
    }

    private func changed(_ file: File) throws(Failure) -> Failure? { try changed(file, since: sealed) }

    /// Why a file is not what it was when the batch was sealed; nil when it is.
    func changed(_ file: File, since sealed: SealedItem) throws(Failure) -> Failure? {
        let shown = printable(sealed.path.display)
        let status: FileStatus
        do throws(SystemError) { status = try file.status() } catch { throw Self.unreadable(error, about: shown) }
        guard status.kind == .file else {
            return Failure(.specialFile, "\(shown) is no longer a regular file", stage: .intake)
        }
        let now = status.signature
        let was = sealed.signature
        if now.size == was.size, now.modified == was.modified, now.inode == was.inode { return nil }
        return Failure(
            .changedDuringProcessing, "\(shown) was changed after the batch was complete", stage: .intake,
            details: ["sealed_size": .integer(was.size), "size": .integer(now.size)])
    }

    private func tooLarge(_ file: File) throws -> ItemOutcome? {
        let limits = context.places.limits.maxFileBytes
        guard let smallest = limits.values.min(), sealed.signature.size > smallest else { return nil }
        let report = try slot.perform(
            request(.detect, sha256: nil), file: file, deadline: WorkDeadline(base: .seconds(Limits.steeringSeconds))
        ) { _, _ in }
        guard let mimeType = report.mimeType else { return nil }
        let category = MediaCategory(mimeType: mimeType)
        guard let limit = limits[category], sealed.signature.size > limit else { return nil }
        let failure = Failure(
            .fileTooLarge, "\(shown) has \(sealed.signature.size) bytes, more than the \(limit) allowed",
            stage: .intake,
            details: ["max_allowed": .integer(limit), "requested": .integer(sealed.signature.size)])
        return ItemOutcome(state: .failed, mimeType: mimeType, mediaType: category, failure: failure)
    }

    // By position: a worker that had the descriptor may have moved its offset, and may move it still.
    private func bytes(of file: File, _ count: Int, at offset: Int64) throws(Failure) -> [UInt8] {
        do throws(SystemError) {
            return try file.read(count, at: offset)
        } catch {
            throw Self.unreadable(error, about: shown)
        }
    }

    private func digest(of file: File) throws -> String {
        var done: Int64 = 0
        let sha256 = try Digest.sha256 { () throws(Failure) in
            let wanted = Int(min(sealed.signature.size - done, Int64(Limits.digestChunkBytes)))
            let chunk = wanted > 0 ? try bytes(of: file, wanted, at: done) : []
            done += Int64(chunk.count)
            return chunk
        }
        return Hexadecimal.lower(sha256)
    }

    func outcome(of report: WorkerReport, sha256: String?) -> ItemOutcome {
        var outcome = ItemOutcome(
            state: .succeeded, sha256: sha256, mimeType: report.mimeType,
            mediaType: report.mimeType.map(MediaCategory.init(mimeType:)) ?? .other, title: report.title,
            failure: report.failure,
            warnings: Array((rowWarnings(size: sealed.signature.size) + report.warnings).prefix(Limits.itemWarnings)),
            pageCount: report.pageCount, failedPages: report.failedPages)
        outcome.tags = report.tags
        if outcome.failure == nil { outcome.failure = tooManyPages(report.pageCount) }
        if outcome.failure != nil {
            outcome.state = .failed
        } else if let pages = report.pageCount, !report.failedPages.isEmpty {
            let ratio = Double(report.failedPages.count) / Double(max(pages, 1))
            outcome.state = ratio > context.allowedPageFailureRatio ? .failed : .partial
            let listed = report.failedPages.prefix(20).map(String.init).joined(separator: ", ")
            outcome.failure = Failure(
                .processingError,
                "\(shown): \(report.failedPages.count) of \(pages) pages could not be read: \(listed)",
                stage: context.configuration.job.type.stage, retryable: false, page: report.failedPages.first)
        }
        return outcome
    }

    private func tooManyPages(_ pages: Int?) -> Failure? {
        guard let limit = context.places.limits.maxPages, let pages, pages > limit else { return nil }
        return Failure(
            .fileTooLarge, "\(shown) has \(pages) pages, more than the \(limit) allowed", stage: .intake,
            details: ["max_allowed": .integer(Int64(limit)), "requested": .integer(Int64(pages))],
            resolution: "Split the document, or raise limits.max_pages of the folder.")
    }
}
