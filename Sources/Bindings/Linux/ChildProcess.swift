import CLinux
import Glibc

/// How a process ended.
public enum ProcessEnding: Sendable, Equatable {
    /// It left with an exit code.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
}

/// A process this one started, alone in its process group; killed and reaped at the latest when this goes out of use.
///
/// Owned by one thread.
public final class ChildProcess {
    /// The process id; it names this process only until `ending` is known.
    public let id: Int32
    /// Where its standard error arrives; receiving never waits.
    public let errors: Socket
    /// How it ended; nil while nobody has seen it end.
    public private(set) var ending: ProcessEnding?
    private let memory: File?

    /// Starts a program with a socket as its standard input and no other descriptor of ours.
    public init(
        path: String, arguments: [String], environment: [String], standardInput: Socket
    ) throws(SystemError) {
        let (ours, theirs) = try Socket.pair("standard error of \(path)")
        // Not even the child may wait when nobody reads: its words are worth less than its work.
        try ours.neverBlock()
        try theirs.neverBlock()
        errors = ours
        let argumentList = CStringList([path] + arguments)
        let environmentList = CStringList(environment)
        id = try SystemError.check(
            clinux_spawn(
                path, argumentList.pointers, environmentList.pointers, standardInput.descriptor, -1, theirs.descriptor),
            "posix_spawn", path)
        let statistics = clinux_open("/proc/\(id)/statm", O_RDONLY, 0)
        memory = statistics >= 0 ? File(descriptor: statistics, label: "memory of \(path)") : nil
    }

    deinit { _ = kill() }

    /// Bytes of memory it occupies; nil when it ended or the kernel hides it.
    public func residentBytes() -> Int64? {
        guard let memory else { return nil }
        var text = [UInt8](repeating: 0, count: 128)
        let count = pread(memory.descriptor, &text, text.count, 0)
        guard count > 0 else { return nil }
        // proc(5): size resident shared text lib data dt, in pages.
        let fields = text.prefix(count).split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int64(String(decoding: fields[1], as: UTF8.self)) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Looks without waiting whether it has ended, and reaps it then.
    public func look() -> ProcessEnding? { reap(waits: false) }

    /// Ends it and every process of its group now, and reaps it.
    public func kill() -> ProcessEnding {
        if let ending { return ending }
        _ = clinux_kill(-id, SIGKILL)
        return reap(waits: true) ?? .signalled(SIGKILL)
    }

    private func reap(waits: Bool) -> ProcessEnding? {
        if let ending { return ending }
        var code: Int32 = 0
        let reaped = clinux_reap(id, waits, &code)
        if reaped > 0 {
            ending = code < 0 ? .signalled(-code) : .exited(code)
        } else if reaped == -ECHILD {
            // Somebody else took its exit code; it is gone all the same.
            ending = .exited(-1)
        }
        return ending
    }
}

/// Strings as a C array that ends with a null pointer, freed with this object.
final class CStringList {
    let pointers: [UnsafePointer<CChar>?]

    init(_ strings: [String]) {
        pointers = strings.map { UnsafePointer(strdup($0)) } + [nil]
    }

    deinit { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
}
