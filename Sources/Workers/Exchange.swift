import Glibc
import Linux
import Model
import WorkerProtocol

/// One question to a worker and its answer: sends, waits, and holds the worker to its time and memory.
///
/// Every wait ends at the deadline, and at most `Limits.workerLook` after a limit is passed or a wish to cancel. After a
/// failure the process must be ended: what it would say next belongs to this question.
struct Exchange {
    private let process: WorkerProcess
    private let deadline: WorkDeadline
    private let subject: String
    private let start = Clock.sinceBoot()
    private var nextLook: Duration
    private var pages = 1
    private var outputBytes: Int64 = 0

    /// Starts the clock of the deadline; `subject` is how messages call what is asked about.
    init(with process: WorkerProcess, about subject: String, deadline: WorkDeadline) {
        self.process = process
        self.subject = subject
        self.deadline = deadline
        nextLook = start + Limits.workerLook
    }

    /// Sends a frame with a file attached.
    mutating func send(_ frame: [UInt8], attaching file: File, isCancelled: () -> Bool) throws(Failure) {
        var sent = 0
        while sent < frame.count {
            do throws(SystemError) {
                sent += try process.socket.send(frame[sent...], attaching: sent == 0 ? file.descriptor : nil)
                continue
            } catch {
                guard error.code == EAGAIN else { throw lost(error) }
            }
            try wait(for: .writing, isCancelled)
        }
    }

    /// The next frame of the answer.
    mutating func next(isCancelled: () -> Bool) throws(Failure) -> Frame {
        while true {
            if let frame = try bufferedFrame() { return frame }
            switch try fill() {
            case .bytes: try enforceLimits(isCancelled)
            case .nothing: try wait(for: .reading, isCancelled)
            case .end: throw process.farewell().failure(subject: subject)
            }
        }
    }

    /// The failure of an answer that is not what the protocol promises.
    func violation(_ error: FrameError) -> Failure {
        Failure(.workerCrashed, "the reader of \(subject) sent \(error)", stage: .parse)
    }

    private mutating func bufferedFrame() throws(Failure) -> Frame? {
        do throws(FrameError) {
            guard let frame = try process.buffer.next() else { return nil }
            switch frame.kind {
            case .pages: pages = try frame.pageCount()
            case .part, .picture, .passage: outputBytes += Int64(frame.payload.count)
            // The bytes of archives and attachments are bounded by who takes them.
            case .introduction, .request, .report, .summary, .entry, .content, .attachment, .manifestHead, .manifestRow:
                break
            }
            if outputBytes <= Limits.itemOutputBytes { return frame }
        } catch {
            throw violation(error)
        }
        throw Failure(
            .fileTooLarge, "the results of \(subject) are larger than \(Limits.itemOutputBytes) bytes", stage: .parse,
            resolution: "Split the document into smaller parts.")
    }

    private func fill() throws(Failure) -> FrameBuffer.Filling {
        do throws(SystemError) {
            let filling = try process.buffer.fill(from: process.socket)
            guard process.buffer.attachment != nil else { return filling }
        } catch {
            throw lost(error)
        }
        process.buffer.attachment = nil
        throw violation(.malformed(.report, "a descriptor is attached"))
    }

    private mutating func wait(for direction: Socket.Direction, _ isCancelled: () -> Bool) throws(Failure) {
        let due = start + deadline.duration(pages: pages)
        do throws(SystemError) {
            try process.wait(for: direction, timeout: min(due, nextLook) - Clock.sinceBoot())
        } catch {
            throw lost(error)
        }
        try enforceLimits(isCancelled)
    }

    private mutating func enforceLimits(_ isCancelled: () -> Bool) throws(Failure) {
        let now = Clock.sinceBoot()
        let allowed = deadline.duration(pages: pages)
        guard now < start + allowed else {
            throw Failure(
                .timeout, "the reader took longer than \(allowed.milliseconds) ms on \(subject)", stage: .parse,
                details: ["limit_ms": .integer(allowed.milliseconds), "pages": .integer(Int64(pages))])
        }
        guard now >= nextLook else { return }
        nextLook = now + Limits.workerLook
        if isCancelled() { throw Failure(.cancelled, "the work on \(subject) was stopped", stage: .parse) }
        let resident = process.residentBytes()
        guard resident < Limits.workerMemoryBytes else {
            throw Failure(
                .memoryLimit, "the reader needed more than \(Limits.workerMemoryBytes) bytes of memory on \(subject)",
                stage: .parse, details: ["resident_bytes": .integer(resident)])
        }
    }

    private func lost(_ error: SystemError) -> Failure {
        guard error.code == EPIPE || error.code == ECONNRESET else {
            var failure = Failure(
                .processingError, "the conversation about \(subject) broke: \(error)", stage: .parse)
            failure.isTransient = error.isTransient
            return failure
        }
        return process.farewell().failure(subject: subject)
    }
}
