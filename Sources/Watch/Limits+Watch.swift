import Model

extension Limits {
    /// How long sshfs repeats what it knows of a file or a listing (`dcache_timeout` of its manual page; measured).
    static let fuseStaleness = Duration.seconds(20)
    /// Bytes of events that may wait for the watcher thread; what comes beyond is an overflow.
    static let watchBacklogBytes = 64 << 20
    /// How long half a rename waits for its other half.
    static let renamePairing = Duration.milliseconds(20)
    /// The least time between two recoveries from lost events.
    static let overflowPause = Duration.seconds(1)
    /// Every how many rounds polling also lists the directories whose times did not change.
    static let pollRoundsBetweenListings = 10
    /// Hints remembered within one turn in order to drop repetitions.
    static let rememberedHints = 1 << 16
    /// Steps from a watched directory up to its root before the table of watches is held to be wrong.
    static let watchParents = 4 * treeDepth
}
