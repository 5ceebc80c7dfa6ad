/* What of the process interface Swift cannot import: variadic calls, status macros, `environ`. */
#ifndef CPROCESS_H
#define CPROCESS_H

#include <sys/types.h>

/* Asks the kernel to SIGKILL this process when the thread that started it ends.
   0, or -1 with errno. prctl(PR_SET_PDEATHSIG). */
int cprocess_die_with_parent(void);

/* The process that made the socket pair `socket` belongs to; -1 with errno if it is none.
   getsockopt(SO_PEERCRED). */
pid_t cprocess_socket_maker(int socket);

/* Reaps a child. 1: it is gone, and `*code` (or -1) and `*signal` (or -1) say how;
   0: it still runs; -1: it cannot be waited for (errno). waitpid(WNOHANG). */
int cprocess_reap(pid_t child, int *code, int *signal);

/* Starts `path` with the caller's environment and returns 0 or an error number. The child has
   stdin from /dev/null, stdout and stderr both on the caller's stderr, `socket` as descriptor 3
   and nothing else; default dispositions for all signals, and SIGINT blocked. posix_spawn. */
int cprocess_spawn(const char *path, char *const *arguments, int socket, pid_t *child);

#endif
