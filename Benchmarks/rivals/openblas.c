/* Plain C with OpenBLAS: two products and one vectorized update a step, runs in the rows (K x q). */
#include "contestant.h"

#include <string.h>

#include "cblas.h"

static real *theta[2], *m[2], *s[2], *g[2], *w, *slope, *r;

static void product(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, long rows, long columns, long inner,
                    const real *a, const real *b, real *c) {
  const long lda = ta == CblasTrans ? rows : inner, ldb = tb == CblasTrans ? inner : columns;
#define GEMM(x, type)                                                                              \
  cblas_##x##gemm(CblasRowMajor, ta, tb, rows, columns, inner, 1, (const type *)a, lda,            \
                  (const type *)b, ldb, 0, (type *)c, columns)
  /* One row: bᵀ a. */
#define GEMV(x, type)                                                                              \
  cblas_##x##gemv(CblasRowMajor, tb == CblasTrans ? CblasNoTrans : CblasTrans,                     \
                  tb == CblasTrans ? columns : inner, tb == CblasTrans ? inner : columns, 1,       \
                  (const type *)b, ldb, (const type *)a, 1, 0, (type *)c, 1)
  if (rows == 1) {
    if (IS_DOUBLE) GEMV(d, double); else GEMV(s, float);
  } else {
    if (IS_DOUBLE) GEMM(d, double); else GEMM(s, float);
  }
}

static void predict(void) {
  for (long k = 0; p && k < K; k++)
    product(CblasNoTrans, CblasNoTrans, p, p, p, theta[1] + k * q, theta[0] + k * q, w + k * q);
  for (long i = 0; !p && i < K * q; i++)
    w[i] = theta[0][i] * theta[0][i] - theta[1][i] * theta[1][i];
}

int prepare(void) {
  for (int part = 0; part < 2; part++) {
    real **arrays[] = {&theta[part], &m[part], &s[part], &g[part]};
    for (int a = 0; a < 4; a++) {
      if (!*arrays[a]) *arrays[a] = room(K * q);
      memset(*arrays[a], 0, K * q * sizeof(real));
    }
    for (long i = 0; i < K * q; i++) theta[part][i] = theta0[part * q + i % q];
  }
  if (!w) w = room(K * q), slope = room(K * q), r = room(K * n);
  return 1;
}

static void mini(long length, real *restrict x, real *restrict m, real *restrict s,
                 const real *restrict g, real eta, real rate) {
  for (long b = 0; b < q; b += length) {
    real total = 0;
    for (long j = b; j < b + length; j++) total += g[j] * g[j];
    s[b] = (1 - rate) * s[b] + rate * total / length;
    const real scale = eta / ((IS_DOUBLE ? sqrt(s[b]) : sqrtf(s[b])) + EPSILON);
    for (long j = b; j < b + length; j++) {
      m[j] = BETA1 * m[j] + (1 - BETA1) * g[j];
      x[j] -= scale * m[j];
    }
  }
}

/* The optimizer is a constant at each call, so that every loop is one of vectors. */
static inline void net(real *restrict x, real *restrict m, real *restrict s, const real *restrict h,
                       real side, real eta, real rate, int kind) {
  for (long j = 0; j < q; j++) x[j] = moved(x[j], m + j, s + j, side * x[j] * h[j], eta, rate, kind);
}

static inline void matrices(real *restrict x, real *restrict m, real *restrict s,
                            const real *restrict g, real eta, real rate, int kind) {
  for (long j = 0; j < q; j++) x[j] = moved(x[j], m + j, s + j, g[j], eta, rate, kind);
}

static void update(int part, long k) {
  real *x = theta[part] + k * q, *a = m[part] + k * q, *b = s[part] + k * q, *G = g[part] + k * q;
  const real *H = slope + k * q, side = part ? -2 : 2;
  if (optimizer == ADAM_MINI) {
    for (long j = 0; !p && j < q; j++) G[j] = side * x[j] * H[j];
    mini(p ? p : BLOCK, x, a, b, G, eta[k], rate[k]);
  } else if (p) {
    if (optimizer == SGD) matrices(x, a, b, G, eta[k], rate[k], SGD);
    if (optimizer == ADAM) matrices(x, a, b, G, eta[k], rate[k], ADAM);
    if (optimizer == ADAM_E) matrices(x, a, b, G, eta[k], rate[k], ADAM_E);
  } else {
    if (optimizer == SGD) net(x, a, b, H, side, eta[k], rate[k], SGD);
    if (optimizer == ADAM) net(x, a, b, H, side, eta[k], rate[k], ADAM);
    if (optimizer == ADAM_E) net(x, a, b, H, side, eta[k], rate[k], ADAM_E);
  }
}

void step(void) {
  predict();
  product(CblasNoTrans, CblasTrans, K, n, q, w, Z, r);
  for (long k = 0; k < K; k++)
    for (long i = 0; i < n; i++) r[k * n + i] = (r[k * n + i] - y[i] - delta[k] * noise[i]) / n;
  product(CblasNoTrans, CblasNoTrans, K, q, n, r, Z, slope);
  for (long k = 0; k < K; k++) {
    const long o = k * q;
    if (p) product(CblasTrans, CblasNoTrans, p, p, p, theta[1] + o, slope + o, g[0] + o);
    if (p) product(CblasNoTrans, CblasTrans, p, p, p, slope + o, theta[0] + o, g[1] + o);
    for (int part = 0; part < 2; part++) update(part, k);
  }
}

real signal(long j, long k) {
  if (j == 0 && k == 0) predict();
  return w[k * q + j];
}
