/* What one core can do: the roofs that kernels are measured against. Fastest of many short trials,
   because a shared machine interrupts the long ones. */
#define _GNU_SOURCE
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if !defined(__AVX512F__)
int main(void) { return puts("roofs: only for AVX-512") < 0; }
#else

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
      "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "xmm24", "xmm25", "memory"
#define SIXTEEN(name, instruction)                                                                 \
  static void name(long count) {                                                                   \
    static const double x[16] __attribute__((aligned(64))) = {1.2, 2.7, 3.1, 0.6, 1.6, 0.7, 7.4,   \
                                                              1.1, 5.4, 0.3, 2.2, 9.9, 1.7, 6.3,   \
                                                              0.1, 4.7};                           \
    __asm__ volatile(                                                                              \
        "vmovapd (%1),%%zmm24\n\tvmovapd 64(%1),%%zmm25\n1:\n\t"                                   \
        ".irp r,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n\t" instruction                             \
        "\n\t.endr\n\tdec %0\n\tjnz 1b"                                                            \
        : "+r"(count)                                                                              \
        : "r"(x)                                                                                   \
        : CLOBBERS);                                                                               \
  }
SIXTEEN(multiply_add, "vfmadd231pd %%zmm24,%%zmm25,%%zmm\\r")
SIXTEEN(add_from_table, "vaddpd 64*(\\r%%2)(%1),%%zmm24,%%zmm\\r")
SIXTEEN(permute, "vpermt2pd %%zmm24,%%zmm25,%%zmm\\r")
SIXTEEN(root64, "vsqrtpd %%zmm24,%%zmm\\r")
SIXTEEN(root32, "vsqrtps %%zmm24,%%zmm\\r")
SIXTEEN(divide64, "vdivpd %%zmm24,%%zmm25,%%zmm\\r")
SIXTEEN(divide32, "vdivps %%zmm24,%%zmm25,%%zmm\\r")

static char *buffer;
static size_t bytes;
static void read_all(long count) {
  for (long k = 0; k < count; k++)
    for (size_t i = 0; i < bytes; i += 256)
      __asm__ volatile("vmovapd (%0),%%zmm0\n\tvmovapd 64(%0),%%zmm1\n\tvmovapd 128(%0),%%zmm2\n\t"
                       "vmovapd 192(%0),%%zmm3" ::"r"(buffer + i) : CLOBBERS);
}

int main(void) {
  const double hertz = 16 * 2e4 / fastest(cycles, 20000);
  printf("clock %.2f GHz\n", hertz * 1e-9);
  const struct { const char *name; void (*f)(long); } rates[] = {
      {"fused multiply-add", multiply_add}, {"addition from a table", add_from_table},
      {"permutation of two", permute}, {"root, float64", root64}, {"root, float32", root32},
      {"division, float64", divide64}, {"division, float32", divide32}};
  for (unsigned k = 0; k < sizeof rates / sizeof *rates; k++) {
    const double time = fastest(rates[k].f, 2000) / 3.2e4;
    printf("%-22s %6.2f cycles a vector of 64 bytes\n", rates[k].name, time * hertz);
  }
  const struct { const char *name; size_t size; } levels[] = {
      {"L1, 32 kB", 32 << 10}, {"L2, 512 kB", 512 << 10}, {"L3, 8 MB", 8 << 20},
      {"memory, 128 MB", 128 << 20}};
  buffer = aligned_alloc(1 << 21, 128 << 20);
  if (!buffer) return 1;
  memset(buffer, 1, 128 << 20);
  for (unsigned k = 0; k < sizeof levels / sizeof *levels; k++) {
    bytes = levels[k].size;
    const long count = (long)(1e7 / bytes) + 1;
    const double rate = bytes * count / fastest(read_all, count);
    printf("%-22s %6.1f GB/s, %.1f bytes a cycle\n", levels[k].name, rate * 1e-9, rate / hertz);
  }
}
#endif
