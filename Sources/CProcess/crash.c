#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "cprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The signals by which a program dies of its own mistakes; Swift's traps are SIGILL or SIGTRAP. */
static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
enum { deadlyCount = sizeof deadly / sizeof deadly[0] };
static struct sigaction previous[deadlyCount];

struct record {
  char directory[CPROCESS_PATH_LIMIT];
  char path[CPROCESS_PATH_LIMIT];
  char temporary[CPROCESS_PATH_LIMIT + 8];
  char text[CPROCESS_TEXT_LIMIT];
};

/* Two, so that the one the handler may look at is never written to. */
static struct record records[2];
static _Atomic(struct record *) current;

/* Appends a decimal number; nothing of the C library that could take a lock. */
static size_t put_number(char *to, long long number) {
  char digits[24];
  size_t count = 0, length = 0;
  if (number < 0) to[length++] = '-';
  unsigned long long rest = number < 0 ? 0ull - (unsigned long long)number : (unsigned long long)number;
  do {
    digits[count++] = (char)('0' + rest % 10);
  } while ((rest /= 10) != 0);
  while (count > 0) to[length++] = digits[--count];
  return length;
}

static void put_text(char *buffer, size_t *length, const char *text) {
  size_t count = strlen(text);
  memcpy(buffer + *length, text, count);
  *length += count;
}

static void write_record(const struct record *record, int signal) {
  char buffer[CPROCESS_TEXT_LIMIT + 128];
  size_t length = 0, written = 0;
  put_text(buffer, &length, "{\"at\":");
  length += put_number(buffer + length, (long long)time(NULL));
  put_text(buffer, &length, ",\"cause\":\"signal ");
  length += put_number(buffer + length, signal);
  put_text(buffer, &length, "\",");
  put_text(buffer, &length, record->text);

  mkdir(record->directory, 0777);
  int file = open(record->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return;
  while (written < length) {
    ssize_t count = write(file, buffer + written, length - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    written += (size_t)count;
  }
  fsync(file);
  close(file);
  if (written == length) rename(record->temporary, record->path);
}

/* Whether somebody else sent the signal, who knows why. */
static int is_sent(const siginfo_t *information) {
  int code = information->si_code;
  return (code == SI_USER || code == SI_QUEUE || code == SI_TKILL) &&
         information->si_pid != getpid();
}

/* What this process may map at most, in bytes; RLIM_INFINITY where that is not limited. */
static rlim_t memory_limit(void) {
  struct rlimit addresses, data;
  if (getrlimit(RLIMIT_AS, &addresses) != 0 || getrlimit(RLIMIT_DATA, &data) != 0)
    return RLIM_INFINITY;
  return addresses.rlim_cur < data.rlim_cur ? addresses.rlim_cur : data.rlim_cur;
}

/* What this process has mapped, in bytes; 0 where that is not known. */
static rlim_t mapped_memory(void) {
  char text[64];
  rlim_t pages = 0;
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, text, sizeof text);
  close(file);
  for (ssize_t index = 0; index < count && text[index] >= '0' && text[index] <= '9'; index++)
    pages = 10 * pages + (rlim_t)(text[index] - '0');
  return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static atomic_bool isAnnounced;

static void say(const char *before, long long number, const char *after) {
  char text[512];
  size_t length = 0;
  put_text(text, &length, before);
  length += put_number(text + length, number);
  put_text(text, &length, after);
  ssize_t written = write(STDERR_FILENO, text, length);
  (void)written;
}

static void die(int signal, siginfo_t *information, void *context) {
  rlim_t limit = memory_limit();
  /* An array that grows asks for twice what it has while it has it. */
  if (!is_sent(information) && limit != RLIM_INFINITY && mapped_memory() >= limit / 3) {
    say("thalweg: out of memory, most likely: a process may use ", (long long)(limit >> 20),
        " MiB here (ulimit -v)\n");
    _exit(74);
  }
  /* Taken once: a second crash, in another thread or in here, writes nothing. */
  struct record *record = atomic_exchange(&current, NULL);
  if (record != NULL) write_record(record, signal);
  if (!is_sent(information) && atomic_load(&isAnnounced))
    say("thalweg: ended by signal ", signal,
        ", a mistake of the program; with SWIFT_BACKTRACE=enable=yes it shows where\n");
  for (int index = 0; index < deadlyCount; index++) {
    if (deadly[index] != signal) continue;
    struct sigaction *before = &previous[index];
    struct sigaction normal;
    memset(&normal, 0, sizeof normal);
    normal.sa_handler = SIG_DFL;
    sigaction(signal, &normal, NULL);
    /* Whoever prints a stack may do so, but may not bring the process back to life. */
    if (before->sa_flags & SA_SIGINFO)
      before->sa_sigaction(signal, information, context);
    else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN)
      before->sa_handler(signal);
    sigaction(signal, &normal, NULL);
  }
  /* Blocked while we are here; it ends the process on return. */
  raise(signal);
}

void cprocess_print_no_stacks(void) {
  static const int shown[] = {SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
  const char *wish = getenv("SWIFT_BACKTRACE");
  if (wish != NULL && strstr(wish, "enable=no") == NULL) return;
  /* A failed allocation prints a stack of its own after its sentence, which is flushed; the stack stays
     in the buffer. */
  static char unsaid[64 << 10];
  setvbuf(stderr, unsaid, _IOFBF, sizeof unsaid);
  if (wish != NULL) return;
  setenv("SWIFT_BACKTRACE", "enable=no", 0);
  for (size_t index = 0; index < sizeof shown / sizeof shown[0]; index++) {
    struct sigaction found;
    if (sigaction(shown[index], NULL, &found) != 0) continue;
    if (!(found.sa_flags & SA_SIGINFO) && found.sa_handler == SIG_IGN) continue;
    memset(&found, 0, sizeof found);
    found.sa_handler = SIG_DFL;
    sigaction(shown[index], &found, NULL);
  }
}

void cprocess_announce_crashes(void) { atomic_store(&isAnnounced, 1); }

int cprocess_record_crashes(void) {
  static atomic_flag isInstalled = ATOMIC_FLAG_INIT;
  stack_t stack = {0};
  /* Lives as long as the process; a stack that overflowed cannot serve its own handler. */
  stack.ss_size = 64 << 10;
  stack.ss_sp = malloc(stack.ss_size);
  if (stack.ss_sp == NULL || sigaltstack(&stack, NULL) != 0) return -1;
  if (atomic_flag_test_and_set(&isInstalled)) return 0;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = die;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < deadlyCount; index++)
    if (sigaction(deadly[index], &action, &previous[index]) != 0) return -1;
  return 0;
}

int cprocess_expect_crash(const char *directory, const char *path, const char *text) {
  struct record *old = atomic_exchange(&current, NULL);
  struct record *record = old == &records[0] ? &records[1] : &records[0];
  if (strlen(directory) >= sizeof record->directory || strlen(path) >= sizeof record->path ||
      strlen(text) >= sizeof record->text) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(record->directory, directory);
  strcpy(record->path, path);
  strcpy(record->text, text);
  snprintf(record->temporary, sizeof record->temporary, "%s.tmp", path);
  atomic_store(&current, record);
  return 0;
}

void cprocess_expect_no_crash(void) { atomic_store(&current, NULL); }
