#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "cprocess.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static atomic_int last;
static sem_t arrivals;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_arrivals(void) { sem_init(&arrivals, 0, 0); }

static void note(int signal) {
  int before = errno;
  atomic_store(&last, signal);
  sem_post(&arrivals);
  errno = before;
}

static int unblock(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  return pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int cprocess_hear(int signal) {
  struct sigaction action;
  pthread_once(&once, make_arrivals);
  if (sigaction(signal, NULL, &action) != 0) return -1;
  if (!(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN) return 0;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  if (sigaction(signal, &action, NULL) != 0) return -1;
  return unblock(signal);
}

int cprocess_heard(void) { return atomic_load_explicit(&last, memory_order_relaxed); }

void cprocess_wait_for_signal(void) {
  pthread_once(&once, make_arrivals);
  while (sem_wait(&arrivals) != 0 && errno == EINTR) {
  }
}

void cprocess_end_by(int signal) {
  struct sigaction normal;
  memset(&normal, 0, sizeof normal);
  normal.sa_handler = SIG_DFL;
  sigaction(signal, &normal, NULL);
  unblock(signal);
  raise(signal);
  /* Not reached, unless the signal ends nobody. */
  _exit(128 + signal);
}
