/* Plain C with OpenBLAS: two products and one vectorized update a step, runs in the rows (K x d).

   cc -O3 -march=native -mprefer-vector-width=512 -ffast-math -DREAL=double openblas.c -lscipy_openblas -lm
   openblas PROBLEM LABEL DESIGN OPT SECONDS [OUT] */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include "cblas.h"

typedef REAL real;
enum { IS_DOUBLE = sizeof(real) == 8 };
static const real BETA1 = 0.9, EPSILON = 1e-6;

static int64_t size[4];
static real *Z, *y, *u, *v, *eta, *rate, *delta, *m[2], *s[2], *theta[2], *W, *H, *R, *e;
static int8_t *signs;

static void *room(size_t bytes) {
  void *p = NULL;
  const size_t huge = 1 << 21;
  if (posix_memalign(&p, bytes > huge ? huge : 64, bytes)) exit(1);
  if (bytes > huge) madvise(p, bytes, MADV_HUGEPAGE);
  memset(p, 0, bytes);
  return p;
}

static real *numbers(FILE *f, long count) {
  real *p = room(count * sizeof(real));
  for (long i = 0; i < count; i++) {
    double x;
    if (fread(&x, 8, 1, f) != 1) exit(2);
    p[i] = x;
  }
  return p;
}

static void product(CBLAS_TRANSPOSE tb, long rows, long columns, long inner, const real *a,
                    const real *b, long ldb, real *c) {
  if (IS_DOUBLE)
    cblas_dgemm(CblasRowMajor, CblasNoTrans, tb, rows, columns, inner, 1, (const double *)a, inner,
                (const double *)b, ldb, 0, (double *)c, columns);
  else
    cblas_sgemm(CblasRowMajor, CblasNoTrans, tb, rows, columns, inner, 1, (const float *)a, inner,
                (const float *)b, ldb, 0, (float *)c, columns);
}

static void update(long d, real *restrict x, real *restrict m, real *restrict s,
                   const real *restrict h, real sign, real eta, real rate, int sgd) {
  for (long j = 0; j < d; j++) {
    const real g = sign * x[j] * h[j];
    if (sgd) {
      x[j] -= eta * g;
      continue;
    }
    m[j] = BETA1 * m[j] + (1 - BETA1) * g;
    s[j] = (1 - rate) * s[j] + rate * g * g;
    x[j] -= eta * m[j] / ((IS_DOUBLE ? sqrt(s[j]) : sqrtf(s[j])) + EPSILON);
  }
}

static void step(int sgd) {
  const long d = size[0], n = size[1], K = size[2];
  for (long p = 0; p < K * d; p++) W[p] = theta[0][p] * theta[0][p] - theta[1][p] * theta[1][p];
  product(CblasTrans, K, n, d, W, Z, d, R);
  for (long q = 0; q < K; q++)
    for (long i = 0; i < n; i++) R[q * n + i] = (R[q * n + i] - y[i] - delta[q] * e[i]) * 2 / n;
  product(CblasNoTrans, K, d, n, R, Z, d, H);
  for (long q = 0; q < K; q++)
    for (int part = 0; part < 2; part++)
      update(d, theta[part] + q * d, m[part] + q * d, s[part] + q * d, H + q * d, part ? -1 : 1,
             eta[q], rate[q], sgd);
}

static void noise(void) { /* xorshift64* */
  static uint64_t x = 88172645463325252u;
  for (long i = 0; i < size[1]; i += 64) {
    x ^= x >> 12, x ^= x << 25, x ^= x >> 27;
    const uint64_t bits = x * 2685821657736338717u;
    for (long k = 0; k < 64 && i + k < size[1]; k++) e[i + k] = bits >> k & 1 ? 1 : -1;
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

int main(int count, char **argument) {
  if (count < 6) return 2;
  FILE *f = fopen(argument[1], "rb");
  if (!f || fread(size, 8, 4, f) != 4) return 2;
  const long d = size[0], n = size[1], K = size[2], T = size[3];
  Z = numbers(f, n * d), y = numbers(f, n), u = numbers(f, d), v = numbers(f, d);
  eta = numbers(f, K), rate = numbers(f, K), delta = numbers(f, K);
  signs = room(T * n);
  if (fread(signs, 1, T * n, f) != (size_t)(T * n)) return 2;
  for (int part = 0; part < 2; part++) {
    theta[part] = room(K * d * sizeof(real));
    m[part] = room(K * d * sizeof(real)), s[part] = room(K * d * sizeof(real));
    for (long p = 0; p < K * d; p++) theta[part][p] = (part ? v : u)[p % d];
  }
  W = room(K * d * sizeof(real)), H = room(K * d * sizeof(real));
  R = room(K * n * sizeof(real)), e = room(n * sizeof(real));
  const int sgd = !strcmp(argument[4], "sgd");
  if (count > 6) {
    for (long t = 0; t < T; t++) {
      for (long i = 0; i < n; i++) e[i] = signs[t * n + i];
      step(sgd);
    }
    f = fopen(argument[6], "wb");
    for (long j = 0; j < d; j++)
      for (long q = 0; q < K; q++) {
        const double a = theta[0][q * d + j], b = theta[1][q * d + j], w = a * a - b * b;
        fwrite(&w, 8, 1, f);
      }
    return fclose(f);
  }
  const long steps = fmax(10, fmin(4000, 4e8 / ((double)n * d * K)));
  double times[999], total = 0;
  int repeats = 0;
  for (long t = 0; t < steps; t++) noise(), step(sgd);
  while (repeats < 5 || (total < atof(argument[5]) && repeats < 999)) {
    const double start = now();
    for (long t = 0; t < steps; t++) noise(), step(sgd);
    times[repeats] = (now() - start) * 1e6 / (steps * (double)K);
    total += times[repeats++] * steps * K * 1e-6;
  }
  qsort(times, repeats, sizeof(double), order);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("%s,%s,%s,%ld,%ld,%ld,%.4f,0,%.0f,%.4f,%.4f,%.4f,%ld,%d,,\n", argument[2], argument[3],
         IS_DOUBLE ? "float64" : "float32", d, n, K, times[repeats / 2], usage.ru_maxrss / 1024.0,
         times[repeats / 2], times[0], times[repeats - 1], steps, repeats);
  return 0;
}
