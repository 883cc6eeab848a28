import Linux
import Model
import WorkerProtocol

/// How worker processes are started and limited. Skeleton.
public struct WorkerSettings: Sendable {
    /// Absolute path of `dropmill-worker`.
    public var executable: String
    /// User the workers run as when the agent is root.
    public var user: String?
    public var requireSandbox: Bool
    public init(executable: String, user: String? = nil, requireSandbox: Bool = false) {
        self.executable = executable
        self.user = user
        self.requireSandbox = requireSandbox
    }
    /// Finds the worker beside the running executable, then in `../libexec/dropmill`.
    public static func findExecutable() throws(Failure) -> String { fatalError() }
}

/// How long one request may take.
public struct WorkDeadline: Sendable {
    public var base: Duration
    public var perPage: Duration
    public init(base: Duration, perPage: Duration = .zero) {
        self.base = base
        self.perPage = perPage
    }
}

/// One place for a worker process, owned by one thread: starts it, asks it, limits it, kills and replaces it. Skeleton.
public final class WorkerSlot {
    public init(settings: WorkerSettings) { fatalError() }
    /// Starts the process if none runs.
    public func start() throws(Failure) { fatalError() }
    /// Asks the worker; gives each piece of a part to `part` in order. Throws `worker_crashed`, `timeout`,
    /// `memory_limit`, `cancelled` or `processing_error` as Failure, or what `part` threw, after the process is ended
    /// or known to be clean. A report with a failure is returned, not thrown.
    public func perform(
        _ request: WorkerRequest, file: File, deadline: WorkDeadline, isCancelled: () -> Bool = { false },
        part: (OutputPart, ArraySlice<UInt8>) throws -> Void
    ) throws -> WorkerReport { fatalError() }
    /// Ends the process.
    public func retire() { fatalError() }
    /// What the worker said about itself when it started; nil when none runs.
    public var introduction: WorkerIntroduction? { fatalError() }
}

/// What a worker says when it starts.
public struct WorkerIntroduction: Sendable, Equatable {
    /// Names and versions of libraries.
    public var libraries: [(name: String, version: String)]
    /// `no_new_privs`, `landlock`, `seccomp`, `rlimits`, `uid`: what is in force.
    public var sandbox: [String]
    /// What could not be applied, in plain words.
    public var missing: [String]
    public init(libraries: [(name: String, version: String)], sandbox: [String], missing: [String]) {
        self.libraries = libraries
        self.sandbox = sandbox
        self.missing = missing
    }
    public static func == (left: Self, right: Self) -> Bool {
        left.sandbox == right.sandbox && left.missing == right.missing
            && left.libraries.map(\.name) == right.libraries.map(\.name)
            && left.libraries.map(\.version) == right.libraries.map(\.version)
    }
}
