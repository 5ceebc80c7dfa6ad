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
   and nothing else; SIGINT is blocked, and signals that the caller ignores stay ignored, the others
   have their default dispositions. posix_spawn. */
int cprocess_spawn(const char *path, char *const *arguments, int socket, pid_t *child);

/* Whether so many threads more, 16 at most, may run at the same time: 0, or the error number.
   pthread_create. */
int cprocess_try_threads(int count);

/* From now on a signal is noted instead of ending the process, unless it is ignored, which it stays.
   The calling thread is ready for it, though whoever started us may have blocked it, as the threads
   of a pool do. 0, or -1 with errno. sigaction. */
int cprocess_hear(int signal);

/* The last signal that was heard; 0 for none. */
int cprocess_heard(void);

/* Waits until a signal is heard; one call for each. */
void cprocess_wait_for_signal(void);

/* Ends this process by a signal, as if nobody had taken it over. */
void cprocess_end_by(int signal);

/* Starts `path` with this environment, as from a fresh shell, and returns 0 or an error number. The
   child has stdin from /dev/null, stdout and stderr in these files and no other descriptor, no
   signal blocked or ignored. What the tests start programs with. posix_spawn. */
int cprocess_launch(const char *path, char *const *arguments, char *const *environment,
                    const char *output, const char *errors, pid_t *child);

enum {
  CPROCESS_PATH_LIMIT = 4096, /* bytes of a path, the final zero included */
  CPROCESS_TEXT_LIMIT = 2048  /* bytes of a record's text, the final zero included */
};

/* From now on a crash of this process writes the record that is expected, if there is one, calls the
   handler that was there before, and then ends the process by the signal, even where that handler
   would go on. Gives the calling thread a stack of its own for that; call
   it once on every thread that may crash. 0, or -1 with errno. sigaction, sigaltstack.

   A process whose memory is limited and that has used a good part of it says that it is out of
   memory, and exits with 74: nothing else tells a failed allocation from a mistake. */
int cprocess_record_crashes(void);

/* Takes the handlers of crashes away that Swift's runtime has, unless the environment asks for them
   (SWIFT_BACKTRACE): they print stacks for seconds, through a process that outlives this one, and
   answer SIGQUIT too. Processes started later are without them from the start. Call it before
   `cprocess_record_crashes`, and before there are other threads. sigaction, setenv. */
void cprocess_print_no_stacks(void);

/* A crash of this process's own says so in a sentence on stderr from now on. */
void cprocess_announce_crashes(void);

/* What a crash writes from now on: the file `path` in `directory`, which is made if need be, with
   `{"at":SECONDS,"cause":"signal N",` and `text`. Both paths may be long, but not longer than the
   limits above. One thread at a time. 0, or -1 with errno. */
int cprocess_expect_crash(const char *directory, const char *path, const char *text);

/* A crash writes nothing from now on. */
void cprocess_expect_no_crash(void);

/* From now on a crash of the calling thread, or of another one, ends the process with this exit code after
   this line on stderr, instead of by the signal; until cprocess_explain_no_crash, which brings back what
   was there before. 0, or -1 with errno. sigaction, sigaltstack. */
int cprocess_explain_crash(const char *text, int code);
void cprocess_explain_no_crash(void);

#endif
