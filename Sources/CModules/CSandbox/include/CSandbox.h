// Calls with which the worker locks itself in; Swift cannot make them: variadic, or no wrapper in glibc.
// Every function returns -errno on failure.
#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// PR_SET_PDEATHSIG: the process gets SIGKILL when the thread that started it ends. A change of user clears it.
int csandbox_die_with_parent(void);
// PR_SET_DUMPABLE 0: no core dump, no ptrace by processes of the same user.
int csandbox_forbid_inspection(void);
// Gives up every capability, those that came from the agent with an ambient set included (CAP_LEASE of the service).
int csandbox_drop_capabilities(void);
// PR_SET_NO_NEW_PRIVS.
int csandbox_forbid_new_privileges(void);

// The Landlock version of the kernel, or -errno when it has none.
int csandbox_landlock_version(void);
// Landlock: from now on only files and directories below `paths` can be opened, for reading; no TCP, no signals and no
// abstract sockets to the outside where the kernel knows them. A path that does not exist is left out. Needs
// no_new_privs; binds this thread and those it starts later, not threads that run already.
int csandbox_restrict_files(const char *const paths[], size_t count);

enum csandbox_resource {
    csandbox_address_space,
    csandbox_core_size,
    csandbox_cpu_seconds,
    csandbox_file_size,
    csandbox_open_files,
};
// setrlimit(2); with `hard` false only the soft limit moves.
int csandbox_limit(enum csandbox_resource resource, uint64_t value, bool hard);

#endif
