// System calls with which a program that has taken over a worker would try to get out.
#ifndef ESCAPE_ATTEMPTS_H
#define ESCAPE_ATTEMPTS_H

#include <stdbool.h>

// What the sandbox does with an attempt.
enum escape_fate {
    // The call returns EPERM, EACCES or ENOSYS.
    escape_refused,
    // The process ends with SIGSYS.
    escape_ends,
    // The call returns EBADF, EINVAL or EROFS: what was passed in does not allow it.
    escape_pointless,
};

int escape_count(void);
const char *escape_name(int number);
enum escape_fate escape_expected(int number);
// True when any process of this user can do it outside the sandbox, without harm.
bool escape_works_outside(int number);
// Tries it with the descriptor of the document and the process id of the agent; -errno when it was refused.
long escape_attempt(int number, int file, int agent);

#endif
