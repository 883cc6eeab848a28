import Folders
import Linux
import Model
import WorkerProtocol
import Workers

/// An archive that is to be unpacked into `work/<id>/unpacked`.
struct UnpackOrder: Sendable {
    let batchID: String
    let directories: FolderDirectories
    let file: File
    /// Display name.
    let name: String
    /// State of the archive when the order was given.
    let signature: FileSignature
    /// What keeps anything from being written now, or nil.
    let holdsClaims: @Sendable (FolderDirectories) -> Batch.Throttle?
}

/// What came of an order.
public struct UnpackReport: Sendable {
    let batchID: String
    let folder: String
    let signature: FileSignature
    let outcome: UnpackOutcome
}

/// How unpacking ended.
enum UnpackOutcome: Sendable {
    /// The file is no archive; nothing was written.
    case plain
    case unpacked(UnpackedArchive)
    /// The archive itself is at fault.
    case refused(Failure)
    /// Something else is; it can be tried again.
    case held(Failure)
}

/// What is not on disk of an archive that was unpacked.
struct UnpackedArchive: Sendable, Equatable {
    /// Links and devices, which fail as items.
    var others: [WalkEntry]
    var warnings: [String]
}

/// Unpacks archives one after the other on a thread of its own, so that a large one holds up nothing else.
///
/// A worker reads the archive; only its bytes and names come here. What is on disk when the report is given is durable.
final class Unpacker: Sendable {
    private let orders = Mailbox<UnpackOrder>()
    private let ended = Mailbox<Bool>()
    private let workers: WorkerSettings
    private let report: @Sendable (UnpackReport) -> Void

    /// Nothing runs before `start`; `report` is called from the thread.
    init(workers: WorkerSettings, report: @escaping @Sendable (UnpackReport) -> Void) {
        self.workers = workers
        self.report = report
    }

    /// Starts the thread.
    func start() {
        BlockingThread.start("unpack") { [self] in
            run()
            ended.put(true)
        }
    }

    /// Gives an order.
    func take(_ order: UnpackOrder) { orders.put(order) }

    /// Ends the thread; what it is at is given up.
    func stop() {
        orders.close()
        _ = ended.take()
    }

    private func run() {
        // The worker lives no longer than the thread that started it.
        let slot = WorkerSlot(settings: workers)
        while true {
            let isIdle = slot.introduction == nil
            let waiting = orders.take(timeout: isIdle ? nil : .seconds(Limits.idleWorkerSeconds))
            if orders.isClosed { break }
            if waiting.isEmpty { slot.retire() }
            for order in waiting where !orders.isClosed {
                let outcome = perform(order, slot)
                guard !orders.isClosed else { break }
                report(
                    UnpackReport(
                        batchID: order.batchID, folder: order.directories.settings.name, signature: order.signature,
                        outcome: outcome))
            }
        }
        slot.retire()
    }

    private func perform(_ order: UnpackOrder, _ slot: WorkerSlot) -> UnpackOutcome {
        do {
            let root = try order.directories.makeUnpacked(of: order.batchID)
            let budget = UnpackBudget(
                name: printable(order.name), archiveBytes: order.signature.size,
                limits: order.directories.settings.limits)
            let tree = UnpackedTree(in: root, rules: NameRules(order.directories.settings), budget: budget)
            let (report, isArchive) = try ask(order, slot, tree)
            if let failure = report.failure { return .refused(failure) }
            guard isArchive else { return .plain }
            // The store must not speak of files that a power cut takes away.
            try root.syncFileSystem()
            return .unpacked(UnpackedArchive(others: tree.others, warnings: tree.warnings))
        } catch let failure as Failure {
            // No space, or no worker: the archive is not to blame.
            let isPassing = failure.code == .storageFull || failure.code == .processingError
            return isPassing ? .held(failure) : .refused(failure)
        } catch let error as SystemError where error.isStorageFull {
            return .held(
                Failure(
                    .storageFull, "No space is left to unpack \(printable(order.name)).", stage: .intake,
                    resolution: "Free space on the disk of the inbox; the agent goes on by itself."))
        } catch {
            return .held(
                Failure(.processingError, "\(printable(order.name)) cannot be unpacked: \(error)", stage: .intake))
        }
    }

    private func ask(
        _ order: UnpackOrder, _ slot: WorkerSlot, _ tree: UnpackedTree
    ) throws -> (WorkerReport, isArchive: Bool) {
        var isArchive = false
        var nextLook = Limits.unpackLookBytes
        let request = WorkerRequest(
            kind: .unpack, name: order.name, path: order.name, size: order.signature.size)
        let report = try slot.unpack(
            request, file: order.file,
            deadline: WorkDeadline(
                base: .seconds(Limits.unpackSeconds), perPage: .seconds(Limits.unpackStepSeconds)),
            isCancelled: { orders.isClosed },
            summary: { summary in
                isArchive = true
                try tree.announce(summary)
            },
            entry: { try tree.begin($0) },
            content: { bytes in
                try tree.write(bytes)
                nextLook -= bytes.count
                guard nextLook < 0 else { return }
                nextLook = Limits.unpackLookBytes
                if let throttle = order.holdsClaims(order.directories) {
                    throw Failure(.storageFull, throttle.reason, stage: .intake)
                }
            })
        return (report, isArchive)
    }
}
