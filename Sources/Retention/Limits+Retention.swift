import Model

extension Limits {
    /// Things on their way into the trash or out of it that are looked at in one round.
    static let trashRound = 1000
    /// Batches that are sent to the trash for their age in one round.
    static let retentionRound = 100
    /// Time after which what could not be moved is tried again.
    static let trashRetry = Duration.seconds(300)
    /// Longest sleep: a clock that was set or a machine that slept must not keep things for long beyond their time.
    static let retentionLook = Duration.seconds(86_400)
    /// Names tried for a batch that comes back.
    static let returnNames = 10_000
    /// Orders read from the trash at once.
    static let trashOrders = 1000
    /// Levels of directories that are measured below a batch; results of archives within mails lie deep.
    static let measuredDepth = 256
}
