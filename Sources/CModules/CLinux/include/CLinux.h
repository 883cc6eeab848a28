// Calls of the kernel that Swift cannot make itself: variadic, flag macros, or no wrapper in glibc.
// Every function returns -errno on failure.
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <sys/types.h>

// What a directory entry is and in which state; times in nanoseconds since the epoch.
struct clinux_status {
    uint32_t mode;
    uint32_t uid;
    uint32_t gid;
    uint32_t links;
    uint64_t device;
    uint64_t inode;
    int64_t size;
    int64_t blocks;
    int64_t modified;
    int64_t changed;
    int64_t born;
    uint64_t mount;
};

// statx(2) of `path` below `directory` without following a last symbolic link; an empty path is the descriptor itself.
int clinux_status(int directory, const char *path, struct clinux_status *out);

// openat2(2) below `directory`: never leaves it, follows no symbolic link. O_CLOEXEC is always set.
int clinux_open_beneath(int directory, const char *path, int flags, uint32_t mode);
// open(2) of a path of our own configuration. O_CLOEXEC is always set.
int clinux_open(const char *path, int flags, uint32_t mode);
// renameat2(2); with `no_replace` falls back to -EEXIST checks where the file system has no such flag (-EINVAL is returned).
int clinux_rename(int from_directory, const char *from, int to_directory, const char *to, bool no_replace);
int clinux_make_directory(int directory, const char *path, uint32_t mode);
int clinux_unlink(int directory, const char *path, bool is_directory);
int clinux_sync_file(int descriptor);
int clinux_sync_file_system(int descriptor);
int clinux_set_mode(int directory, const char *path, uint32_t mode);
int clinux_set_group(int directory, const char *path, uint32_t gid);
int clinux_set_owner(int descriptor, uint32_t uid, uint32_t gid);
// fsetxattr(2) of an attribute the file does not have yet; 0 also when it has one.
int clinux_add_attribute(int descriptor, const char *name, const void *value, size_t size);

// 0: no writer has the file open; -EAGAIN: one has; other: the probe is not available. The lease is given back at once.
int clinux_probe_lease(int descriptor);
// ioctl_ficlone(2): `to` shares the content of `from`.
int clinux_clone(int to, int from);
/* A file in memory without a name; closed on exec. */
int clinux_memory_file(void);
// flock(2) LOCK_EX|LOCK_NB.
int clinux_lock(int descriptor);

// Reads directory entries: calls `entry` with name, length and d_type; stops when it returns false.
int clinux_list(int directory, void *context, bool (*entry)(void *context, const char *name, size_t length, uint8_t type));

// statfs(2) of a descriptor.
int clinux_file_system(int descriptor, uint64_t *type, uint64_t *free_bytes, uint64_t *total_bytes);

int clinux_inotify_open(void);
int clinux_inotify_add(int inotify, int directory, uint32_t mask);
int clinux_inotify_remove(int inotify, int watch);

int clinux_eventfd(void);
int clinux_socketpair(int pair[2]);
// Sends bytes with an optional descriptor (-1: none) attached; returns the number of bytes taken. MSG_NOSIGNAL.
ssize_t clinux_send(int socket, const void *bytes, size_t count, int descriptor);
// Receives bytes and at most one descriptor (-1: none came), with O_CLOEXEC set.
ssize_t clinux_receive(int socket, void *bytes, size_t count, int *descriptor);

// Takes a connection of a listening socket; it closes in programs that are started.
int clinux_accept(int socket);

// A pipe whose ends close in programs that are started: the reading end, then the writing one.
int clinux_pipe(int ends[2]);

// Starts `path` with `standard_input` as descriptor 0, `standard_output` (negative: /dev/null) as 1 and `standard_error` as 2, no other descriptor,
// default signals, its own process group, and dies with the agent. Returns the process id.
int clinux_spawn(const char *path, const char *const arguments[], const char *const environment[], int standard_input, int standard_output, int standard_error);
int clinux_kill(int process, int signal);
// waitpid(2); *code is the exit code or -signal. With `block` false returns 0 when the process still runs.
int clinux_reap(int process, bool block, int *code);

// Nanoseconds of CLOCK_BOOTTIME and CLOCK_REALTIME.
int64_t clinux_boot_time(void);
int64_t clinux_real_time(void);
// Seconds east of UTC of local time at a moment.
int64_t clinux_utc_offset(int64_t seconds_since_epoch);

void clinux_ignore_signal(int signal);

// Runs `body(context)` on a new thread with the given name (15 bytes).
int clinux_start_thread(const char *name, void *context, void (*body)(void *));

#endif
