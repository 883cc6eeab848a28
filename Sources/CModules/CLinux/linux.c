#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define RESULT(call) ({ __typeof__(call) r_; do r_ = (call); while (r_ == -1 && errno == EINTR); r_ == -1 ? -errno : r_; })

static int64_t nanoseconds(struct statx_timestamp t) { return t.tv_sec * 1000000000LL + t.tv_nsec; }

int clinux_status(int directory, const char *path, struct clinux_status *out) {
    struct statx s;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*path ? 0 : AT_EMPTY_PATH);
    if (statx(directory, path, flags, STATX_BASIC_STATS | STATX_BTIME | 0x1000 /* STATX_MNT_ID */, &s) == -1) return -errno;
    out->mode = s.stx_mode;
    out->uid = s.stx_uid;
    out->gid = s.stx_gid;
    out->links = s.stx_nlink;
    out->device = makedev(s.stx_dev_major, s.stx_dev_minor);
    out->inode = s.stx_ino;
    out->size = s.stx_size;
    out->blocks = s.stx_blocks;
    out->modified = nanoseconds(s.stx_mtime);
    out->changed = nanoseconds(s.stx_ctime);
    out->born = s.stx_mask & STATX_BTIME ? nanoseconds(s.stx_btime) : 0;
    out->mount = s.stx_mask & 0x1000 ? s.stx_mnt_id : 0;
    return 0;
}

int clinux_open_beneath(int directory, const char *path, int flags, uint32_t mode) {
    struct open_how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC),
        .mode = flags & (O_CREAT | __O_TMPFILE) ? mode : 0,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    long r;
    do r = syscall(SYS_openat2, directory, *path ? path : ".", &how, sizeof how);
    while (r == -1 && (errno == EINTR || errno == EAGAIN) && !(flags & O_NONBLOCK));
    return r == -1 ? -errno : (int)r;
}

int clinux_open(const char *path, int flags, uint32_t mode) { return RESULT(open(path, flags | O_CLOEXEC, mode)); }

int clinux_rename(int from_directory, const char *from, int to_directory, const char *to, bool no_replace) {
    return RESULT((int)syscall(SYS_renameat2, from_directory, from, to_directory, to, no_replace ? 1u : 0u));
}

int clinux_make_directory(int directory, const char *path, uint32_t mode) { return RESULT(mkdirat(directory, path, mode)); }
int clinux_unlink(int directory, const char *path, bool is_directory) {
    return RESULT(unlinkat(directory, path, is_directory ? AT_REMOVEDIR : 0));
}
int clinux_sync_file(int descriptor) { return RESULT(fsync(descriptor)); }
int clinux_sync_file_system(int descriptor) { return RESULT(syncfs(descriptor)); }
int clinux_clone(int to, int from) { return RESULT(ioctl(to, FICLONE, from)); }

int clinux_memory_file(void) { return RESULT(memfd_create("dropmill", MFD_CLOEXEC)); }
int clinux_set_mode(int directory, const char *path, uint32_t mode) {
    return RESULT(fchmodat(directory, path, mode, AT_SYMLINK_NOFOLLOW));
}
int clinux_set_group(int directory, const char *path, uint32_t gid) {
    return RESULT(fchownat(directory, path, (uid_t)-1, gid, AT_SYMLINK_NOFOLLOW));
}

int clinux_set_owner(int descriptor, uint32_t uid, uint32_t gid) {
    return RESULT(fchown(descriptor, uid, gid));
}

int clinux_add_attribute(int descriptor, const char *name, const void *value, size_t size) {
    // Access control lists ignore XATTR_CREATE.
    if (fgetxattr(descriptor, name, NULL, 0) > 0) return 0;
    return RESULT(fsetxattr(descriptor, name, value, size, 0));
}

int clinux_probe_lease(int descriptor) {
    // Nothing may come between the two calls: while the lease is held, a writer that opens the file is made to wait.
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == -1) return -errno;
    fcntl(descriptor, F_SETLEASE, F_UNLCK);
    return 0;
}

int clinux_lock(int descriptor) { return RESULT(flock(descriptor, LOCK_EX | LOCK_NB)); }

struct kernel_entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

int clinux_list(int directory, void *context, bool (*entry)(void *, const char *, size_t, uint8_t)) {
    _Alignas(8) char buffer[32768];
    if (lseek(directory, 0, SEEK_SET) == -1) return -errno;
    for (;;) {
        long count = syscall(SYS_getdents64, directory, buffer, sizeof buffer);
        if (count == -1) return -errno;
        if (count == 0) return 0;
        for (long at = 0; at < count;) {
            struct kernel_entry *e = (struct kernel_entry *)(buffer + at);
            at += e->length;
            if (e->name[0] == '.' && (!e->name[1] || (e->name[1] == '.' && !e->name[2]))) continue;
            if (!entry(context, e->name, strlen(e->name), e->type)) return 0;
        }
    }
}

int clinux_file_system(int descriptor, uint64_t *type, uint64_t *free_bytes, uint64_t *total_bytes) {
    struct statfs s;
    if (fstatfs(descriptor, &s) == -1) return -errno;
    *type = (uint64_t)(uint32_t)s.f_type;
    *free_bytes = (uint64_t)s.f_bavail * (uint64_t)s.f_bsize;
    *total_bytes = (uint64_t)s.f_blocks * (uint64_t)s.f_bsize;
    return 0;
}

int clinux_inotify_open(void) { return RESULT(inotify_init1(IN_CLOEXEC)); }

int clinux_inotify_add(int inotify, int directory, uint32_t mask) {
    // A watch by descriptor: the name may have been replaced by a symbolic link since it was opened.
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", directory);
    return RESULT(inotify_add_watch(inotify, path, mask & ~(uint32_t)IN_DONT_FOLLOW));
}

int clinux_inotify_remove(int inotify, int watch) { return RESULT(inotify_rm_watch(inotify, watch)); }

int clinux_eventfd(void) { return RESULT(eventfd(0, EFD_CLOEXEC)); }
int clinux_socketpair(int pair[2]) { return RESULT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)); }

ssize_t clinux_send(int socket, const void *bytes, size_t count, int descriptor) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    if (descriptor >= 0) {
        memset(control, 0, sizeof control);
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    }
    return RESULT(sendmsg(socket, &message, MSG_NOSIGNAL));
}

ssize_t clinux_receive(int socket, void *bytes, size_t count, int *descriptor) {
    struct iovec vector = {.iov_base = bytes, .iov_len = count};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    *descriptor = -1;
    ssize_t received = RESULT(recvmsg(socket, &message, MSG_CMSG_CLOEXEC));
    if (received < 0) return received;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h))
        if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS && h->cmsg_len >= CMSG_LEN(sizeof(int)))
            memcpy(descriptor, CMSG_DATA(h), sizeof(int));
    return received;
}

int clinux_accept(int socket) { return RESULT(accept4(socket, NULL, NULL, SOCK_CLOEXEC)); }

int clinux_pipe(int ends[2]) { return RESULT(pipe2(ends, O_CLOEXEC)); }

int clinux_spawn(const char *path, const char *const arguments[], const char *const environment[], int standard_input, int standard_output, int standard_error) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, standard_input, 0);
    if (standard_output >= 0) posix_spawn_file_actions_adddup2(&actions, standard_output, 1);
    else posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (standard_error >= 0) posix_spawn_file_actions_adddup2(&actions, standard_error, 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    pid_t process = 0;
    int r = posix_spawn(&process, path, &actions, &attributes, (char *const *)arguments, (char *const *)environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return r ? -r : process;
}

int clinux_kill(int process, int signal) { return RESULT(kill(process, signal)); }

int clinux_reap(int process, bool block, int *code) {
    int status = 0;
    int r = RESULT(waitpid(process, &status, block ? 0 : WNOHANG));
    if (r > 0) *code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return r;
}

static int64_t clock_now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int64_t clinux_boot_time(void) { return clock_now(CLOCK_BOOTTIME); }
int64_t clinux_real_time(void) { return clock_now(CLOCK_REALTIME); }

int64_t clinux_utc_offset(int64_t seconds) {
    time_t t = (time_t)seconds;
    struct tm local;
    return localtime_r(&t, &local) ? local.tm_gmtoff : 0;
}

void clinux_ignore_signal(int number) { signal(number, SIG_IGN); }

struct start { void *context; void (*body)(void *); };

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    start.body(start.context);
    return NULL;
}

int clinux_start_thread(const char *name, void *context, void (*body)(void *)) {
    struct start *start = malloc(sizeof *start);
    if (!start) return -ENOMEM;
    *start = (struct start){context, body};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    int r = pthread_create(&thread, &attributes, run, start);
    pthread_attr_destroy(&attributes);
    if (r) {
        free(start);
        return -r;
    }
    pthread_setname_np(thread, name);
    return 0;
}
