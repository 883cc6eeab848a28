import CSeccomp
import Glibc

/// The system calls a worker may make: those with which libraries read, compute and allocate.
///
/// What only an attacker asks for ends the process; everything else that is not listed is refused.
enum SystemCallFilter {
    /// Installs the filter for good; returns -errno when the kernel refuses.
    static func install() -> Int32 {
        guard let filter = seccomp_init(refuse(EPERM)) else { return -ENOMEM }
        defer { seccomp_release(filter) }
        // A call through the door of another processor: without this only the thread ends, and the rest waits for it.
        var result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, endProcess)
        func add(_ action: UInt32, _ names: [String], _ conditions: [scmp_arg_cmp] = []) {
            for name in names where result == 0 {
                let number = seccomp_syscall_resolve_name(name)
                // Negative numbers stand for calls this processor does not have.
                guard number >= 0 else { continue }
                result = seccomp_rule_add_array(filter, action, number, UInt32(conditions.count), conditions)
            }
        }
        add(allow, harmless)
        for rule in conditional { add(allow, [rule.call], [rule.condition]) }
        // glibc falls back to older calls when a new one does not exist, but not when it is refused.
        add(refuse(ENOSYS), ["clone3", "openat2", "faccessat2", "memfd_create", "io_uring_setup"])
        add(endProcess, hostile)
        guard result == 0 else { return result }
        return seccomp_load(filter)
    }

    // The macros of seccomp.h that Swift does not see.
    private static let allow: UInt32 = 0x7FFF_0000
    private static let endProcess: UInt32 = 0x8000_0000
    private static func refuse(_ code: Int32) -> UInt32 { 0x0005_0000 | UInt32(code) }

    private static let harmless = [
        // The file that was passed, the socket, and what Landlock lets be opened.
        "read", "pread64", "readv", "preadv", "write", "writev", "lseek", "close", "fstat", "newfstatat", "statx",
        "stat", "lstat", "statfs", "fstatfs", "dup", "dup2", "dup3", "access", "faccessat", "readlink",
        "readlinkat", "getdents64", "getcwd", "fadvise64", "recvmsg", "sendmsg", "poll", "ppoll", "pselect6", "select",
        // Memory.
        "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "membarrier",
        // Threads and signals.
        "futex", "set_robust_list", "rseq", "set_tid_address", "gettid", "sched_yield", "sched_getaffinity",
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "exit", "exit_group", "restart_syscall",
        "eventfd2", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "timerfd_create", "timerfd_settime",
        // Time, and what the process is.
        "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrusage",
        "getrandom", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid",
        "getgroups", "uname", "sysinfo", "getrlimit", "arch_prctl",
    ]

    /// A call that is allowed when one of its arguments is right.
    private struct Rule {
        let call: String
        let condition: scmp_arg_cmp

        init(_ call: String, argument: UInt32, _ comparison: scmp_compare, _ first: UInt64, _ second: UInt64 = 0) {
            self.call = call
            condition = scmp_arg_cmp(arg: argument, op: comparison, datum_a: first, datum_b: second)
        }
    }

    private static let conditional: [Rule] = {
        let writing = UInt64(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)
        let own = UInt64(getpid())
        // A thread shares memory and process with its maker; any other child, and any namespace, is refused.
        let thread: UInt64 = 0x0001_0100
        let namespaces: UInt64 = 0x7E02_0080
        let setName: UInt64 = 15
        let nameMemory: UInt64 = 0x5356_4D41
        let terminalSettings: UInt64 = 0x5401
        let bytesReady: UInt64 = 0x541B
        // Not F_SETOWN and F_SETSIG, with which a socket sends signals to any process of the same user, nor leases.
        let descriptorCommands = [F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC]
        return descriptorCommands.map { Rule("fcntl", argument: 1, SCMP_CMP_EQ, UInt64($0)) } + [
            Rule("open", argument: 1, SCMP_CMP_MASKED_EQ, writing, UInt64(O_RDONLY)),
            Rule("openat", argument: 2, SCMP_CMP_MASKED_EQ, writing, UInt64(O_RDONLY)),
            Rule("clone", argument: 0, SCMP_CMP_MASKED_EQ, thread | namespaces, thread),
            Rule("tgkill", argument: 0, SCMP_CMP_EQ, own),
            Rule("kill", argument: 0, SCMP_CMP_EQ, own),
            Rule("prlimit64", argument: 0, SCMP_CMP_EQ, 0),
            Rule("setrlimit", argument: 0, SCMP_CMP_EQ, UInt64(RLIMIT_CPU.rawValue)),
            Rule("prctl", argument: 0, SCMP_CMP_EQ, setName),
            Rule("prctl", argument: 0, SCMP_CMP_EQ, nameMemory),
            Rule("ioctl", argument: 1, SCMP_CMP_EQ, terminalSettings),
            Rule("ioctl", argument: 1, SCMP_CMP_EQ, bytesReady),
        ]
    }()

    private static let hostile = [
        "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root",
        "chroot", "unshare", "setns", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key",
        "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon",
        "open_by_handle_at", "fsopen", "move_mount", "open_tree", "connect", "bind", "listen", "accept", "accept4",
    ]
}
