#define _GNU_SOURCE
#include "EscapeAttempts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// Calls newer than the headers of Debian 12; the numbers are the same on every processor.
enum {
    call_pidfd_send_signal = 424,
    call_io_uring_setup = 425,
    call_open_tree = 428,
    call_move_mount = 429,
    call_fsopen = 430,
    call_fsmount = 432,
    call_fspick = 433,
    call_pidfd_open = 434,
    call_clone3 = 435,
    call_openat2 = 437,
    call_pidfd_getfd = 438,
    call_mount_setattr = 442,
    call_landlock_create_ruleset = 444,
    call_memfd_secret = 447,
};

static const char *const no_strings[] = {NULL};
static const struct rlimit no_limit = {RLIM_INFINITY, RLIM_INFINITY};
static char memory[256];
static const struct iovec window = {memory, sizeof memory};
static const struct { unsigned long long flags, mode, resolve; } open_for_reading = {0, 0, 0};
static const struct __user_cap_header_struct own_capabilities = {_LINUX_CAPABILITY_VERSION_3, 0};
static const struct __user_cap_data_struct all_capabilities[2] = {{~0u, ~0u, 0}, {~0u, ~0u, 0}};
static const char place[] = "/tmp/dropmill-escaped";
static const char directory[] = "/tmp/dropmill-escaped.d";

static long call(const long *a) {
    long result = syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    if (result < 0) return -errno;
    // The child of a call that made one.
    if (result == 0 && (a[0] == SYS_clone || a[0] == call_clone3
#ifdef SYS_fork
                        || a[0] == SYS_fork || a[0] == SYS_vfork
#endif
                        ))
        syscall(SYS_exit_group, 0);
    return result;
}

// A call through the door for 32-bit programs; its numbers are others.
static long call_as_32_bit(long number) {
#ifdef __x86_64__
    long result = number;
    __asm__ volatile("int $0x80" : "+a"(result) : "b"(0), "c"(0), "d"(0) : "memory");
    return result;
#else
    return -ENOSYS;
#endif
}

#define P(pointer) ((long)(pointer))
#define READ(path) SYS_openat, AT_FDCWD, P(path), O_RDONLY
#define SOCKET(family, type) SYS_socket, family, type, 0
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

// clang-format off
#define ATTEMPTS(REFUSED, FREE, ENDS, POINTLESS) \
    REFUSED("read /etc/shadow", READ("/etc/shadow")) \
    FREE("read /etc/passwd", READ("/etc/passwd")) \
    FREE("list /", SYS_openat, AT_FDCWD, P("/"), O_RDONLY | O_DIRECTORY) \
    FREE("list /tmp", SYS_openat, AT_FDCWD, P("/tmp"), O_RDONLY | O_DIRECTORY) \
    FREE("read the directory it was started in", READ(".")) \
    FREE("read its own memory as a file", READ("/proc/self/mem")) \
    FREE("read its own map", READ("/proc/self/maps")) \
    FREE("list its own descriptors", READ("/proc/self/fd")) \
    FREE("reopen the document", READ("/proc/self/fd/3")) \
    REFUSED("read the environment of init", READ("/proc/1/environ")) \
    FREE("read a file with openat2", call_openat2, AT_FDCWD, P("/etc/passwd"), P(&open_for_reading), 24) \
    FREE("write a file", SYS_openat, AT_FDCWD, P(place), O_WRONLY | O_CREAT, 0600) \
    FREE("append to a file", SYS_openat, AT_FDCWD, P("/dev/null"), O_WRONLY | O_APPEND) \
    FREE("write a file without a name", SYS_openat, AT_FDCWD, P("/tmp"), O_TMPFILE | O_RDWR, 0600) \
    FREE("write to a file it may read", SYS_openat, AT_FDCWD, P("/dev/null"), O_WRONLY) \
    FREE("read and write a file it may read", SYS_openat, AT_FDCWD, P("/dev/null"), O_RDWR) \
    FREE("make a directory", SYS_mkdirat, AT_FDCWD, P(directory), 0700) \
    FREE("remove a directory", SYS_unlinkat, AT_FDCWD, P(directory), AT_REMOVEDIR) \
    REFUSED("make a FIFO", SYS_mknodat, AT_FDCWD, P(place), S_IFIFO | 0600, 0) \
    REFUSED("make a device", SYS_mknodat, AT_FDCWD, P(place), S_IFCHR | 0600, 0x103) \
    REFUSED("make a symlink", SYS_symlinkat, P("/etc/shadow"), AT_FDCWD, P(place)) \
    REFUSED("make a hard link", SYS_linkat, AT_FDCWD, P("/dev/null"), AT_FDCWD, P(place), 0) \
    REFUSED("rename a file", SYS_renameat2, AT_FDCWD, P(place), AT_FDCWD, P("/tmp/dropmill-renamed"), 0) \
    REFUSED("remove a file", SYS_unlinkat, AT_FDCWD, P(place), 0) \
    REFUSED("truncate a file by name", SYS_truncate, P(place), 0) \
    REFUSED("truncate the document", SYS_ftruncate, file, 0) \
    POINTLESS("write to the document", SYS_write, file, P("x"), 1) \
    REFUSED("change the mode of a file", SYS_fchmodat, AT_FDCWD, P(place), 0777) \
    REFUSED("change the mode of the document", SYS_fchmod, file, 0777) \
    REFUSED("change the owner of the document", SYS_fchown, file, 0, 0) \
    REFUSED("change the times of the document", SYS_utimensat, file, 0, 0, 0) \
    REFUSED("set an attribute of the document", SYS_fsetxattr, file, P("user.x"), P("x"), 1, 0) \
    REFUSED("allocate space", SYS_fallocate, file, 0, 0, 4096) \
    REFUSED("clone the document into a file", SYS_ioctl, file, 0x40049409, file) \
    REFUSED("change the directory", SYS_chdir, P("/")) \
    REFUSED("take a lease on the document", SYS_fcntl, file, F_SETLEASE, F_RDLCK) \
    REFUSED("lock the document", SYS_flock, file, 1) \
    REFUSED("watch a directory for changes", SYS_fcntl, file, F_NOTIFY, 1) \
    FREE("watch files", SYS_inotify_init1, 0) \
    REFUSED("watch a whole file system", SYS_fanotify_init, 0, 0) \
    FREE("open an Internet connection", SOCKET(AF_INET, SOCK_STREAM)) \
    FREE("open an IPv6 connection", SOCKET(AF_INET6, SOCK_STREAM)) \
    FREE("send datagrams", SOCKET(AF_INET, SOCK_DGRAM)) \
    FREE("open a local socket", SOCKET(AF_UNIX, SOCK_STREAM)) \
    FREE("speak to the kernel by netlink", SOCKET(AF_NETLINK, SOCK_RAW)) \
    REFUSED("send raw packets", SOCKET(AF_PACKET, SOCK_RAW)) \
    REFUSED("send raw Internet packets", SOCKET(AF_INET, SOCK_RAW)) \
    REFUSED("speak to the host of a virtual machine", SOCKET(AF_VSOCK, SOCK_STREAM)) \
    REFUSED("use the cryptography of the kernel", SOCKET(AF_ALG, SOCK_SEQPACKET)) \
    REFUSED("make a pair of sockets", SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, P(memory)) \
    ENDS("connect", SYS_connect, 0, P(memory), 16) \
    ENDS("bind", SYS_bind, 0, P(memory), 16) \
    ENDS("listen", SYS_listen, 0, 1) \
    ENDS("accept", SYS_accept4, 0, 0, 0, 0) \
    REFUSED("send to an address", SYS_sendto, 0, P("x"), 1, 0, P(memory), 16) \
    REFUSED("change its socket", SYS_setsockopt, 0, SOL_SOCKET, SO_SNDBUF, P(memory), 4) \
    FREE("fork", SYS_clone, SIGCHLD, 0, 0, 0, 0) \
    REFUSED("make a process that shares memory", SYS_clone, CLONE_VM | SIGCHLD, 0, 0, 0, 0) \
    REFUSED("make a process with clone3", call_clone3, P(memory), 64) \
    REFUSED("make a thread in a user namespace", SYS_clone, THREAD | CLONE_NEWUSER, 0, 0, 0, 0) \
    REFUSED("make a thread in a network namespace", SYS_clone, THREAD | CLONE_NEWNET, 0, 0, 0, 0) \
    ENDS("run a program", SYS_execve, P("/bin/true"), P(no_strings), P(no_strings)) \
    ENDS("run the document", SYS_execveat, file, P(""), P(no_strings), P(no_strings), AT_EMPTY_PATH) \
    FREE("make a file in memory", SYS_memfd_create, P("x"), 0) \
    REFUSED("make secret memory", call_memfd_secret, 0) \
    ENDS("trace itself", SYS_ptrace, PTRACE_TRACEME, 0, 0, 0) \
    ENDS("trace the agent", SYS_ptrace, PTRACE_SEIZE, agent, 0, 0) \
    ENDS("read the memory of the agent", SYS_process_vm_readv, agent, P(&window), 1, P(&window), 1, 0) \
    ENDS("write the memory of the agent", SYS_process_vm_writev, agent, P(&window), 1, P(&window), 1, 0) \
    FREE("signal the agent", SYS_kill, agent, 0) \
    REFUSED("signal everybody", SYS_kill, -1, 0) \
    REFUSED("signal its process group", SYS_kill, 0, 0) \
    FREE("signal a thread of the agent", SYS_tgkill, agent, agent, 0) \
    FREE("signal a thread", SYS_tkill, agent, 0) \
    REFUSED("queue a signal", SYS_rt_sigqueueinfo, agent, 0, P(memory)) \
    REFUSED("queue a signal for a thread", SYS_rt_tgsigqueueinfo, agent, agent, 0, P(memory)) \
    FREE("hold the agent by a descriptor", call_pidfd_open, agent, 0) \
    REFUSED("take a descriptor of the agent", call_pidfd_getfd, 0, 0, 0) \
    REFUSED("signal by a descriptor", call_pidfd_send_signal, 0, 0, 0, 0) \
    FREE("let its socket signal the agent", SYS_fcntl, 0, F_SETOWN, agent) \
    FREE("let its socket send SIGKILL", SYS_fcntl, 0, F_SETSIG, SIGKILL) \
    REFUSED("let its terminal signal the agent", SYS_ioctl, 0, 0x8901, P(&agent)) \
    REFUSED("change the priority of the agent", SYS_setpriority, PRIO_PROCESS, agent, 19) \
    REFUSED("choose its processors", SYS_sched_setaffinity, 0, 8, P(memory)) \
    REFUSED("run before everybody", SYS_sched_setscheduler, 0, SCHED_FIFO, P(memory)) \
    REFUSED("compare processes", SYS_kcmp, agent, agent, 0, 0, 0) \
    REFUSED("lead a session", SYS_setsid) \
    REFUSED("change its process group", SYS_setpgid, 0, 0) \
    REFUSED("become root", SYS_setuid, 0) \
    REFUSED("become root in every way", SYS_setresuid, 0, 0, 0) \
    REFUSED("join the group of root", SYS_setresgid, 0, 0, 0) \
    REFUSED("choose its groups", SYS_setgroups, 0, 0) \
    REFUSED("act on files as root", SYS_setfsuid, 0) \
    REFUSED("take capabilities", SYS_capset, P(&own_capabilities), P(all_capabilities)) \
    FREE("be inspected again", SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0) \
    FREE("outlive the agent", SYS_prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0) \
    REFUSED("change its memory map", SYS_prctl, PR_SET_MM, 1, 0, 0, 0) \
    REFUSED("name a tracer", SYS_prctl, PR_SET_PTRACER, -1L, 0, 0, 0) \
    REFUSED("keep its capabilities", SYS_prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0) \
    REFUSED("raise an ambient capability", SYS_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 28, 0, 0) \
    REFUSED("change its filter", SYS_prctl, PR_SET_SECCOMP, 2, P(memory), 0, 0) \
    REFUSED("add a filter", SYS_seccomp, 1, 0, P(memory)) \
    REFUSED("make a Landlock ruleset", call_landlock_create_ruleset, 0, 0, 1) \
    REFUSED("change its personality", SYS_personality, 0x0400000) \
    REFUSED("open more files", SYS_prlimit64, 0, RLIMIT_NOFILE, P(&no_limit), 0) \
    REFUSED("write larger files", SYS_prlimit64, 0, RLIMIT_FSIZE, P(&no_limit), 0) \
    REFUSED("use more addresses", SYS_prlimit64, 0, RLIMIT_AS, P(&no_limit), 0) \
    REFUSED("leave a core file", SYS_prlimit64, 0, RLIMIT_CORE, P(&no_limit), 0) \
    REFUSED("limit the agent", SYS_prlimit64, agent, RLIMIT_NOFILE, 0, P(memory)) \
    REFUSED("raise a limit the old way", SYS_setrlimit, RLIMIT_NOFILE, P(&no_limit)) \
    ENDS("mount", SYS_mount, 0, P("/tmp"), P("tmpfs"), 0, 0) \
    ENDS("unmount", SYS_umount2, P("/nonexistent"), 0) \
    ENDS("change the root of the file system", SYS_pivot_root, P("/nonexistent"), P("/nonexistent")) \
    ENDS("change its root", SYS_chroot, P("/tmp")) \
    ENDS("unshare a user namespace", SYS_unshare, CLONE_NEWUSER) \
    ENDS("unshare the mounts", SYS_unshare, CLONE_NEWNS) \
    ENDS("enter a namespace", SYS_setns, file, 0) \
    ENDS("open a file system", call_fsopen, P("tmpfs"), 0) \
    REFUSED("mount an open file system", call_fsmount, 0, 0, 0) \
    REFUSED("change a mounted file system", call_fspick, AT_FDCWD, P("/"), 0) \
    ENDS("copy a tree of mounts", call_open_tree, AT_FDCWD, P("/"), 1) \
    ENDS("move a mount", call_move_mount, 0, P(""), 0, P("/"), 4) \
    REFUSED("change the attributes of a mount", call_mount_setattr, AT_FDCWD, P("/"), 0, P(memory), 32) \
    FREE("use io_uring", call_io_uring_setup, 1, P(memory)) \
    ENDS("load a program into the kernel", SYS_bpf, 0, P(memory), 64) \
    ENDS("measure the machine", SYS_perf_event_open, P(memory), 0, -1, -1, 0) \
    ENDS("use the keys of the session", SYS_keyctl, 0, -3, 0) \
    ENDS("add a key", SYS_add_key, P("user"), P("x"), P("x"), 1, -3) \
    ENDS("request a key", SYS_request_key, P("user"), P("x"), 0, 0) \
    ENDS("handle page faults", SYS_userfaultfd, 0) \
    ENDS("open a file by its handle", SYS_open_by_handle_at, AT_FDCWD, P(memory), O_RDONLY) \
    REFUSED("get the handle of a file", SYS_name_to_handle_at, AT_FDCWD, P("/"), P(memory), P(memory), 0) \
    ENDS("load a module", SYS_init_module, P(memory), 0, P("")) \
    ENDS("load a module from a file", SYS_finit_module, file, P(""), 0) \
    ENDS("remove a module", SYS_delete_module, P("nonexistent"), 0) \
    ENDS("load another kernel", SYS_kexec_load, 0, 0, 0, 0) \
    ENDS("restart the machine", SYS_reboot, 0, 0, 0, 0) \
    ENDS("use a file as memory", SYS_swapon, P("/nonexistent"), 0) \
    REFUSED("read the log of the kernel", SYS_syslog, 3, P(memory), 1) \
    REFUSED("name the machine", SYS_sethostname, P(memory), 0) \
    REFUSED("set the clock", SYS_clock_settime, 0, P(memory)) \
    REFUSED("account processes", SYS_acct, P("/nonexistent")) \
    REFUSED("type into a terminal", SYS_ioctl, 0, 0x5412, P("x")) \
    REFUSED("type into a terminal, upper half set", SYS_ioctl, 0, 0x100005412L, P("x")) \
    FREE("share memory", SYS_shmget, 0, 4096, 01600) \
    FREE("make a message queue", SYS_msgget, 0, 01600) \
    FREE("make a semaphore", SYS_semget, 0, 1, 01600) \
    REFUSED("make a named queue", SYS_mq_open, P("dropmill"), O_CREAT | O_RDWR, 0600, 0) \
    FREE("make a pipe", SYS_pipe2, P(memory), 0) \
    REFUSED("splice", SYS_splice, file, 0, 0, 0, 1, 0) \
    REFUSED("be signalled by a timer", SYS_timer_create, 1, 0, P(memory)) \
    REFUSED("make a call that does not exist", 999)
// clang-format on

#define DESCRIBE_REFUSED(name, ...) {name, escape_refused, false},
#define DESCRIBE_FREE(name, ...) {name, escape_refused, true},
#define DESCRIBE_ENDS(name, ...) {name, escape_ends, false},
#define DESCRIBE_POINTLESS(name, ...) {name, escape_pointless, false},
static const struct {
    const char *name;
    enum escape_fate fate;
    bool works_outside;
} attempts[] = {
    ATTEMPTS(DESCRIBE_REFUSED, DESCRIBE_FREE, DESCRIBE_ENDS, DESCRIBE_POINTLESS)
#ifdef __x86_64__
    {"call as a program of 32 bits", escape_ends, false},
    {"call as a program of the x32 kind", escape_ends, false},
    {"fork the old way", escape_refused, false},
    {"create a file the old way", escape_refused, false},
    {"kexec from a file", escape_ends, false},
#endif
};

static const int described = sizeof attempts / sizeof attempts[0];

int escape_count(void) { return described; }
const char *escape_name(int number) { return attempts[number].name; }
enum escape_fate escape_expected(int number) { return attempts[number].fate; }
bool escape_works_outside(int number) { return attempts[number].works_outside; }

long escape_attempt(int number, int file, int agent) {
    int next = 0;
#define TRY(name, ...) \
    if (number == next++) return call((long[7]){__VA_ARGS__});
    ATTEMPTS(TRY, TRY, TRY, TRY)
#ifdef __x86_64__
    if (number == next++) return call_as_32_bit(20);
    if (number == next++) return call((long[7]){0x40000000 + SYS_getpid});
    if (number == next++) return call((long[7]){SYS_fork});
    if (number == next++) return call((long[7]){SYS_creat, P(place), 0600});
    if (number == next++) return call((long[7]){SYS_kexec_file_load, -1, -1, 0, P(""), 0});
#endif
    return -EINVAL;
}
