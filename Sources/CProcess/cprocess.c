#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "cprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int cprocess_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

pid_t cprocess_socket_maker(int socket) {
  struct ucred maker;
  socklen_t size = sizeof maker;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &maker, &size) != 0) return -1;
  if (maker.pid > 0) return maker.pid;
  errno = ENOTCONN; /* a socket without a peer answers 0 */
  return -1;
}

int cprocess_reap(pid_t child, int *code, int *signal) {
  int status = 0;
  pid_t reaped;
  do {
    reaped = waitpid(child, &status, WNOHANG);
  } while (reaped < 0 && errno == EINTR);
  if (reaped <= 0) return (int)reaped;
  *code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  *signal = WIFSIGNALED(status) ? WTERMSIG(status) : -1;
  return 1;
}

int cprocess_spawn(const char *path, char *const *arguments, int socket, pid_t *child) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t interrupt;
  int error;

  if ((error = posix_spawn_file_actions_init(&files)) != 0) return error;
  if ((error = posix_spawnattr_init(&attributes)) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return error;
  }
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);

  /* The socket first: it may sit on a low number if the caller closed its standard streams. */
  if ((error = posix_spawn_file_actions_adddup2(&files, socket, 3)) == 0 &&
      (error = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)) == 0 &&
      (error = posix_spawn_file_actions_adddup2(&files, 2, 1)) == 0 &&
      (error = posix_spawn_file_actions_addclosefrom_np(&files, 4)) == 0 &&
      (error = posix_spawnattr_setsigmask(&attributes, &interrupt)) == 0 &&
      (error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK)) == 0)
    error = posix_spawn(child, path, &files, &attributes, arguments, environ);

  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

static void *wait_for_door(void *door) {
  pthread_mutex_lock(door);
  pthread_mutex_unlock(door);
  return NULL;
}

int cprocess_try_threads(int count) {
  enum { most = 16 };
  pthread_t threads[most];
  pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
  int started = 0, error = 0;
  pthread_mutex_lock(&door);
  while (started < count && started < most && error == 0) {
    error = pthread_create(&threads[started], NULL, wait_for_door, &door);
    if (error == 0) started++;
  }
  pthread_mutex_unlock(&door);
  while (started > 0) pthread_join(threads[--started], NULL);
  return error;
}

int cprocess_launch(const char *path, char *const *arguments, char *const *environment,
                    const char *output, const char *errors, pid_t *child) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  int error;
  const int writing = O_WRONLY | O_CREAT | O_TRUNC;

  if ((error = posix_spawn_file_actions_init(&files)) != 0) return error;
  if ((error = posix_spawnattr_init(&attributes)) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return error;
  }
  sigfillset(&all);
  sigemptyset(&none);

  if ((error = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)) == 0 &&
      (error = posix_spawn_file_actions_addopen(&files, 1, output, writing, 0666)) == 0 &&
      (error = posix_spawn_file_actions_addopen(&files, 2, errors, writing, 0666)) == 0 &&
      (error = posix_spawn_file_actions_addclosefrom_np(&files, 3)) == 0 &&
      (error = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
      (error = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
      (error = posix_spawnattr_setflags(&attributes,
                                        POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)) == 0)
    error = posix_spawn(child, path, &files, &attributes, arguments, environment);

  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}
