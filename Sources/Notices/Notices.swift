import Linux
import Logging
import Model
import Store
import Synchronization

/// Tells webhooks and hooks of what happened: everything once, in order while they answer, and later when they do not.
///
/// What has to be told is in the store, written with what it tells of; hints only say that there is something. Owns
/// the thread that `run` blocks, one for requests, one for each hook that runs and one that listens to the command
/// line; none of them wakes while nothing is due.
public final class Notices: Sendable {
    private enum Word: Sendable {
        case look
        case answer(NoticeDesk.Answer)
        case errand(Errand)
    }

    private struct Hint: Equatable {
        var isSealed: Bool
        var isRefused: Bool
        var failed: Int
    }

    private let store: Store
    private let courier: any Courier
    private let receivers: [(Int64, Receiver)]
    private let folders: Set<String>
    private let logger: Logger
    private let told: @Sendable () -> Void
    private let clock: @Sendable () -> Timestamp
    private let jitter: @Sendable () -> Double
    private let mailbox = Mailbox<Word>()
    private let hints = Mutex<[String: Hint]>([:])
    private let box: DatagramBox?

    /// Records from now on what the receivers have to be told.
    ///
    /// - Parameters:
    ///   - state: the state directory, where the command line finds the stage; nil where nobody asks.
    ///   - told: called when attempts have ended.
    public convenience init(
        _ receivers: [Receiver], store: Store, state: Directory?, told: @escaping @Sendable () -> Void, logger: Logger
    ) throws {
        let usesWebhooks = receivers.contains { $0.kind == .webhook }
        try self.init(
            receivers, store: store, state: state, told: told, logger: logger,
            courier: Couriers(webhooks: usesWebhooks ? try WebhookCourier() : nil), clock: { Clock.now() },
            jitter: { Double.random(in: 0...1) })
    }

    init(
        _ receivers: [Receiver], store: Store, state: Directory?, told: @escaping @Sendable () -> Void = {},
        logger: Logger, courier: any Courier, clock: @escaping @Sendable () -> Timestamp,
        jitter: @escaping @Sendable () -> Double
    ) throws {
        self.store = store
        self.courier = courier
        self.told = told
        self.logger = logger
        self.clock = clock
        self.jitter = jitter
        let numbers = try store.setReceivers(receivers.map(\.terms), at: clock())
        self.receivers = Array(zip(numbers, receivers))
        folders = Set(receivers.map(\.folder))
        box = receivers.isEmpty ? nil : try state.map { try DatagramBox(in: $0, name: Errand.boxName) }
    }

    /// A batch changed; from any thread and cheap.
    public func changed(_ batch: Batch) {
        guard folders.contains(batch.folder) else { return }
        let hint = Hint(isSealed: batch.sealedAt != nil, isRefused: batch.refused, failed: batch.counts.failed)
        let isNews = hints.withLock { hints in
            defer { hints[batch.id] = hint }
            return hints[batch.id].map { $0 != hint } ?? (hint != Hint(isSealed: false, isRefused: false, failed: 0))
        }
        if isNews { mailbox.put(.look) }
    }

    /// The final status of a batch is visible.
    public func finished(_ batch: Batch) {
        guard folders.contains(batch.folder) else { return }
        hints.withLock { $0[batch.id] = nil }
        mailbox.put(.look)
    }

    /// Tells receivers until `close`; blocks its thread.
    public func run() {
        guard !receivers.isEmpty else {
            while !mailbox.isClosed { _ = mailbox.take() }
            return
        }
        if let box { BlockingThread.start("errands") { [self] in listen(to: box) } }
        var desk = NoticeDesk(
            store: store, receivers: receivers, courier: courier, logger: logger, jitter: jitter,
            answered: { [mailbox] in mailbox.put(.answer($0)) })
        var next: Timestamp? = clock()
        while !mailbox.isClosed {
            let now = clock()
            let words = mailbox.take(timeout: next.map { .milliseconds(max(0, $0.milliseconds - now.milliseconds)) })
            if mailbox.isClosed { break }
            next = turn(words, &desk)
        }
        courier.stop()
    }

    /// Ends `run`; what is under way is told again after the next start, under the same id.
    public func close() {
        mailbox.close()
        courier.stop()
        box?.close()
    }

    /// Does what is asked and due; returns when to look again.
    private func turn(_ words: [Word], _ desk: inout NoticeDesk) -> Timestamp? {
        do throws(StoreError) {
            for word in words {
                switch word {
                case .look: break
                case .answer(let answer):
                    try desk.take(answer, at: clock())
                    told()
                case .errand(let errand): try perform(errand, desk)
                }
            }
            return try desk.send(at: clock())
        } catch {
            logger.error("\(error)")
            return clock().adding(milliseconds: Self.storePause.milliseconds)
        }
    }

    /// After which a store that failed is asked again.
    private static let storePause = Duration.seconds(10)

    private func perform(_ errand: Errand, _ desk: NoticeDesk) throws(StoreError) {
        switch errand {
        case .replay(let id): _ = try store.replay(id: id, at: clock())
        case .replayBatch(let id): _ = try store.replay(batch: id, at: clock())
        case .test(let id, let folder, let name):
            guard let receiver = desk.number(folder: folder, name: name) else { return }
            try store.addTest(id, to: receiver, at: clock())
        }
    }

    private func listen(to box: DatagramBox) {
        while let bytes = box.receive(limit: Limits.errandBytes) {
            if let errand = Errand(bytes) { mailbox.put(.errand(errand)) }
        }
    }
}
