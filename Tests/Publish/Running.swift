import Linux
import Logging
import Synchronization
import Testing

@testable import Publish

/// A condition that did not come true in time.
struct TimedOut: Error {}

/// Waits until a condition holds, at most ten seconds.
func eventually(_ condition: () throws -> Bool) throws {
    let deadline = Clock.sinceBoot() + .seconds(10)
    let mailbox = Mailbox<Void>()
    while try !condition() {
        guard Clock.sinceBoot() < deadline else { throw TimedOut() }
        _ = mailbox.take(timeout: .milliseconds(2))
    }
}

/// Runs a publisher on its thread while `body` runs, and waits for its end.
func whileRunning(_ publisher: Publisher, _ body: () throws -> Void) throws {
    let ended = Mailbox<Bool>()
    BlockingThread.start("test-publish") {
        publisher.run()
        ended.put(true)
    }
    defer {
        publisher.close()
        #expect(ended.take(timeout: .seconds(10)) == [true])
    }
    try body()
}

/// Keeps the sentences that were logged.
final class LogBook: Sendable {
    private let sentences = Mutex<[String]>([])

    var logger: Logger { Logger(label: "test") { _ in Handler(book: self) } }

    func count(of part: String) -> Int { sentences.withLock { $0.count { $0.contains(part) } } }

    private struct Handler: LogHandler {
        let book: LogBook
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { book.sentences.withLock { $0.append(event.message.description) } }
    }
}
