/* Models that are formulas, sixteen runs side by side in the innermost loop, and nothing else done for
   speed: what a C programmer writes who lets the compiler find the vectors. */
#include "contestant.h"

#include <string.h>

enum { RUNS = 16, TWO_LAYER = -1, MLP = -2, LOGISTIC = -3, COMPLETION = -4, CUBES = -5 };
typedef real cell[RUNS];

static cell *theta, *first, *second, *g, *H, *G, *D, *E;
#define LANES _Pragma("omp simd") for (int k = 0; k < RUNS; k++)

static cell *cells(long count) { return (cell *)room(count * RUNS); }

int prepare(void) {
  if (p >= 0 || K != RUNS || optimizer != ADAM) return 0;
  theta = cells(P), first = cells(P), second = cells(P), g = cells(P);
  const long size = h * n > q ? h * n : q;
  H = cells(size), G = cells(size), D = cells(size), E = cells(size);
  for (long j = 0; j < P; j++) LANES theta[j][k] = theta0[j];
  return 1;
}

real signal(long j, long k) { return theta[j][k]; }

/* H = tanh(W X' + b), [unit][sample], of inputs shared by the runs or of cells. */
static void layer(cell *out, cell *W, cell *b, cell *inputs, long count) {
  for (long u = 0; u < h; u++)
    for (long i = 0; i < n; i++) {
      cell z;
      LANES z[k] = b[u][k];
      for (long j = 0; j < count; j++)
        if (inputs) LANES z[k] += W[u * count + j][k] * inputs[j * n + i][k];
        else LANES z[k] += W[u * count + j][k] * Z[i * q + j];
      LANES out[u * n + i][k] = IS_DOUBLE ? tanh(z[k]) : tanhf(z[k]);
    }
}

/* D through tanh, then the gradients of a layer. */
static void back(cell *d, cell *out, cell *gW, cell *gb, cell *inputs, long count) {
  memset(gW, 0, h * count * sizeof(cell)), memset(gb, 0, h * sizeof(cell));
  for (long u = 0; u < h; u++)
    for (long i = 0; i < n; i++) {
      real *e = d[u * n + i];
      LANES e[k] *= 1 - out[u * n + i][k] * out[u * n + i][k];
      LANES gb[u][k] += e[k];
      for (long j = 0; j < count; j++)
        if (inputs) LANES gW[u * count + j][k] += e[k] * inputs[j * n + i][k];
        else LANES gW[u * count + j][k] += e[k] * Z[i * q + j];
    }
}

/* The last layer: the residuals, the gradient of a, and d = a r. */
static void head(cell *d, cell *out, cell *a, cell *ga) {
  memset(ga, 0, h * sizeof(cell));
  for (long i = 0; i < n; i++) {
    cell r = {0};
    for (long u = 0; u < h; u++) LANES r[k] += a[u][k] * out[u * n + i][k];
    if (p == LOGISTIC)
      LANES r[k] = -y[i] / (1 + (IS_DOUBLE ? exp(y[i] * r[k]) : expf(y[i] * r[k]))) / n;
    else
      LANES r[k] = (r[k] - y[i]) / n;
    for (long u = 0; u < h; u++) {
      LANES ga[u][k] += r[k] * out[u * n + i][k];
      LANES d[u * n + i][k] = a[u][k] * r[k];
    }
  }
}

static void two_layer(void) {
  const long b = h * q, a = b + h;
  layer(H, theta, theta + b, NULL, q);
  head(D, H, theta + a, g + a);
  back(D, H, g, g + b, NULL, q);
}

static void mlp(void) {
  const long b1 = h * q, W2 = b1 + h, b2 = W2 + h * h, a = b2 + h;
  layer(H, theta, theta + b1, NULL, q);
  layer(G, theta + W2, theta + b2, H, h);
  head(D, G, theta + a, g + a);
  back(D, G, g + W2, g + b2, H, h);
  memset(E, 0, h * n * sizeof(cell));
  for (long u = 0; u < h; u++)
    for (long v = 0; v < h; v++)
      for (long i = 0; i < n; i++) LANES E[v * n + i][k] += theta[W2 + u * h + v][k] * D[u * n + i][k];
  back(E, H, g, g + b1, NULL, q);
}

static void completion(void) {
  cell *A = theta, *B = theta + h * h, *gA = g, *gB = g + h * h;
  memset(g, 0, P * sizeof(cell));
  for (long i = 0; i < n; i++) {
    long place = 0;
    while (Z[i * q + place] == 0) place++;
    const long row = place / h, column = place % h;
    cell r = {0};
    for (long u = 0; u < h; u++) LANES r[k] += A[row * h + u][k] * B[u * h + column][k];
    LANES r[k] = (r[k] - y[i]) / n;
    for (long u = 0; u < h; u++) {
      LANES gA[row * h + u][k] += r[k] * B[u * h + column][k];
      LANES gB[u * h + column][k] += r[k] * A[row * h + u][k];
    }
  }
}

static void cubes(void) {
  cell *u = theta, *v = theta + q;
  for (long j = 0; j < q; j++)
    LANES H[j][k] = u[j][k] * u[j][k] * u[j][k] - v[j][k] * v[j][k] * v[j][k];
  memset(G, 0, q * sizeof(cell));
  for (long i = 0; i < n; i++) {
    cell r;
    LANES r[k] = -y[i];
    for (long j = 0; j < q; j++) LANES r[k] += Z[i * q + j] * H[j][k];
    LANES r[k] /= n;
    for (long j = 0; j < q; j++) LANES G[j][k] += Z[i * q + j] * r[k];
  }
  for (long j = 0; j < q; j++) {
    LANES g[j][k] = 3 * u[j][k] * u[j][k] * G[j][k];
    LANES g[q + j][k] = -3 * v[j][k] * v[j][k] * G[j][k];
  }
}

void step(void) {
  (p == MLP ? mlp : p == COMPLETION ? completion : p == CUBES ? cubes : two_layer)();
  for (long j = 0; j < P; j++)
    LANES theta[j][k] = moved(theta[j][k], &first[j][k], &second[j][k], g[j][k], eta[k], rate[k], ADAM);
}
