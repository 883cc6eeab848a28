import Glibc
import Linux
import Model
import WorkerProtocol

/// The life of a worker: introduces itself on standard input, answers one request after the other, and ends when the
/// agent closes the socket.
public struct Service {
    private let socket = Socket(descriptor: STDIN_FILENO, label: "the socket of the agent")
    private let sandbox: Sandbox
    private var buffer = FrameBuffer()

    /// Locks the process in; the first call of `main`. Ends the process when no agent has started it.
    public init(arguments: [String]) {
        guard let launch = LaunchArguments(arguments) else {
            Self.leave("dropmill-worker is started by dropmill and does nothing by itself")
        }
        #if DROPMILL_UNLOCKED
            // Tests/Benchmarks/sandbox_cost alone builds this, to measure what the lock costs. The agent says of such a
            // worker that its sandbox is missing, and refuses it with `require_sandbox`.
            _ = launch
            sandbox = Sandbox()
        #else
            sandbox = Sandbox.enter(launch)
        #endif
    }

    /// Answers requests with `process` until the agent is gone. The descriptor stays this function's to close.
    public mutating func run(
        libraries: [(name: String, version: String)],
        process: (WorkerRequest, Int32, inout PartWriter) -> WorkerReport
    ) -> Never {
        let introduction = WorkerIntroduction(
            libraries: libraries, sandbox: sandbox.applied, missing: sandbox.missing)
        do {
            try socket.sendAll(Frame.bytes(.introduction, introduction.encoded()))
            while let (order, file) = try nextOrder() { try answer(order, file, process) }
        } catch {
            Self.leave("dropmill-worker: \(error)")
        }
        exit(ExitCode.orphaned)
    }

    private func answer(
        _ order: WorkOrder, _ file: File, _ process: (WorkerRequest, Int32, inout PartWriter) -> WorkerReport
    ) throws(SystemError) {
        func allow(pages: Int) {
            let pages = min(max(1, pages), Limits.deadlinePages)
            Sandbox.allowProcessorTime(seconds: order.seconds + order.secondsPerPage * pages)
        }
        allow(pages: 1)
        var writer = PartWriter(socket: socket, onPages: allow)
        let report = process(order.request, file.descriptor, &writer)
        writer.finish(report)
        if let failure = writer.failure { throw failure }
    }

    private mutating func nextOrder() throws -> (WorkOrder, File)? {
        while true {
            if let frame = try buffer.next() {
                let order = try WorkOrder(frame)
                guard let file = buffer.attachment else {
                    throw FrameError.malformed(.request, "no descriptor is attached")
                }
                buffer.attachment = nil
                return (order, file)
            }
            if try buffer.fill(from: socket) == .end {
                try buffer.finish()
                return nil
            }
        }
    }

    private static func leave(_ words: String) -> Never {
        Array((words + "\n").utf8).withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(ExitCode.protocolError)
    }
}
