#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// linux/landlock.h of Debian 12 knows version 1 only; these are the structures and bits of version 6.
struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};
struct rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

enum {
    rule_path_beneath = 1,
    create_ruleset_version = 1,
    read_file = 1 << 2,
    read_directory = 1 << 3,
    files_version_1 = (1 << 13) - 1,
    files_refer = 1 << 13,
    files_truncate = 1 << 14,
    files_device_ioctl = 1 << 15,
    network_bind_and_connect = 3,
    scope_sockets_and_signals = 3,
};

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

int csandbox_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) ? -errno : 0; }
int csandbox_forbid_inspection(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) ? -errno : 0; }
int csandbox_forbid_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? -errno : 0; }

int csandbox_drop_capabilities(void) {
    struct __user_cap_header_struct self = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    // The ambient set shrinks with the permitted and the inheritable one.
    return syscall(SYS_capset, &self, none) ? -errno : 0;
}

int csandbox_landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, create_ruleset_version);
    return version < 0 ? -errno : (int)version;
}

static int allow(int ruleset, const char *path) {
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -errno;
    struct stat status;
    int result = 0;
    if (fstat(place, &status)) {
        result = -errno;
    } else {
        struct rule rule = {.allowed = S_ISDIR(status.st_mode) ? read_file | read_directory : read_file, .parent = place};
        if (syscall(SYS_landlock_add_rule, ruleset, rule_path_beneath, &rule, 0)) result = -errno;
    }
    close(place);
    return result;
}

int csandbox_restrict_files(const char *const paths[], size_t count) {
    int version = csandbox_landlock_version();
    if (version < 0) return version;
    struct ruleset rights = {.files = files_version_1};
    if (version >= 2) rights.files |= files_refer;
    if (version >= 3) rights.files |= files_truncate;
    if (version >= 4) rights.network = network_bind_and_connect;
    if (version >= 5) rights.files |= files_device_ioctl;
    if (version >= 6) rights.scopes = scope_sockets_and_signals;
    // A kernel refuses a structure longer than it knows unless the rest is zero; it is, for older versions.
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (ruleset < 0) return -errno;
    int result = 0;
    for (size_t i = 0; i < count && !result; i++) result = allow(ruleset, paths[i]);
    if (!result && syscall(SYS_landlock_restrict_self, ruleset, 0)) result = -errno;
    close(ruleset);
    return result;
}

int csandbox_limit(enum csandbox_resource resource, uint64_t value, bool hard) {
    static const int names[] = {
        [csandbox_address_space] = RLIMIT_AS,   [csandbox_core_size] = RLIMIT_CORE,
        [csandbox_cpu_seconds] = RLIMIT_CPU,    [csandbox_file_size] = RLIMIT_FSIZE,
        [csandbox_open_files] = RLIMIT_NOFILE,
    };
    struct rlimit limit;
    if (getrlimit(names[resource], &limit)) return -errno;
    rlim_t wanted = limit.rlim_max != RLIM_INFINITY && value > limit.rlim_max ? limit.rlim_max : (rlim_t)value;
    limit.rlim_cur = wanted;
    if (hard) limit.rlim_max = wanted;
    return setrlimit(names[resource], &limit) ? -errno : 0;
}
