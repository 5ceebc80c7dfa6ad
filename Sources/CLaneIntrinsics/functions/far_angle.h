/* The rest of a division of a large number by pi/2, after Payne and Hanek (1983). */

#ifndef LANE_FAR_ANGLE_H
#define LANE_FAR_ANGLE_H

/* x = n pi/2 + r + low, |r| <= pi/4, quadrant = n modulo 4. */
typedef struct {
  double r, low;
  unsigned quadrant;
} lane_far_angle;

/* For finite |x| >= 2^13. x = m 2^e with an integer m of 53 bits; bits of 2/pi which give
   multiples of 4 are left out, 192 bits follow, and what is behind them cannot be seen: m times
   it is below 2^-137, and no double comes nearer than 2^-62 to a multiple of pi/2. */
LANE_CALLED lane_far_angle lane_reduced_far(double x) {
  /* 64 zeros, then the bits of 2/pi. */
  static const unsigned long long bits[] = {
      0,
      0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
      0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
      0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
      0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b,
      0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};
  typedef unsigned __int128 wide;
  union {
    double number;
    unsigned long long bits;
  } u = {x};
  const unsigned long long m = (u.bits & 0xfffffffffffff) | 1ull << 52;
  const int first = (int)(u.bits >> 52 & 0x7ff) - 1075 - 2 + 64;
  const int word = first >> 6, shift = first & 63;
  unsigned long long w[3];
  for (int i = 0; i < 3; i++)
    w[i] = shift ? bits[word + i] << shift | bits[word + i + 1] >> (64 - shift) : bits[word + i];

  /* The low 192 bits of the product, highest word first: n in the first two bits, then the
     fraction. */
  const wide p2 = (wide)m * w[2], p1 = (wide)m * w[1] + (unsigned long long)(p2 >> 64);
  unsigned long long p[3] = {m * w[0] + (unsigned long long)(p1 >> 64), (unsigned long long)p1,
                             (unsigned long long)p2};
  unsigned quadrant = (unsigned)(p[0] >> 62);
  p[0] = p[0] << 2 | p[1] >> 62;
  p[1] = p[1] << 2 | p[2] >> 62;
  p[2] <<= 2;
  int negative = 0;
  if (p[0] >> 63) { /* more than half: the next multiple */
    quadrant++;
    negative = 1;
    const wide low = -(((wide)p[1] << 64) | p[2]);
    p[0] = ~p[0] + (low == 0);
    p[1] = (unsigned long long)(low >> 64);
    p[2] = (unsigned long long)low;
  }
  const int zeros = p[0] ? __builtin_clzll(p[0]) : 64 + __builtin_clzll(p[1]);
  const int s = zeros & 63;
  if (zeros >= 64) {
    p[0] = p[1];
    p[1] = p[2];
    p[2] = 0;
  }
  if (s) {
    p[0] = p[0] << s | p[1] >> (64 - s);
    p[1] = p[1] << s | p[2] >> (64 - s);
  }
  union {
    unsigned long long bits;
    double number;
  } scale = {(unsigned long long)(1023 - 64 - zeros) << 52};
  const double sign = negative != (int)(u.bits >> 63) ? -scale.number : scale.number;
  const double high = (double)(p[0] & ~0x7ffull) * sign;
  const double low = (double)((p[0] & 0x7ff) << 42 | p[1] >> 22) * 0x1p-42 * sign;

  /* Times pi/2. */
  lane_far_angle a;
  a.r = high * 0x1.921fb54442d18p+0;
  a.low = __builtin_fma(high, 0x1.921fb54442d18p+0, -a.r);
  a.low = __builtin_fma(low, 0x1.921fb54442d18p+0, a.low);
  a.low = __builtin_fma(high, 0x1.1a62633145c07p-54, a.low);
  a.quadrant = u.bits >> 63 ? 0u - quadrant : quadrant;
  return a;
}

#endif
