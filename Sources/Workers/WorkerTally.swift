import Synchronization

/// How many workers this process started and lost, for whoever looks after the machine.
public enum WorkerTally {
    private static let startCount = Atomic<Int>(0)
    private static let lossCount = Atomic<Int>(0)

    /// Workers that were started.
    public static var starts: Int { startCount.load(ordering: .relaxed) }
    /// Workers that crashed, hung, grew too large or had to be ended in the middle of their work.
    public static var losses: Int { lossCount.load(ordering: .relaxed) }

    static func noteStart() { startCount.add(1, ordering: .relaxed) }
    static func noteLoss() { lossCount.add(1, ordering: .relaxed) }
}
