import Glibc

/// SIGTERM and SIGINT, taken by the thread that asks for them instead of ending the process (sigwait(3)).
public struct StopSignals {
    private var signals: sigset_t

    /// Blocks the signals in this thread and all that it starts from now on; call it before the first thread.
    public init() {
        signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits until one of the signals comes.
    public mutating func wait() {
        var signal: Int32 = 0
        while sigwait(&signals, &signal) != 0 {}
    }
}
