import Linux
import Model
import WorkerProtocol
import Workers

/// How steering files are read: by a worker, because their bytes are foreign.
enum SteeringReader: Sendable {
    case worker(WorkerSettings)
    /// In tests: what the worker would say.
    case replies(@Sendable (File, WorkerRequest) throws -> WorkerReport)
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
            let isPDF = name.fileExtension == "pdf"
            let limit = isPDF ? Limits.exclusionPDFBytes : Int64(Limits.steeringFileBytes)
            guard size <= limit else {
                throw JobFile.refusal("\(name.display) has \(size) bytes; at most \(limit) are read.")
            }
            return try answer(to: .steer, file, name.display, size)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.permissionDenied, "\(name.display) cannot be read: \(error)", stage: .intake)
        }
    }

    /// Has the parameters of a job checked and brought into their final form.
    func prepare(_ job: JSONValue) throws(Failure) -> JSONValue {
        let text = JSONWriter.canonicalBytes(of: job)
        do {
            let file = try File(inMemory: text, label: "the parameters of the job")
            return try answer(to: .prepare, file, "the parameters of the job", Int64(text.count))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.processingError, "The parameters of the job cannot be checked: \(error)", stage: .intake)
        }
    }

    private func answer(
        to kind: WorkerRequest.Kind, _ file: File, _ name: String, _ size: Int64
    ) throws -> JSONValue {
        let report = try ask(WorkerRequest(kind: kind, name: name, path: name, size: size), file)
        if let failure = report.failure { throw failure }
        guard let value = report.steering else { throw JobFile.refusal("\(name) holds nothing.") }
        return value
    }

    private func ask(_ request: WorkerRequest, _ file: File) throws -> WorkerReport {
        switch reader {
        case .replies(let reply): return try reply(file, request)
        case .worker(let settings):
            let slot = self.slot ?? WorkerSlot(settings: settings)
            self.slot = slot
            lastUse = Clock.sinceBoot()
            return try slot.perform(
                request, file: file, deadline: WorkDeadline(base: .seconds(Limits.steeringSeconds)),
                part: { _, _ in })
        }
    }
}
