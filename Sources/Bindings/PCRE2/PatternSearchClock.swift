import Glibc

/// The time searches are measured by.
public enum PatternSearchClock {
    /// Nanoseconds this thread has run: a busy machine makes no search fail.
    public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
