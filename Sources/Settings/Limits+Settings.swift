import Model

extension Limits {
    /// Bytes of dropmill.yaml or of a saved configuration.
    static let settingsFileBytes = 1 << 20
    /// Problems listed for one configuration.
    static let listedProblems = 20
    /// Watch folders of one agent.
    static let watchFolders = 1000
    /// Saved configurations in one directory.
    static let savedConfigurations = 10_000
    /// Entries of a list in dropmill.yaml.
    static let settingsListEntries = 1000
    /// Bytes of a path (PATH_MAX of Linux, without the NUL).
    static let pathBytes = 4095
    /// Worker processes, and items of one folder worked at once.
    static let concurrency: ClosedRange<Int64> = 1...256
    /// Longest settle and batch settle time.
    static let longestSettle = Duration.seconds(86_400)
    /// Longest time after which something unfinished is looked at.
    static let longestWait = Duration.seconds(366 * 86_400)
    /// Entries of `providers`.
    static let providers = 100
    /// Requests to one model at once.
    static let requestsInFlight: ClosedRange<Int64> = 1...512
    /// Longest time for an answer of a provider.
    static let longestAnswer = Duration.seconds(3600)
    /// Templates of one saved configuration.
    static let templates = 1000
    /// Longest time for which finished batches may be kept before they are removed.
    static let longestKeep = Duration.seconds(100 * 366 * 86_400)
}
