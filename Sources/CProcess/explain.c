#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "cprocess.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
enum { deadlyCount = sizeof deadly / sizeof deadly[0] };
static struct sigaction previous[deadlyCount];

static char sentence[CPROCESS_TEXT_LIMIT];
static int exit_code;

static void explain(int signal) {
  (void)signal;
  size_t written = 0, length = strlen(sentence);
  while (written < length) {
    ssize_t count = write(STDERR_FILENO, sentence + written, length - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    written += (size_t)count;
  }
  _exit(exit_code);
}

int cprocess_explain_crash(const char *text, int code) {
  static void *memory;
  /* A stack that overflowed cannot serve its own handler. */
  const size_t size = 64 << 10;
  if (memory == NULL && (memory = malloc(size)) == NULL) return -1;
  stack_t stack = {.ss_sp = memory, .ss_size = size};
  if (sigaltstack(&stack, NULL) != 0) return -1;
  strncpy(sentence, text, sizeof sentence - 2);
  strcat(sentence, "\n");
  exit_code = code;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = explain;
  action.sa_flags = SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (int index = 0; index < deadlyCount; index++)
    if (sigaction(deadly[index], &action, &previous[index]) != 0) return -1;
  return 0;
}

void cprocess_explain_no_crash(void) {
  for (int index = 0; index < deadlyCount; index++) sigaction(deadly[index], &previous[index], NULL);
}
