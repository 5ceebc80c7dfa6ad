#include "processor_rates.h"

#if defined(__AVX512F__)
enum { VECTOR = 64 };
#elif defined(__AVX__)
enum { VECTOR = 32 };
#else
enum { VECTOR = 16 };
#endif

#if defined(__aarch64__)
#define KEPT(x) __asm__ volatile("" : "+w"(x))
#else
#define KEPT(x) __asm__ volatile("" : "+x"(x))
#endif

typedef double doubles __attribute__((ext_vector_type(VECTOR / 8)));
typedef float floats __attribute__((ext_vector_type(VECTOR / 4)));

long processor_rates_vector_bytes(void) { return VECTOR; }

/* Without the instruction the fused operation would be a call; two operations take its place. */
#if defined(__FMA__) || defined(__aarch64__)
#define MULTIPLY_ADD(x) x = __builtin_elementwise_fma(x, a, b)
#else
#define MULTIPLY_ADD(x) x = x * a + b
#endif
#define ROOT(x) y = __builtin_elementwise_sqrt(x); KEPT(y)
#define DIVIDE(x) y = a / x; KEPT(y)

#define TWELVE(f)                                                                                  \
  f(x0); f(x1); f(x2); f(x3); f(x4); f(x5); f(x6); f(x7); f(x8); f(x9); f(xa); f(xb);

/* The compiler neither sees through a value that is kept nor leaves it out. */
#define LOOP(name, type, OPERATION)                                                                \
  void processor_rates_##name(long count) {                                                        \
    type a = (type)(0.75), b = (type)(1.2345678901), y = b;                                               \
    type x0 = b, x1 = b, x2 = b, x3 = b, x4 = b, x5 = b, x6 = b, x7 = b, x8 = b, x9 = b, xa = b,   \
         xb = b;                                                                                   \
    KEPT(a); KEPT(b); KEPT(y);                                                                     \
    while (count-- > 0) {                                                                          \
      TWELVE(KEPT)                                                                                 \
      TWELVE(OPERATION)                                                                            \
    }                                                                                              \
    TWELVE(KEPT)                                                                                   \
  }

LOOP(multiply_add_double, doubles, MULTIPLY_ADD)
LOOP(multiply_add_float, floats, MULTIPLY_ADD)
LOOP(root_double, doubles, ROOT)
LOOP(root_float, floats, ROOT)
LOOP(divide_double, doubles, DIVIDE)
LOOP(divide_float, floats, DIVIDE)

void processor_rates_read(const void *memory, long bytes, long count) {
  const doubles *vectors = memory;
  while (count-- > 0)
    for (long k = 0; k < bytes / VECTOR; k += 4) {
      doubles x0 = vectors[k], x1 = vectors[k + 1], x2 = vectors[k + 2], x3 = vectors[k + 3];
      KEPT(x0); KEPT(x1); KEPT(x2); KEPT(x3);
    }
}
