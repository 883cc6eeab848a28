import CLinux
import Glibc

/// A program that is given its input, run to its end or to a time, and whose last words are kept.
///
/// Alone in its process group; what it started ends with it. Owned by one thread.
public final class Program {
    /// Why it is over.
    public enum Reason: Sendable, Equatable {
        case ended(ProcessEnding)
        case timedOut
        /// `run` was told to stop.
        case stopped
    }

    public struct Ending: Sendable {
        public let reason: Reason
        /// The last bytes of standard output and standard error.
        public let output: [UInt8]
    }

    private let id: Int32
    private let output: File
    private var isReaped = false
    /// How often it is looked whether the program, or the time it has, is at its end.
    private static let lookMilliseconds: Int32 = 100

    /// Starts a program; nothing is looked up in PATH, and no shell is involved.
    public init(path: String, arguments: [String], environment: [String], input: [UInt8]) throws(SystemError) {
        let standardInput = try File(inMemory: input, label: "input of \(path)")
        try standardInput.seek(to: 0)
        var ends: [Int32] = [-1, -1]
        try SystemError.check(clinux_pipe(&ends), "pipe2", path)
        output = File(descriptor: ends[0], label: "output of \(path)")
        let theirs = File(descriptor: ends[1], label: "output of \(path)")
        let argumentList = CStringList([path] + arguments)
        let environmentList = CStringList(environment)
        id = try SystemError.check(
            clinux_spawn(
                path, argumentList.pointers, environmentList.pointers, standardInput.descriptor, theirs.descriptor,
                theirs.descriptor), "posix_spawn", path)
    }

    deinit { if !isReaped { end() } }

    /// Waits until it ends, its time is over or `goesOn` says no; blocks its thread.
    public func run(
        timeout: Duration, keepingLast limit: Int, while goesOn: () -> Bool
    ) throws(SystemError) -> Ending {
        let deadline = Clock.sinceBoot() + timeout
        var words: [UInt8] = []
        var isOpen = true
        while true {
            if isOpen { isOpen = listen(keepingLast: limit, into: &words) } else { usleep(Self.closedPause) }
            var code: Int32 = 0
            let reaped = clinux_reap(id, false, &code)
            if reaped != 0 {
                isReaped = true
                // What it left behind in its group must not live on with our pipe.
                _ = clinux_kill(-id, SIGKILL)
                if isOpen { _ = listen(keepingLast: limit, into: &words, waits: false) }
                let ending: ProcessEnding = reaped < 0 ? .exited(-1) : code < 0 ? .signalled(-code) : .exited(code)
                return Ending(reason: .ended(ending), output: words)
            }
            if goesOn(), Clock.sinceBoot() < deadline { continue }
            end()
            return Ending(reason: goesOn() ? .timedOut : .stopped, output: words)
        }
    }

    private static let closedPause: UInt32 = 20_000

    /// Takes what was printed; false when nobody can print any more.
    private func listen(keepingLast limit: Int, into words: inout [UInt8], waits: Bool = true) -> Bool {
        var waiting = pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, waits ? Self.lookMilliseconds : 0) > 0 else { return true }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = Glibc.read(output.descriptor, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        words += buffer.prefix(count)
        if words.count > limit { words.removeFirst(words.count - limit) }
        return true
    }

    private func end() {
        _ = clinux_kill(-id, SIGKILL)
        var code: Int32 = 0
        _ = clinux_reap(id, true, &code)
        isReaped = true
    }
}
