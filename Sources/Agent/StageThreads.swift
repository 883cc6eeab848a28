import Dispatch
import Linux

/// A stage as the agent runs it: its blocking loop, and what ends it.
struct Stage: Sendable {
    /// Name of the thread, at most 15 bytes.
    let name: String
    /// Blocks until `stop` was called.
    let run: @Sendable () -> Void
    /// Lets `run` return once the work at hand is done; from any thread.
    let stop: @Sendable () -> Void
}

/// Runs stages on threads of their own and ends them in reverse order: stop looking, drain, close.
///
/// Plain threads and not tasks on purpose: once a task has run, libdispatch's pool wakes the process every second for
/// the rest of its life (measured: 77 wake-ups a minute instead of 8), and an idle agent should sleep.
struct StageThreads {
    private let stages: [Stage]
    private let ended: [DispatchSemaphore]

    /// Starts the stages, the first one first.
    init(_ stages: [Stage]) {
        self.stages = stages
        ended = stages.map { _ in DispatchSemaphore(value: 0) }
        for (stage, end) in zip(stages, ended) {
            BlockingThread.start(stage.name) {
                stage.run()
                end.signal()
            }
        }
    }

    /// Ends the stages, the last one first, and waits for each, but not for ever: it may hang on a mount.
    ///
    /// What is left at work then is cut off by the end of the process, which loses nothing.
    func stop() {
        let deadline = DispatchTime.now() + .seconds(Self.endSeconds)
        for (stage, end) in zip(stages, ended).reversed() {
            stage.stop()
            _ = end.wait(timeout: deadline)
        }
    }

    // The contract grants ten seconds from SIGTERM to the exit.
    private static let endSeconds = 8
}
