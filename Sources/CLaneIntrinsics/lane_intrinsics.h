#ifndef LANE_INTRINSICS_H
#define LANE_INTRINSICS_H

/* Vector instructions that Swift has no name for, with portable code of the same results. */

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#pragma clang assume_nonnull begin
#define LANE_INLINE static inline __attribute__((__always_inline__))
/* A function of its own, for those that would only make their callers long. */
#define LANE_CALLED static __attribute__((__noinline__, __unused__))

typedef double lane_double8 __attribute__((ext_vector_type(8)));
typedef double lane_double4 __attribute__((ext_vector_type(4)));
typedef float lane_float16 __attribute__((ext_vector_type(16)));
typedef float lane_float8 __attribute__((ext_vector_type(8)));
typedef unsigned long long lane_ulong8 __attribute__((ext_vector_type(8)));
typedef int lane_int16 __attribute__((ext_vector_type(16)));
typedef unsigned lane_uint16 __attribute__((ext_vector_type(16)));

/* Whether look-ups in registers are single instructions. */
LANE_INLINE int lane_intrinsics_are_fast(void) {
#if defined(__AVX512F__)
  return 1;
#else
  return 0;
#endif
}

/* From now on this thread takes numbers below the normal range for 0, arguments and results: a
   processor needs a hundred cycles for each of them. Returns what to restore. */
LANE_INLINE unsigned long long lane_flush_subnormals(void) {
#if defined(__x86_64__)
  const unsigned mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040);
  return mode;
#elif defined(__aarch64__)
  unsigned long long mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | 1ull << 24));
  return mode;
#else
  return 0;
#endif
}

/* Back to what lane_flush_subnormals returned. */
LANE_INLINE void lane_restore_subnormals(unsigned long long mode) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#else
  (void)mode;
#endif
}

/* A hint that a cache line will be read; any address is allowed. */
LANE_INLINE void lane_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }

/* The same address, but the compiler does not know it: what lies at fixed distances from it is then
   reached by displacements of one register, not by registers of their own, too many of them. */
LANE_INLINE const void *lane_one_register(const void *address) {
  __asm__ volatile("" : "+r"(address));
  return address;
}

/* The lanes shifted right by 4 nibble, as far as their lowest four bits go. Permutations and shifts share
   two ports of AMD's processors, multiplications have another: every 16 bits are shifted by a product. */
#if defined(__AVX512BW__)
LANE_INLINE __m512i lane_shifted(__m512i by_quarters, int nibble) {
  if (nibble == 0) return by_quarters;
  __m512i factors = _mm512_set1_epi16((short)(1 << (16 - 4 * nibble)));
  __asm__("" : "+v"(factors)); /* or the compiler makes it a shift again */
  return _mm512_mulhi_epu16(by_quarters, factors);
}
#endif

/* Entry (index >> 4 nibble) mod 16 of a table of sixteen, for each lane. */
LANE_INLINE lane_double8 lane_lookup_double8(lane_double8 low, lane_double8 high,
                                             lane_ulong8 index, int nibble) {
#if defined(__AVX512BW__)
  const __m512i shifted = lane_shifted((__m512i)(index >> (16 * (nibble / 4))), nibble % 4);
  return (lane_double8)_mm512_permutex2var_pd((__m512d)low, shifted, (__m512d)high);
#else
  double table[16];
  lane_double8 result;
  for (int k = 0; k < 8; k++) {
    table[k] = low[k];
    table[k + 8] = high[k];
  }
  for (int k = 0; k < 8; k++) result[k] = table[(index[k] >> (4 * nibble)) & 15];
  return result;
#endif
}

/* Entry (index >> 4 nibble) mod 16 of a table of sixteen, for each lane. */
LANE_INLINE lane_float16 lane_lookup_float16(lane_float16 table, lane_uint16 index, int nibble) {
#if defined(__AVX512BW__)
  const __m512i shifted = lane_shifted((__m512i)(index >> (16 * (nibble / 4))), nibble % 4);
  return (lane_float16)_mm512_permutexvar_ps(shifted, (__m512)table);
#else
  float entries[16];
  lane_float16 result;
  for (int k = 0; k < 16; k++) entries[k] = table[k];
  for (int k = 0; k < 16; k++) result[k] = entries[(index[k] >> (4 * nibble)) & 15];
  return result;
#endif
}

/* The products of a tile of a dense design, row by row of sixteen entries, with sixteen weights, added
   to the sums of its rows, which lie in the lanes: sum <- fma(entry, weight, sum), column after column.
   The tile is transposed in registers: a vector takes half of a row and half of another, and rounds of
   shuffles inside the halves do the rest. Entries and weights lie on boundaries of 64 bytes. */
#define LANE_UNROLLED _Pragma("clang loop unroll(full)")

LANE_INLINE lane_double8 lane_tile_double8(const double *entries, const double *weights,
                                           lane_double8 sums) {
  LANE_UNROLLED for (int quarter = 0; quarter < 16; quarter += 4) {
    lane_double8 a[4], b[4];
    LANE_UNROLLED for (int i = 0; i < 4; i++) {
      const lane_double4 low = *(const lane_double4 *)(entries + 16 * i + quarter);
      const lane_double4 high = *(const lane_double4 *)(entries + 16 * i + 64 + quarter);
      a[i] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
    }
    LANE_UNROLLED for (int round = 0; round < 2; round++) {
      LANE_UNROLLED for (int i = 0; i < 2; i++) {
        b[2 * i] = __builtin_shufflevector(a[i], a[i + 2], 0, 8, 1, 9, 4, 12, 5, 13);
        b[2 * i + 1] = __builtin_shufflevector(a[i], a[i + 2], 2, 10, 3, 11, 6, 14, 7, 15);
      }
      LANE_UNROLLED for (int i = 0; i < 4; i++) a[i] = b[i];
    }
    LANE_UNROLLED for (int k = 0; k < 4; k++)
      sums = __builtin_elementwise_fma(a[k], (lane_double8)(weights[quarter + k]), sums);
  }
  return sums;
}

/* The same for sixteen rows in single precision. */
LANE_INLINE lane_float16 lane_tile_float16(const float *entries, const float *weights,
                                           lane_float16 sums) {
  LANE_UNROLLED for (int half = 0; half < 16; half += 8) {
    lane_float16 a[8], b[8];
    LANE_UNROLLED for (int i = 0; i < 8; i++) {
      const lane_float8 low = *(const lane_float8 *)(entries + 16 * i + half);
      const lane_float8 high = *(const lane_float8 *)(entries + 16 * i + 128 + half);
      a[i] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
                                     15);
    }
    LANE_UNROLLED for (int round = 0; round < 3; round++) {
      LANE_UNROLLED for (int i = 0; i < 4; i++) {
        b[2 * i] = __builtin_shufflevector(a[i], a[i + 4], 0, 16, 1, 17, 2, 18, 3, 19, 8, 24, 9, 25,
                                           10, 26, 11, 27);
        b[2 * i + 1] = __builtin_shufflevector(a[i], a[i + 4], 4, 20, 5, 21, 6, 22, 7, 23, 12, 28,
                                               13, 29, 14, 30, 15, 31);
      }
      LANE_UNROLLED for (int i = 0; i < 8; i++) a[i] = b[i];
    }
    LANE_UNROLLED for (int k = 0; k < 8; k++)
      sums = __builtin_elementwise_fma(a[k], (lane_float16)(weights[half + k]), sums);
  }
  return sums;
}

/* The square roots, correctly rounded.

   The instruction for eight or sixteen of them takes as long as some fifty multiply-adds. An
   approximation improved by multiply-adds takes a third of that, and its last bit is proven by its
   own remainder: s is the rounded root of x if |x - s s| < s ulp, where ulp is that of the number just
   below s and x - s s is exact. So no bit depends on the approximation, which differs between vendors.
   Where the proof fails (one in some hundred vectors; zeros, numbers so small that the remainder
   underflows, infinities, NaN) the instruction decides. */
LANE_INLINE lane_double8 lane_root_double8(lane_double8 argument) {
#if defined(__AVX512F__)
  const __m512d x = (__m512d)argument;
  const __m512d half = _mm512_set1_pd(0.5);
  const __m512d y = _mm512_rsqrt14_pd(x);
  const __m512d g0 = _mm512_mul_pd(x, y);
  const __m512d h0 = _mm512_mul_pd(half, y);
  const __m512d e0 = _mm512_fnmadd_pd(g0, h0, half);
  const __m512d g1 = _mm512_fmadd_pd(g0, e0, g0);
  const __m512d h1 = _mm512_fmadd_pd(h0, e0, h0);
  const __m512d g2 = _mm512_fmadd_pd(_mm512_fnmadd_pd(g1, g1, x), h1, g1);
  const __m512d s = _mm512_fmadd_pd(_mm512_fnmadd_pd(g2, g2, x), h1, g2);
  const __m512d remainder = _mm512_fnmadd_pd(s, s, x);
  /* One less, 52 powers of two lower, and no significand: the ulp of the number below s. */
  const __m512i ulp = _mm512_and_si512(
      _mm512_sub_epi64((__m512i)s, _mm512_set1_epi64((52ll << 52) + 1)),
      _mm512_set1_epi64(0x7ff0000000000000));
  /* A bound below 2^-1000 becomes negative and proves nothing. */
  const __m512d bound = _mm512_fmadd_pd(s, (__m512d)ulp, _mm512_set1_pd(-0x1p-1000));
  const __mmask8 proven = _mm512_cmp_pd_mask(_mm512_abs_pd(remainder), bound, _CMP_LT_OQ);
  if (__builtin_expect(proven != 0xff, 0)) return (lane_double8)_mm512_sqrt_pd(x);
  return (lane_double8)s;
#else
  return __builtin_elementwise_sqrt(argument);
#endif
}

/* The same in single precision; the instruction of AMD's processors is as quick. */
LANE_INLINE lane_float16 lane_root_float16(lane_float16 argument) {
#if defined(__AVX512F__) && !defined(__znver4__) && !defined(__znver5__)
  const __m512 x = (__m512)argument;
  const __m512 y = _mm512_rsqrt14_ps(x);
  const __m512 g0 = _mm512_mul_ps(x, y);
  const __m512 h = _mm512_mul_ps(_mm512_set1_ps(0.5f), y);
  const __m512 g1 = _mm512_fmadd_ps(_mm512_fnmadd_ps(g0, g0, x), h, g0);
  const __m512 s = _mm512_fmadd_ps(_mm512_fnmadd_ps(g1, g1, x), h, g1);
  const __m512 remainder = _mm512_fnmadd_ps(s, s, x);
  const __m512i ulp = _mm512_and_si512(
      _mm512_sub_epi32((__m512i)s, _mm512_set1_epi32((23 << 23) + 1)),
      _mm512_set1_epi32(0x7f800000));
  const __m512 bound = _mm512_fmadd_ps(s, (__m512)ulp, _mm512_set1_ps(-0x1p-120f));
  const __mmask16 proven = _mm512_cmp_ps_mask(_mm512_abs_ps(remainder), bound, _CMP_LT_OQ);
  if (__builtin_expect(proven != 0xffff, 0)) return (lane_float16)_mm512_sqrt_ps(x);
  return (lane_float16)s;
#else
  return __builtin_elementwise_sqrt(argument);
#endif
}

/* The square roots of eight numbers beside those of `lane_root_double8`, or without others. On AMD's
   processors the instruction is quick enough to do a half of them while multiply-adds do the other. */
LANE_INLINE lane_double8 lane_other_root_double8(lane_double8 argument) {
#if defined(__znver4__) || defined(__znver5__)
  return __builtin_elementwise_sqrt(argument);
#else
  return lane_root_double8(argument);
#endif
}

#pragma clang assume_nonnull end
#endif
