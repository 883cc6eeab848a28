import Glibc
import Model

/// Lines at the bottom of a terminal that are drawn over themselves.
struct LiveScreen {
    private var drawn = 0
    private var last: [String] = []
    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Shows lines in place of the ones before; false when nobody looks any more.
    mutating func show(_ lines: [String]) -> Bool {
        guard lines != last else { return true }
        last = lines
        // Up to the first line of ours, then down again; what is left of the old ones is cleared.
        let up = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        drawn = lines.count
        return Terminal.writeAll(
            "\r" + up + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J", to: descriptor)
    }
}

/// The same where nothing can be drawn over: a line whenever there is news of a batch.
struct LiveLog {
    private var said: [String: (batch: LiveBatch, at: Duration)] = [:]
    private static let interval = Duration.seconds(5)

    /// What is worth a line now: another status at once, progress now and then.
    mutating func news(of batch: LiveBatch, at now: Duration) -> Bool {
        if let known = said[batch.id] {
            let isOther = known.batch.status != batch.status
            let hasMoved = known.batch.done != batch.done || known.batch.failed != batch.failed
            guard isOther || (hasMoved && now - known.at >= Self.interval) else { return false }
        }
        said[batch.id] = (batch, now)
        return true
    }
}
