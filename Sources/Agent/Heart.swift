import Linux
import Logging

/// Says every ten seconds that this agent still has its roots, and tells systemd if it is asked to; on its own thread.
final class Heart: Sendable {
    private let owners: [RootOwner]
    private let notifier: SystemdNotifier?
    private let logger: Logger
    private let mailbox = Mailbox<Never>()

    init(owners: [RootOwner], notifier: SystemdNotifier?, logger: Logger) {
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
            notifier?.alive()
        }
        notifier?.stopping()
    }

    /// Lets `run` return.
    func close() { mailbox.close() }
}
