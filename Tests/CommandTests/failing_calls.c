// Makes one file operation of a program fail with EIO, for FailingDiskTests. Loaded by LD_PRELOAD:
//   FAILING_COMMAND  only in the process whose first argument this is
//   FAILING_UNDER    only operations on paths that contain this
//   FAILING_CALL     which of them, counted from 1
//   FAILING_MARK     a file that gets the operation's name and path when it failed
//   FAILING_SLEEP    sleep so many seconds instead
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *under;
static long chosen;
static atomic_long count;

__attribute__((constructor)) static void start(void) {
  const char *command = getenv("FAILING_COMMAND"), *number = getenv("FAILING_CALL");
  char line[4096] = {0};
  int file = syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC, 0);
  long length = file < 0 ? 0 : syscall(SYS_read, file, line, sizeof line - 1);
  if (file >= 0) syscall(SYS_close, file);
  size_t first = strlen(line) + 1;
  if (!command || !number || (long)first >= length || strcmp(line + first, command)) return;
  under = getenv("FAILING_UNDER");
  chosen = atol(number);
}

static int fails(const char *name, const char *path) {
  if (!under || !path || !strstr(path, under)) return 0;
  if (atomic_fetch_add(&count, 1) + 1 != chosen) return 0;
  char line[PATH_MAX + 100];
  int length = snprintf(line, sizeof line, "%s %s\n", name, path);
  int file = syscall(SYS_openat, AT_FDCWD, getenv("FAILING_MARK"), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file >= 0) {
    if (syscall(SYS_write, file, line, length) < 0) abort();
    syscall(SYS_close, file);
  }
  const char *seconds = getenv("FAILING_SLEEP");
  if (seconds) {
    sleep(atoi(seconds));
    return 0;
  }
  errno = EIO;
  return 1;
}

static int fails_on(const char *name, int descriptor) {
  if (!under) return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  int saved = errno;
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  errno = saved;
  if (length <= 0) return 0;
  path[length] = 0;
  return fails(name, path);
}

#define NEXT(TYPE, NAME, PARAMETERS) ((TYPE(*) PARAMETERS)dlsym(RTLD_NEXT, #NAME))

#define OF_PATH(TYPE, FAILED, NAME, PARAMETERS, ARGUMENTS) \
  TYPE NAME PARAMETERS {                                   \
    if (fails(#NAME, path)) return FAILED;                 \
    return NEXT(TYPE, NAME, PARAMETERS) ARGUMENTS;         \
  }

#define OF_FILE(TYPE, NAME, PARAMETERS, ARGUMENTS) \
  TYPE NAME PARAMETERS {                           \
    if (fails_on(#NAME, file)) return -1;          \
    return NEXT(TYPE, NAME, PARAMETERS) ARGUMENTS; \
  }

#define OPENING(NAME)                                                       \
  int NAME(const char *path, int flags, ...) {                              \
    va_list list;                                                           \
    va_start(list, flags);                                                  \
    int mode = va_arg(list, int);                                           \
    va_end(list);                                                           \
    if (fails(#NAME, path)) return -1;                                      \
    return NEXT(int, NAME, (const char *, int, ...))(path, flags, mode);    \
  }

OPENING(open)
OPENING(open64)
OF_PATH(int, -1, access, (const char *path, int mode), (path, mode))
OF_PATH(int, -1, stat, (const char *path, struct stat *found), (path, found))
OF_PATH(int, -1, stat64, (const char *path, struct stat64 *found), (path, found))
OF_PATH(int, -1, lstat, (const char *path, struct stat *found), (path, found))
OF_PATH(int, -1, lstat64, (const char *path, struct stat64 *found), (path, found))
OF_PATH(int, -1, unlink, (const char *path), (path))
OF_PATH(int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
OF_PATH(int, -1, rename, (const char *path, const char *target), (path, target))
OF_PATH(int, -1, link, (const char *path, const char *target), (path, target))
OF_PATH(DIR *, NULL, opendir, (const char *path), (path))
OF_FILE(int, fstat, (int file, struct stat *found), (file, found))
OF_FILE(int, fstat64, (int file, struct stat64 *found), (file, found))
OF_FILE(ssize_t, read, (int file, void *bytes, size_t size), (file, bytes, size))
OF_FILE(ssize_t, pread, (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at))
OF_FILE(ssize_t, pread64, (int file, void *bytes, size_t size, off64_t at), (file, bytes, size, at))
OF_FILE(ssize_t, write, (int file, const void *bytes, size_t size), (file, bytes, size))
OF_FILE(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at))
OF_FILE(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at))
OF_FILE(int, fsync, (int file), (file))
OF_FILE(int, ftruncate, (int file, off_t size), (file, size))
OF_FILE(int, ftruncate64, (int file, off64_t size), (file, size))
OF_FILE(int, close, (int file), (file))

struct dirent *readdir(DIR *directory) {
  if (fails_on("readdir", dirfd(directory))) return NULL;
  return NEXT(struct dirent *, readdir, (DIR *))(directory);
}
struct dirent64 *readdir64(DIR *directory) {
  if (fails_on("readdir", dirfd(directory))) return NULL;
  return NEXT(struct dirent64 *, readdir64, (DIR *))(directory);
}
