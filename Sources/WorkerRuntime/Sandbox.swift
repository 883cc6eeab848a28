import CSandbox
import Glibc
import Linux
import Model

/// How the process has locked itself in.
///
/// Enter it at the top of `main`: Landlock and seccomp bind the calling thread and those it starts later, not threads
/// that run already.
public struct Sandbox: Sendable, Equatable {
    /// What is in force: `no_new_privs`, `landlock`, `seccomp`, `rlimits`, `uid`.
    public private(set) var applied: [String] = []
    /// What could not be applied, and why.
    public private(set) var missing: [String] = []

    /// Gives up everything reading documents does not need; what the kernel refuses is listed as missing.
    public static func enter(_ launch: LaunchArguments) -> Sandbox {
        var sandbox = Sandbox()
        // A write beyond the limit of file size, or to a reader that is gone, is an error and not a death.
        ignoreSignal(SIGXFSZ)
        ignoreSignal(SIGPIPE)
        if let identity = launch.identity {
            sandbox.note("uid", take(user: identity.user, group: identity.group))
        }
        // After the change of user, which would clear both.
        sandbox.note("end_with_agent", csandbox_die_with_parent(), isNamed: false)
        if let parent = launch.parent, getppid() != parent { exit(ExitCode.orphaned) }
        sandbox.note("no_inspection", csandbox_forbid_inspection(), isNamed: false)
        sandbox.note("rlimits", limitResources())
        sandbox.note("capabilities", csandbox_drop_capabilities(), isNamed: false)
        sandbox.note("no_new_privs", csandbox_forbid_new_privileges())
        sandbox.note("landlock", restrictFiles())
        sandbox.note("seccomp", SystemCallFilter.install())
        return sandbox
    }

    /// Raises the limit of processor time so that it ends some time after the deadline of an item does.
    static func allowProcessorTime(seconds: Int) {
        var used = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
        // The agent ends a late worker; this is for the case that the agent cannot. Two threads use two seconds in one.
        let allowed = UInt64(max(1, seconds)) * 2 + UInt64(used.tv_sec) + 1
        _ = csandbox_limit(csandbox_cpu_seconds, allowed, false)
    }

    private mutating func note(_ name: String, _ result: Int32, isNamed: Bool = true) {
        if result < 0 {
            missing.append("\(name): \(String(cString: strerror(-result)))")
        } else if isNamed {
            applied.append(name)
        }
    }

    private static func take(user: UInt32, group: UInt32) -> Int32 {
        guard geteuid() == 0 else { return -EPERM }
        // From root, setgid(2) and setuid(2) change the real, the effective and the saved id; the way back is tried.
        guard setgroups(0, nil) == 0, setgid(group) == 0, setuid(user) == 0 else { return -errno }
        return setuid(0) == 0 ? -EPERM : 0
    }

    private static func limitResources() -> Int32 {
        // The number of processes is left alone: it counts for the user, not for the process, and the system call
        // filter allows no fork.
        let limits: [(csandbox_resource, UInt64)] = [
            (csandbox_core_size, 0), (csandbox_file_size, 0), (csandbox_open_files, Limits.workerOpenFiles),
            (csandbox_address_space, Limits.workerAddressBytes),
        ]
        return limits.map { csandbox_limit($0, $1, true) }.first { $0 < 0 } ?? 0
    }

    private static func restrictFiles() -> Int32 {
        let paths = readablePaths.map { UnsafePointer(strdup($0)) }
        defer { for path in paths { free(UnsafeMutablePointer(mutating: path)) } }
        return csandbox_restrict_files(paths, paths.count)
    }

    /// What the libraries of a worker read besides the file they are given.
    private static let readablePaths = [
        // Shared libraries that are loaded late: character sets (gconv), plug-ins; the magic database; locales.
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
        "/usr/share/misc", "/usr/share/file", "/etc/magic", "/etc/magic.mgc", "/usr/share/zoneinfo",
        // Fonts and the maps of poppler.
        "/etc/fonts", "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig",
        "/usr/share/poppler", "/usr/share/tesseract-ocr",
        "/dev/null", "/dev/urandom",
    ]
}

/// The exit codes of a worker.
enum ExitCode {
    /// The agent is gone, or was gone before the worker was ready.
    static let orphaned: Int32 = 0
    /// Not started by an agent, or spoken to in a way that is not the protocol.
    static let protocolError: Int32 = 2
}
