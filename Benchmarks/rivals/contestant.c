#define _GNU_SOURCE
#include "contestant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

long p, q, n, K, P, T, h;
real *Z, *y, *theta0, *eta, *rate, *delta, *noise;
int optimizer;
static int8_t *signs;

real *room(long count) {
  void *memory = NULL;
  const size_t bytes = count * sizeof(real), huge = 1 << 21;
  if (posix_memalign(&memory, bytes > huge ? huge : 64, bytes + 64)) exit(1);
  if (bytes > huge) madvise(memory, bytes, MADV_HUGEPAGE);
  return memset(memory, 0, bytes + 64);
}

static real *numbers(FILE *f, long count) {
  real *numbers = room(count);
  for (long i = 0; i < count; i++) {
    double x;
    if (fread(&x, 8, 1, f) != 1) exit(2);
    numbers[i] = x;
  }
  return numbers;
}

static int load(const char *path, const char *name) {
  const char *names[] = {"sgd", "adam", "adam-e", "adam-mini"};
  int64_t sizes[7];
  FILE *f = fopen(path, "rb");
  if (!f || fread(sizes, 8, 7, f) != 7) exit(2);
  p = sizes[0], q = sizes[1], n = sizes[2], K = sizes[3], P = sizes[4], T = sizes[5];
  h = sizes[6];
  Z = numbers(f, n * q), y = numbers(f, n), theta0 = numbers(f, P);
  eta = numbers(f, K), rate = numbers(f, K), delta = numbers(f, K);
  signs = malloc(T * n);
  if (fread(signs, 1, T * n, f) != (size_t)(T * n)) exit(2);
  fclose(f);
  noise = room(n);
  for (optimizer = 0; strcmp(name, names[optimizer]); optimizer++)
    if (optimizer == ADAM_MINI) exit(2);
  return prepare();
}

static void verify(const char *path) {
  for (long t = 0; t < T; t++) {
    for (long i = 0; i < n; i++) noise[i] = signs[t * n + i];
    step();
  }
  FILE *f = fopen(path, "wb");
  for (long j = 0; j < (p < 0 ? P : q); j++)
    for (long k = 0; k < K; k++) {
      const double w = signal(j, k);
      fwrite(&w, 8, 1, f);
    }
  fclose(f);
  prepare();
}

static void steps(long count) {
  static uint64_t x = 88172645463325252u; /* xorshift64* */
  while (count--) {
    for (long i = 0; i < n && p >= 0; i += 64) {
      x ^= x >> 12, x ^= x << 25, x ^= x >> 27;
      const uint64_t bits = x * 2685821657736338717u;
      for (long k = 0; k < 64 && i + k < n; k++) noise[i + k] = bits >> k & 1 ? 1 : -1;
    }
    step();
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int order(const void *a, const void *b) {
  return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b);
}

/* The median of calls until the time is over, after one that warms up. */
static double measured(double seconds) {
  const double size = p < 0 ? P : q;
  const long count = fmax(2, fmin(500, 1e8 / (K * (2.0 * n * size + 20 * size))));
  double times[9999], total = 0;
  int calls = 0;
  steps(count);
  while (calls < 9999 && (calls < 3 || total < seconds)) {
    const double start = now();
    steps(count);
    const double elapsed = now() - start;
    total += elapsed;
    times[calls++] = elapsed / (count * K);
  }
  qsort(times, calls, sizeof *times, order);
  return 1e6 * times[calls / 2];
}

int main(void) {
  char word[9], path[4096], dtype[9], name[16];
  double seconds;
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (scanf("%8s", word) == 1) {
    if (!strcmp(word, "load") && scanf("%4095s %8s %15s", path, dtype, name) == 3)
      puts(load(path, name) ? "loaded 0" : "cannot not written for this");
    else if (!strcmp(word, "verify") && scanf("%4095s", path) == 1)
      verify(path), puts("verified");
    else if (!strcmp(word, "time") && scanf("%lf", &seconds) == 1)
      printf("timed %.6f\n", measured(seconds));
    else
      return 2;
  }
}
