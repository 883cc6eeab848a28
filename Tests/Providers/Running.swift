import Curl
import Linux
import Synchronization
import TestSupport

/// An exchange on a thread of its own for the length of a test.
final class RunningExchange: Sendable {
    let exchange: Exchange

    init() throws {
        exchange = try Exchange()
        let exchange = exchange
        BlockingThread.start("exchange") { exchange.run() }
    }

    deinit { exchange.stop() }

    /// The answer to one request.
    func send(_ request: HTTPRequest) async -> Result<HTTPResponse, TransferError> {
        await withCheckedContinuation { continuation in
            exchange.send(request) { continuation.resume(returning: $0) }
        }
    }
}

extension Result {
    /// Why there was no success.
    var problem: Failure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }
}
