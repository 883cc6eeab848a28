extension Limits {
    /// Webhooks, and hooks, of one folder.
    public static let receivers = 20
    /// Words of a hook's command.
    public static let hookWords = 64
    /// After which a hook is killed, unless it says otherwise.
    public static let hookTimeout = Duration.seconds(60)
    /// Longest time a hook may be given.
    public static let longestHook = Duration.seconds(3600)
    /// Runs of a hook for one event while it fails, unless it says otherwise.
    public static let hookAttempts = 3
    /// Most runs of a hook for one event.
    public static let mostHookAttempts: Int64 = 10
    /// Hooks that run at once.
    public static let hooksAtOnce = 2
    /// Bytes of what a hook printed last that the log of deliveries keeps.
    public static let hookOutputBytes = 4096
    /// Until a receiver of webhooks has answered.
    public static let webhookTimeout = Duration.seconds(20)
    /// Bytes of the answer to a webhook; what it says is not kept.
    public static let webhookAnswerBytes: Int64 = 64 << 10
    /// Secrets one webhook is signed with at once.
    public static let webhookSecrets = 4
    /// Bytes of a secret (Standard Webhooks asks for 24 to 64).
    public static let webhookSecretBytes = 24...64
    /// Waits before the second and each further attempt at a webhook (Standard Webhooks, "Deliverability").
    public static let webhookWaits: [Duration] = [
        .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3600), .seconds(5 * 3600), .seconds(10 * 3600),
        .seconds(14 * 3600), .seconds(20 * 3600), .seconds(24 * 3600),
    ]
    /// What is left to chance of each wait, so that many do not come back at once.
    public static let webhookJitter = 0.1
    /// Longest time a receiver that cannot be reached is left alone while something waits for it.
    public static let receiverHold = Duration.seconds(5 * 60)
    /// Days for which the log keeps deliveries that have ended.
    public static let deliveryLogDays = 30
    /// Deliveries after which old ones are looked for in the log.
    public static let deliverySweep: Int64 = 1000
    /// Deliveries listed at once.
    public static let listedDeliveries = 1000
    /// Bytes of what the command line asks of the agent.
    public static let errandBytes = 4096
}
