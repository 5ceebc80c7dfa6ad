/* Plain C without a library: sixteen sums in registers, and one pass over a blocked design a step,
   which makes the gradient of a block of columns, moves its parameters and adds its part of the next
   predictions. Runs lie in the vectors, RUNS of them at a time; only for diagonal nets. */
#include "contestant.h"

#include <string.h>

#ifndef RUNS
#define RUNS 16
#endif
typedef real vector __attribute__((vector_size(64)));
enum {
  WIDTH = 64 / sizeof(real), /* runs in a vector */
  VECTORS = RUNS / WIDTH,
  TILE = 16 / VECTORS, /* columns or rows with their sums in registers */
  BLOCK_WIDTH = 32
};

static long rows, columns; /* padded to tiles */
static real *blocks;       /* the design, blocks of columns, each row by row */
static real *theta[2], *m[2], *s[2], *r, *next; /* runs last, groups of RUNS first */

int prepare(void) {
  if (p || K % RUNS || optimizer == ADAM_MINI) return 0;
  rows = (n + TILE - 1) / TILE * TILE, columns = (q + TILE - 1) / TILE * TILE;
  if (!blocks) {
    blocks = room(rows * columns);
    for (long b = 0; b < columns; b += BLOCK_WIDTH) {
      const long width = columns - b < BLOCK_WIDTH ? columns - b : BLOCK_WIDTH;
      for (long i = 0; i < n; i++)
        for (long j = 0; j < width && b + j < q; j++)
          blocks[b * rows + i * width + j] = Z[i * q + b + j];
    }
    r = room(rows * K), next = room(rows * K);
    for (int part = 0; part < 2; part++)
      theta[part] = room(columns * K), m[part] = room(columns * K), s[part] = room(columns * K);
  }
  memset(next, 0, rows * K * sizeof(real));
  for (int part = 0; part < 2; part++) {
    memset(m[part], 0, columns * K * sizeof(real)), memset(s[part], 0, columns * K * sizeof(real));
    for (long c = 0; c < K / RUNS; c++)
      for (long j = 0; j < q; j++)
        for (long k = 0; k < RUNS; k++)
          theta[part][(c * columns + j) * RUNS + k] = theta0[part * q + j];
  }
  for (long i = 0; i < n; i++) {
    real sum = 0;
    for (long j = 0; j < q; j++)
      sum += Z[i * q + j] * (theta0[j] * theta0[j] - theta0[q + j] * theta0[q + j]);
    for (long c = 0; c < K / RUNS; c++)
      for (long k = 0; k < RUNS; k++) next[(c * rows + i) * RUNS + k] = sum;
  }
  return 1;
}

/* sums[a][v] += over count of z[a * across + t * along] * x[t][v] */
static inline void multiply(const real *restrict z, long across, long along, long count,
                            const vector *restrict x, vector *restrict sums) {
  vector sum[TILE][VECTORS];
  for (int a = 0; a < TILE; a++)
    for (int v = 0; v < VECTORS; v++) sum[a][v] = sums[a * VECTORS + v];
  for (long t = 0; t < count; t++, z += along, x += VECTORS)
#pragma GCC unroll 16
    for (int a = 0; a < TILE; a++)
#pragma GCC unroll 2
      for (int v = 0; v < VECTORS; v++) sum[a][v] += z[a * across] * x[v];
  for (int a = 0; a < TILE; a++)
    for (int v = 0; v < VECTORS; v++) sums[a * VECTORS + v] = sum[a][v];
}

/* The optimizer is a constant at each call. */
static inline void advance(long first, long c, const real *restrict h, real *restrict w, int kind) {
  const real *restrict e = eta + c * RUNS, *restrict rates = rate + c * RUNS;
  for (long a = 0; a < TILE; a++) {
    const long o = (first + a) * RUNS;
    real *restrict u = theta[0] + o, *restrict v = theta[1] + o, *restrict mu = m[0] + o,
                   *restrict mv = m[1] + o, *restrict su = s[0] + o, *restrict sv = s[1] + o;
    for (int k = 0; k < RUNS; k++) {
      const real g = 2 * h[a * RUNS + k];
      u[k] = moved(u[k], mu + k, su + k, u[k] * g, e[k], rates[k], kind);
      v[k] = moved(v[k], mv + k, sv + k, -v[k] * g, e[k], rates[k], kind);
      w[a * RUNS + k] = u[k] * u[k] - v[k] * v[k];
    }
  }
}

static void block(long b, long c) {
  static real w[BLOCK_WIDTH * RUNS] __attribute__((aligned(64)));
  static real h[TILE * RUNS] __attribute__((aligned(64)));
  const long width = columns - b < BLOCK_WIDTH ? columns - b : BLOCK_WIDTH;
  const real *z = blocks + b * rows;
  for (long j = 0; j < width; j += TILE) {
    memset(h, 0, sizeof h);
    multiply(z + j, 1, width, rows, (const vector *)(r + c * rows * RUNS), (vector *)h);
    const long first = c * columns + b + j;
    if (optimizer == SGD) advance(first, c, h, w + j * RUNS, SGD);
    if (optimizer == ADAM) advance(first, c, h, w + j * RUNS, ADAM);
    if (optimizer == ADAM_E) advance(first, c, h, w + j * RUNS, ADAM_E);
  }
  for (long i = 0; i < rows; i += TILE)
    multiply(z + i * width, width, 1, width, (const vector *)w,
             (vector *)(next + (c * rows + i) * RUNS));
}

void step(void) {
  for (long c = 0; c < K / RUNS; c++)
    for (long i = 0; i < n; i++)
      for (long k = 0; k < RUNS; k++) {
        const long o = (c * rows + i) * RUNS + k;
        r[o] = (next[o] - y[i] - delta[c * RUNS + k] * noise[i]) / n;
      }
  memset(next, 0, rows * K * sizeof(real));
  for (long b = 0; b < columns; b += BLOCK_WIDTH)
    for (long c = 0; c < K / RUNS; c++) block(b, c);
}

real signal(long j, long k) {
  const long o = (k / RUNS * columns + j) * RUNS + k % RUNS;
  return theta[0][o] * theta[0][o] - theta[1][o] * theta[1][o];
}
