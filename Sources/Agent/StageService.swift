import Linux
import ServiceLifecycle

/// A stage as a service: its blocking loop on a thread of its own, ended by its `stop` at shutdown.
struct StageService: Service {
    let name: String
    let body: @Sendable () throws -> Void
    let stop: @Sendable () -> Void

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await BlockingThread.run(name, body)
        } onGracefulShutdown: {
            stop()
        }
    }
}
