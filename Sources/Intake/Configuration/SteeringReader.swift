import Linux
import Model
import WorkerProtocol
import Workers

/// How steering files are read: by a worker, because their bytes are foreign.
enum SteeringReader: Sendable {
    case worker(WorkerSettings)
    /// In tests: what the worker would say.
    case replies(@Sendable (File, String) throws -> WorkerReport)
}

/// Reads steering files with one worker that is started when needed and ends when idle; owned by one thread.
final class SteeringDesk {
    let reader: SteeringReader
    private var slot: WorkerSlot?
    private var lastUse = Duration.zero

    init(reader: SteeringReader) {
        self.reader = reader
    }

    /// When `rest` has something to do.
    var due: Duration? { slot == nil ? nil : lastUse + .seconds(Limits.idleWorkerSeconds) }

    /// Ends a worker that was idle for long enough.
    func rest(at now: Duration) {
        if let due, now >= due { close() }
    }

    /// Ends the worker.
    func close() {
        slot?.retire()
        slot = nil
    }

    /// The canonical JSON of a steering file in the root of a tree.
    func read(_ name: BytePath, in tree: Directory) throws(Failure) -> JSONValue {
        do {
            let file = try tree.openForReading(name)
            let size = try file.status().signature.size
            guard size <= Limits.steeringFileBytes else {
                throw JobFile.refusal(
                    "\(name.display) has \(size) bytes; at most \(Limits.steeringFileBytes) are read.")
            }
            let report = try ask(file, name.display, size)
            if let failure = report.failure { throw failure }
            guard let value = report.steering else {
                throw JobFile.refusal("\(name.display) holds nothing.")
            }
            return value
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.permissionDenied, "\(name.display) cannot be read: \(error)", stage: .intake)
        }
    }

    private func ask(_ file: File, _ name: String, _ size: Int64) throws -> WorkerReport {
        switch reader {
        case .replies(let reply): return try reply(file, name)
        case .worker(let settings):
            let slot = self.slot ?? WorkerSlot(settings: settings)
            self.slot = slot
            lastUse = Clock.sinceBoot()
            return try slot.perform(
                WorkerRequest(kind: .steer, name: name, path: name, size: size), file: file,
                deadline: WorkDeadline(base: .seconds(Limits.steeringSeconds)), part: { _, _ in })
        }
    }
}
