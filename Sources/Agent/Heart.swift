import Linux
import Logging
import Model

/// Says every ten seconds that this agent still has its roots, and tells systemd, if it is asked to, as long as every
/// stage listens; on its own thread.
final class Heart: Sendable {
    private let owners: [RootOwner]
    private let notifier: SystemdNotifier?
    private let logger: Logger
    /// Since when each stage has not looked at what waits for it, by its name.
    private let stages: [(name: String, unheardSince: @Sendable () -> Duration?)]
    private let mailbox = Mailbox<Never>()

    init(
        owners: [RootOwner], notifier: SystemdNotifier?,
        stages: [(name: String, unheardSince: @Sendable () -> Duration?)] = [], logger: Logger
    ) {
        self.stages = stages
        self.owners = owners
        self.notifier = notifier
        self.logger = logger
    }

    /// Beats until closed.
    func run() {
        notifier?.ready()
        while !mailbox.isClosed {
            _ = mailbox.take(timeout: .seconds(RootOwner.heartbeatSeconds))
            if mailbox.isClosed { break }
            for owner in owners {
                do {
                    try owner.beat(now: Clock.now())
                } catch {
                    logger.error("\(error)")
                }
            }
            if let stage = Self.hanging(stages, at: Clock.sinceBoot()) {
                logger.error("The stage \(stage) hangs; systemd is not told that the agent is alive")
            } else {
                notifier?.alive()
            }
        }
        notifier?.stopping()
    }

    /// The name of a stage that has not listened for so long that only a new start helps.
    static func hanging(
        _ stages: [(name: String, unheardSince: @Sendable () -> Duration?)], at now: Duration
    ) -> String? {
        stages.first { stage in stage.unheardSince().map { now - $0 > Limits.stageSilence } ?? false }?.name
    }

    /// Lets `run` return.
    func close() { mailbox.close() }
}

extension Limits {
    /// Longest time a stage may take for one thing: copying a large archive to another disk takes its time.
    static let stageSilence = Duration.seconds(1800)
}
