/* What one core can do: the roofs that kernels are measured against, as a JSON object. Cycles are of
   one instruction on a vector, 64 bytes long with AVX-512, else 32. Each is the fastest of many short
   trials, because a shared machine interrupts the long ones. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lane_functions.h"

#if defined(__AVX512F__)
#define OF_FLOAT64(f) f##_double8
#define OF_FLOAT32(f) f##_float16
#define V "%%zmm"
enum { VECTOR = 64 };
#define PERMUTE "vpermt2pd " V "14," V "15," V "\\r"
#else
#define OF_FLOAT64(f) f##_double4
#define OF_FLOAT32(f) f##_float8
#define V "%%ymm"
enum { VECTOR = 32 };
#define PERMUTE "vpermilpd $5," V "14," V "\\r"
#endif

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double fastest(void (*f)(long), long count) {
  double best = 1e9;
  for (int k = 0; k < 200; k++) {
    const double start = now();
    f(count);
    const double time = now() - start;
    if (time < best) best = time;
  }
  return best;
}

static void cycles(long count) {
  uint64_t x = 1, y = 3;
  for (long i = 0; i < count; i++)
    __asm__ volatile(".rept 16\n\tadd %1,%0\n\t.endr" : "+r"(x) : "r"(y));
}

#define CLOBBERS                                                                                   \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",         \
      "xmm11", "xmm14", "xmm15", "memory"
/* Into twelve registers in turn, which hides the latency of four cycles on two ports. */
#define TWELVE(name, instruction)                                                                  \
  static void name(long count) {                                                                   \
    static const double x[128] __attribute__((aligned(64))) = {1.2, 2.7, 3.1, 0.6, 1.6, 0.7, 7.4,  \
                                                               1.1, 5.4, 0.3, 2.2, 9.9, 1.7, 6.3,  \
                                                               0.1, 4.7};                          \
    __asm__ volatile("vmovapd (%1)," V "14\n\tvmovapd 64(%1)," V "15\n1:\n\t"                      \
                     ".irp r,0,1,2,3,4,5,6,7,8,9,10,11\n\t" instruction                            \
                     "\n\t.endr\n\tdec %0\n\tjnz 1b"                                               \
                     : "+r"(count)                                                                 \
                     : "r"(x)                                                                      \
                     : CLOBBERS);                                                                  \
  }
TWELVE(multiply_add, "vfmadd231pd " V "14," V "15," V "\\r")
TWELVE(add_from_table, "vaddpd 64*(\\r%%2)(%1)," V "14," V "\\r")
TWELVE(permute, PERMUTE)
TWELVE(root64, "vsqrtpd " V "14," V "\\r")
TWELVE(root32, "vsqrtps " V "14," V "\\r")
TWELVE(divide64, "vdivpd " V "14," V "15," V "\\r")
TWELVE(divide32, "vdivps " V "14," V "15," V "\\r")

/* A function of 16 kB of numbers in ±4, in the nearest cache; count is in vectors. */
#define FUNCTION(name, of, vector)                                                                 \
  static void name(long count) {                                                                   \
    enum { LENGTH = 16384 / sizeof(vector) };                                                      \
    static vector x[LENGTH];                                                                       \
    for (int i = 0; i < LENGTH && !x[i][0]; i++)                                                   \
      for (unsigned k = 0; k < sizeof x[0] / sizeof x[0][0]; k++)                                  \
        x[i][k] = (i * 37 + k * 11) % 801 * 0.01 - 4.005;                                           \
    for (long i = 0; i < count; i++) {                                                             \
      vector y = of(x[i % LENGTH]);                                                                \
      __asm__ volatile("" ::"x"(y));                                                               \
    }                                                                                              \
  }
FUNCTION(tanh64, OF_FLOAT64(lane_tanh), OF_FLOAT64(lane_vector))
FUNCTION(tanh32, OF_FLOAT32(lane_tanh), OF_FLOAT32(lane_vector))
FUNCTION(sigmoid64, OF_FLOAT64(lane_sigmoid), OF_FLOAT64(lane_vector))
FUNCTION(sigmoid32, OF_FLOAT32(lane_sigmoid), OF_FLOAT32(lane_vector))

static char *buffer;
static size_t bytes;
static void read_all(long count) {
  for (long k = 0; k < count; k++)
    for (size_t i = 0; i < bytes; i += 4 * VECTOR)
      __asm__ volatile("vmovapd (%0)," V "0\n\tvmovapd %c1(%0)," V "1\n\tvmovapd 2*%c1(%0)," V
                       "2\n\tvmovapd 3*%c1(%0)," V "3" ::"r"(buffer + i), "i"(VECTOR) : CLOBBERS);
}

int main(void) {
  const double hertz = 16 * 2e4 / fastest(cycles, 20000);
  printf("{\"gigahertz\": %.3f, \"vector_bytes\": %d, \"cycles\": {", hertz * 1e-9, VECTOR);
  const struct { const char *name; void (*f)(long); } rates[] = {
      {"multiply_add", multiply_add}, {"add_from_table", add_from_table}, {"permute", permute},
      {"root_float64", root64}, {"root_float32", root32},
      {"divide_float64", divide64}, {"divide_float32", divide32}};
  for (unsigned k = 0; k < sizeof rates / sizeof *rates; k++)
    printf("%s\"%s\": %.3f", k ? ", " : "", rates[k].name,
           fastest(rates[k].f, 2000) / 2.4e4 * hertz);
  const struct { const char *name; size_t size; } levels[] = {
      {"32 kB", 32 << 10}, {"512 kB", 512 << 10}, {"8 MB", 8 << 20}, {"128 MB", 128 << 20}};
  buffer = aligned_alloc(1 << 21, 128 << 20);
  if (!buffer) return 1;
  memset(buffer, 1, 128 << 20);
  printf("}, \"bytes_per_cycle\": {");
  for (unsigned k = 0; k < sizeof levels / sizeof *levels; k++) {
    bytes = levels[k].size;
    const long count = (long)(1e7 / bytes) + 1;
    printf("%s\"%s\": %.2f", k ? ", " : "", levels[k].name,
           bytes * count / fastest(read_all, count) / hertz);
  }
  const struct { const char *name; void (*f)(long); } functions[] = {
      {"tanh_float64", tanh64}, {"tanh_float32", tanh32},
      {"sigmoid_float64", sigmoid64}, {"sigmoid_float32", sigmoid32}};
  printf("}, \"function_cycles\": {");
  for (unsigned k = 0; k < sizeof functions / sizeof *functions; k++)
    printf("%s\"%s\": %.2f", k ? ", " : "", functions[k].name,
           fastest(functions[k].f, 20000) / 2e4 * hertz);
  puts("}}");
}
