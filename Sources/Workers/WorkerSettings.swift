import Glibc
import Linux
import Model

/// How worker processes are started and limited.
public struct WorkerSettings: Sendable {
    /// Absolute path of `dropmill-worker`.
    public var executable: String
    /// User the workers run as when the agent is root: a name or a number; nil means 65534 (nobody).
    public var user: String?
    /// Refuses a worker that is not locked in completely.
    public var requireSandbox: Bool

    public init(executable: String, user: String? = nil, requireSandbox: Bool = false) {
        self.executable = executable
        self.user = user
        self.requireSandbox = requireSandbox
    }

    /// Finds the worker beside the running executable, then in `../libexec/dropmill`.
    public static func findExecutable() throws(Failure) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.assumingMemoryBound(to: CChar.self).baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) }
        }
        let running = BytePath(bytes: Array(buffer.prefix(max(0, length ?? 0))))
        let directory = running.parent
        let candidates = [
            directory.appending("dropmill-worker"), directory.parent.appending("libexec/dropmill/dropmill-worker"),
        ].map(\.display)
        if let found = candidates.first(where: { access($0, X_OK) == 0 }) { return found }
        throw Failure(
            .processingError, "dropmill-worker was not found, neither as \(candidates.joined(separator: " nor as "))",
            stage: .parse, resolution: "Install dropmill-worker beside dropmill, from the same package.",
            retryable: false)
    }

    /// The user and group a worker takes on; nil where the agent is not root and can give nothing up.
    func identity() throws(Failure) -> (user: UInt32, group: UInt32)? {
        guard geteuid() == 0 else { return nil }
        guard let user else { return (Self.nobody, Self.nobody) }
        let found = UInt32(user).map { ($0, $0) } ?? Self.lookUp(user)
        guard let found, found.0 != 0, found.1 != 0 else {
            throw Failure(
                .processingError, "the user \"\(printable(user))\" for the workers does not exist or is root",
                stage: .parse, resolution: "Name an existing ordinary user, or remove the setting.", retryable: false)
        }
        return found
    }

    /// The user and group of nobody, on every Linux.
    private static let nobody: UInt32 = 65534

    private static func lookUp(_ name: String) -> (UInt32, UInt32)? {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &result) == 0, result != nil else { return nil }
        return (entry.pw_uid, entry.pw_gid)
    }
}

/// How long one request may take.
public struct WorkDeadline: Sendable {
    public var base: Duration
    /// Added for each page, one at least.
    public var perPage: Duration

    public init(base: Duration, perPage: Duration = .zero) {
        self.base = base
        self.perPage = perPage
    }

    /// The time for a document of so many pages; a worker may claim any number.
    func duration(pages: Int) -> Duration { base + perPage * min(max(1, pages), Limits.deadlinePages) }
}
