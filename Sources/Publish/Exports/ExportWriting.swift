import Folders
import Linux
import Model
import Store
import WorkerProtocol
import Workers

/// Makes one export: a spool of the results, a worker that writes the format, and a file that appears whole.
final class ExportWriting {
    /// What became of it.
    enum Outcome {
        /// Made or refused.
        case settled
        /// Something stands in the way that passes; or the agent stops.
        case stuck
    }

    private let around: Exporter.Surroundings
    private let wanted: WantedExport
    private let slot: WorkerSlot
    private let isCancelled: @Sendable () -> Bool
    /// Why there is no file; nil when there is one.
    private(set) var refusal: String?

    init(
        around: Exporter.Surroundings, wanted: WantedExport, slot: WorkerSlot,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.around = around
        self.wanted = wanted
        self.slot = slot
        self.isCancelled = isCancelled
    }

    /// Makes the file; `isAgain` says that it was tried before and whoever wants it knows why there is none.
    func run(isAgain: Bool) -> Outcome {
        do {
            // Deleted meanwhile, or at work again: its end says that exports are due.
            guard let batch = try around.store.batch(wanted.batchID), batch.phase == .done else { return .settled }
            return try run(batch, isAgain: isAgain)
        } catch let error as SystemError where error.isNotFound {
            // Somebody deleted the batch.
            return .settled
        } catch let failure as Failure where !failure.isTransient {
            // Its folder is not configured any more; the next start asks again.
            around.logger.error("\(wanted.batchID): no export \(wanted.format.rawValue): \(failure.message)")
            refusal = failure.message
            return .settled
        } catch {
            around.logger.error("\(wanted.batchID): the export \(wanted.format.rawValue) waits: \(error)")
            refusal = "\(error)"
            return .stuck
        }
    }

    private func run(_ batch: Batch, isAgain: Bool) throws -> Outcome {
        let places = try around.places(batch)
        do {
            try makeTwice(batch, in: places)
            try? places.outbox.directory(FolderDirectories.controlName).unlink(answer)
            try around.store.settleExport(wanted, madeFor: batch.finishedAt)
            return .settled
        } catch {
            if isCancelled() { return .stuck }
            let problem = Problem(error)
            refusal = problem.text
            if !isAgain { refuse(batch, in: places, because: problem.text) }
            if problem.passes { return .stuck }
            try around.store.settleExport(wanted, madeFor: batch.finishedAt)
            return .settled
        }
    }

    /// A worker that died gets a second chance: something else may have been to blame.
    private func makeTwice(_ batch: Batch, in places: BatchPlaces) throws {
        for _ in 1..<Limits.hostileAttempts {
            do {
                return try make(batch, in: places)
            } catch let failure as Failure where failure.code == .workerCrashed {
                around.logger.warning("\(batch.id): \(printable(failure.message))")
            }
        }
        try make(batch, in: places)
    }

    private func make(_ batch: Batch, in places: BatchPlaces) throws {
        guard batch.counts.completed > 0 else {
            throw Failure(
                .validationError, "no file of the batch succeeded, so that there is nothing to export", stage: .publish,
                resolution: "Drop RETRY into control, then ask again.")
        }
        let exports = try directory(in: places)
        let spool = try SpoolFile(in: exports, outbox: places.outbox)
            .fill(with: batch, from: around.store, while: { !isCancelled() })
        let access = Access(fileMode: places.permissions.fileMode, group: places.group, logger: around.logger)
        let file = try OutboxFile(ExportName.file(of: batch, as: wanted.format), in: exports, access: access)
        let request = WorkerRequest(
            kind: .export, name: "the \(wanted.format.rawValue) export", path: "", size: spool.size,
            parameters: ["format": .string(wanted.format.rawValue)])
        let deadline = WorkDeadline(
            base: .seconds(Limits.exportSeconds), perPage: .seconds(Limits.exportSecondsPerStep))
        var written: Int64 = 0
        let report = try slot.export(request, file: spool.file, deadline: deadline, isCancelled: isCancelled) { piece in
            written += Int64(piece.count)
            guard written <= Limits.exportBytes else {
                throw Failure(.fileTooLarge, "the export is larger than \(Limits.exportBytes) bytes", stage: .publish)
            }
            try file.write(Array(piece))
        }
        if let failure = report.failure { throw failure }
        try file.commit(durable: true)
        try exports.sync()
        try places.outbox.sync()
    }

    private func directory(in places: BatchPlaces) throws(SystemError) -> Directory {
        let name = ExportName.directory
        if !places.outbox.contains(name) {
            try places.outbox.ensureDirectory(name, mode: places.permissions.directoryMode)
            if let group = places.group, try places.outbox.status(name).group != group {
                try? places.outbox.setGroup(group, of: name)
            }
            if try places.outbox.status(name).mode != places.permissions.directoryMode {
                try? places.outbox.setMode(places.permissions.directoryMode, of: name)
            }
        }
        return try places.outbox.directory(name)
    }

    private var answer: BytePath { BytePath("EXPORT.\(wanted.format.rawValue).refused") }

    private static let answerMode: UInt32 = 0o664

    /// Tells whoever asked, where people ask.
    private func refuse(_ batch: Batch, in places: BatchPlaces, because reason: String) {
        around.logger.warning("\(batch.id): no export \(wanted.format.rawValue): \(printable(reason))")
        try? places.outbox.directory(FolderDirectories.controlName)
            .replace(answer, with: Array((reason + "\n").utf8), mode: Self.answerMode, durable: false)
        let detail: JSONObject = [
            "name": .string("EXPORT.\(wanted.format.rawValue)"), "reason": .string(reason),
        ]
        try? around.store.recordControl(batch.id, accepted: false, detail: detail, at: Clock.now())
        if let batch = try? around.store.batch(batch.id) { around.changed(batch) }
    }

    /// Why an export cannot be made.
    private struct Problem {
        let text: String
        /// True when it is worth trying again by itself.
        let passes: Bool

        init(_ error: any Error) {
            switch error {
            case let error as SystemError where error.isStorageFull:
                text = "The disk is full: \(error.reason). Make room; the export is then made by itself."
                passes = true
            case let error as SystemError:
                text = "The export cannot be written: \(error)."
                passes = error.isTransient
            case let failure as Failure:
                text = "\(failure.message.prefix(1).uppercased() + failure.message.dropFirst()). \(failure.resolution)"
                passes = failure.isTransient
            default:
                text = "The export cannot be made: \(error)."
                passes = false
            }
        }
    }
}

/// Where an export lies.
enum ExportName {
    static let directory = BytePath("exports")
    /// Bytes of the name without its extension and what stands around it while the file is written.
    private static let limitBytes = 255 - 24

    /// The name of the file: that of the batch with the extension of the format.
    static func file(of batch: Batch, as format: ExportFormat) -> String {
        let name = batch.outboxName.isEmpty ? batch.name : batch.outboxName.display
        var stem = ""
        for character in name where stem.utf8.count + character.utf8.count <= limitBytes {
            stem.append(character == "/" || character == "\0" ? "_" : character)
        }
        return "\(stem.hasPrefix(".") ? "_" : "")\(stem).\(format.fileExtension)"
    }
}
