import CLinux
import Model

/// The two clocks of the agent.
public enum Clock {
    /// Time since boot, suspension included: for ages and waits (CLOCK_BOOTTIME).
    public static func sinceBoot() -> Duration { .nanoseconds(clinux_boot_time()) }

    /// Wall-clock time: for what people read (CLOCK_REALTIME).
    public static func now() -> Timestamp { Timestamp(milliseconds: clinux_real_time() / 1_000_000) }

    /// A moment shifted so that its civil fields show local time.
    public static func local(_ time: Timestamp) -> Timestamp {
        time.adding(milliseconds: clinux_utc_offset(time.milliseconds / 1000) * 1000)
    }
}

extension Duration {
    /// Whole milliseconds.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

/// Ignores a signal for the life of the process; SIGIO must be before the first lease probe.
public func ignoreSignal(_ signal: Int32) {
    clinux_ignore_signal(signal)
}
