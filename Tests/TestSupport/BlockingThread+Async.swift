import Linux

extension BlockingThread {
    /// Runs a body on a new thread and suspends until it returns.
    public static func run<Result: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            start(name) { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
