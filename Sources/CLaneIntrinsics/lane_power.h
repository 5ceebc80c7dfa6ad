#ifndef LANE_POWER_H
#define LANE_POWER_H

#include "lane_intrinsics.h"

/* Powers of an exponent in (0, 1): v^lambda of a step, for every parameter.

   x = 2^e m with m in [sqrt(1/2), sqrt(2)), and f = log2 m is a polynomial's; then x^y = 2^n 2^r, where
   n is the integer next to y (e + f) and r = (y e - n) + y f. Because e is an integer and y e - n is one
   multiply-add, only absolute errors of f matter, and no logarithm of two words is needed. The polynomials
   are minimax (Remez), the largest errors measured: 1.27 ulp in double, 1.50 in single precision.

   0 gives 0, infinity infinity, NaN NaN; numbers below the normal range count as 0. The same operations
   in the same order on any processor. */

LANE_INLINE lane_double8 lane_power_double8(lane_double8 x, lane_double8 y) {
  /* Adding the distance from sqrt(1/2) to 1 carries into the exponent exactly where m >= sqrt(2). */
  const unsigned long long root = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
  const lane_ulong8 bits = (lane_ulong8)x + (one - root);
  /* The biased exponent becomes a number as the end of the significand of 2^52. */
  const lane_double8 e = (lane_double8)((bits >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  const lane_double8 m = (lane_double8)((bits & 0xfffffffffffff) + root);

  /* log2 m = s P(s^2), |s| < 0.172, P of degree 7. */
  static const double p[] = {0x1.b87db6766ff6dp-3, 0x1.c41bac89427a4p-3, 0x1.0ca331d828e88p-2,
                             0x1.484af104f2f9dp-2, 0x1.a61762f6ca241p-2, 0x1.2776c50eca285p-1,
                             0x1.ec709dc3a0598p-1, 0x1.71547652b82fep+1};
  const lane_double8 s = (m - 1.0) / (m + 1.0);
  const lane_double8 z = s * s;
  lane_double8 sum = p[0];
  LANE_UNROLLED for (int i = 1; i < 8; i++)
    sum = __builtin_elementwise_fma(sum, z, (lane_double8)p[i]);
  const lane_double8 f = sum * s;

  /* Adding 1.5 2^52 rounds to an integer and leaves it in the low bits of the significand. */
  const lane_double8 shifted = __builtin_elementwise_fma(y, e + f, (lane_double8)0x1.8p52);
  const lane_double8 n = shifted - 0x1.8p52;
  const lane_double8 r = __builtin_elementwise_fma(y, f, __builtin_elementwise_fma(y, e, -n));

  /* 2^r = 1 + r Q(r), |r| <= 1/2, Q of degree 10. */
  static const double q[] = {0x1.ea1822a162156p-32, 0x1.e61c92d30a19bp-28, 0x1.b524ce05a155bp-24,
                             0x1.62bfc6da95a91p-20, 0x1.ffcbfc7c38212p-17, 0x1.4309130f29421p-13,
                             0x1.5d87fe78a0e6ap-10, 0x1.3b2ab6fb9ff7ap-7,  0x1.c6b08d704a0d7p-5,
                             0x1.ebfbdff82c5a5p-3,  0x1.62e42fefa39efp-1,  1};
  sum = q[0];
  LANE_UNROLLED for (int i = 1; i < 12; i++)
    sum = __builtin_elementwise_fma(sum, r, (lane_double8)q[i]);
  const lane_double8 power = (lane_double8)((lane_ulong8)sum + ((lane_ulong8)shifted << 52));
  return ((x >= 0x1p-1022) & (x <= 0x1.fffffffffffffp+1023)) ? power : x * x;
}

/* The exponent is high + low, low being what single precision leaves of it. No division: that of the
   step's direction keeps the divider busy. */
LANE_INLINE lane_float16 lane_power_float16(lane_float16 x, lane_float16 high, lane_float16 low) {
  const unsigned root = 0x3f3504f3, one = 0x3f800000;
  const lane_uint16 bits = (lane_uint16)x + (one - root);
  const lane_float16 e = __builtin_convertvector((lane_int16)(bits >> 23) - 127, lane_float16);
  const lane_float16 m = (lane_float16)((bits & 0x7fffff) + root);

  /* log2 m = t P(t), t = m - 1, P of degree 9. */
  static const float p[] = {-0x1.c19756p-4f, 0x1.81d00cp-3f,  -0x1.89eba6p-3f, 0x1.a262aep-3f,
                            -0x1.ea479p-3f,  0x1.27814ep-2f,  -0x1.715da2p-2f, 0x1.ec709p-2f,
                            -0x1.71546ap-1f, 0x1.715476p+0f};
  const lane_float16 t = m - 1.0f;
  lane_float16 sum = p[0];
  LANE_UNROLLED for (int i = 1; i < 10; i++)
    sum = __builtin_elementwise_fma(sum, t, (lane_float16)p[i]);
  const lane_float16 f = sum * t;

  const lane_float16 shifted = __builtin_elementwise_fma(high, e + f, (lane_float16)0x1.8p23f);
  const lane_float16 n = shifted - 0x1.8p23f;
  const lane_float16 fraction =
      __builtin_elementwise_fma(low, e, __builtin_elementwise_fma(high, e, -n));
  const lane_float16 r = __builtin_elementwise_fma(high, f, fraction);

  /* 2^r = 1 + r Q(r), |r| <= 1/2, Q of degree 5. */
  static const float q[] = {0x1.448fa4p-13f, 0x1.5f4774p-10f, 0x1.3b29aap-7f, 0x1.c6aed0p-5f,
                            0x1.ebfbep-3f,   0x1.62e43p-1f,   1};
  sum = q[0];
  LANE_UNROLLED for (int i = 1; i < 7; i++)
    sum = __builtin_elementwise_fma(sum, r, (lane_float16)q[i]);
  const lane_float16 power = (lane_float16)((lane_uint16)sum + ((lane_uint16)shifted << 23));
  return ((x >= 0x1p-126f) & (x <= 0x1.fffffep+127f)) ? power : x * x;
}

#endif
