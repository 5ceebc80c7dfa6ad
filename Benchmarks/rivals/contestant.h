/* What the C contestants share: the problem, the update of a coordinate, and the conversation with
   bench.py (see serving.py). Each defines prepare, step and signal. REAL is double or float. */
#include <math.h>
#include <stdint.h>

typedef REAL real;
enum { IS_DOUBLE = sizeof(real) == 8, SGD = 0, ADAM, ADAM_E, ADAM_MINI };
#define BETA1 ((real)0.9)
#define EPSILON ((real)1e-6)
#define EXPONENT ((real)0.3)
enum { BLOCK = 10 };

/* p x p factors (0: a diagonal net, negative: a formula), signal entries, samples, runs, parameters,
   given steps, width. */
extern long p, q, n, K, P, T, h;
extern real *Z, *y, *theta0, *eta, *rate, *delta;
/* The signs of the noise of this step. */
extern real *noise;
extern int optimizer;

/* Zeroed, on huge pages where it is large. */
real *room(long count);

/* From theta0 and zero moments; 0 if this contestant has no such problem. */
int prepare(void);
void step(void);
/* w_j of run k; of formulas theta_j. */
real signal(long j, long k);

/* One coordinate of sgd, adam or adam-e. */
static inline real moved(real x, real *m, real *s, real g, real eta, real rate, int kind) {
  if (kind == SGD) return x - eta * g;
  *m = BETA1 * *m + (1 - BETA1) * g;
  *s = (1 - rate) * *s + rate * g * g;
  const real root = kind == ADAM_E ? (IS_DOUBLE ? pow(*s, EXPONENT) : powf(*s, EXPONENT))
                                   : (IS_DOUBLE ? sqrt(*s) : sqrtf(*s));
  return x - eta * *m / (root + EPSILON);
}
