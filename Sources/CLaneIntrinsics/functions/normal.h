/* erf, and distribution and density of a standard normal number. No guard: see vector.h. */

/* |x| < 1: x + x E(x^2). Else 1 - exp(-t - t T(t)). */
LANE_INLINE V NAME(erf)(V x) {
  const V a = NAME(magnitude)(x), most = (V)C(6.0, 4.0f);
  const V near = FMA(POLYNOMIAL(a * a, K(erf)), a, a);
  const V t = a > most ? most : a;
  const V far = (V)ONE - NAME(exp_within)(-FMA(POLYNOMIAL(t, K(erfc)), t, t));
  const V y = a >= ONE ? far : near;
  return NAME(signed)(y, x);
}

/* exp(-x^2/2) = (1 + r + rest) scale, x^2 and r in two words. `low`: far out, and then SPARE
   binades higher. */
typedef struct {
  V r, rest, scale;
  VI low;
} NAME(bell);

LANE_INLINE NAME(bell) NAME(bell_of)(V t) {
  NAME(bell) b;
  const V square = t * t, half = square * HALF, halfRest = FMA(t, t, -square) * HALF;
  b.low = half > SPARE_FROM;
  const V shifted = FMA(half, (V)C(-0x1.71547652b82fep+0, -0x1.715476p+0f), (V)ROUNDER);
  const V n = shifted - ROUNDER;
  const V high = FMA(n, (V)-LN2_HIGH, -half), low = FMA(n, (V)-LN2_LOW, -halfRest);
  b.r = high + low;
  b.rest = FMA(POLYNOMIAL(b.r, K(exp)), b.r * b.r, (high - b.r) + low);
  b.scale = NAME(power_of_two)(b.low ? (VU)shifted + SPARE : (VU)shifted);
  return b;
}

/* The distribution is 0 from here on. */
#define NORMAL_MOST C(39.0, 14.5f)
/* 1 / sqrt(2 pi) */
#define DENSITY_HIGH C(0x1.9884533d43651p-2, 0x1.988454p-2f)
#define DENSITY_LOW C(-0x1.cbc0d30ebfd15p-56, -0x1.857936p-27f)

/* P(-t) = exp(-t^2/2) R, R = s P(s - c), s = a / (t + a), R in two words. The rounding error of
   s is seen through R' = t R - 1 / sqrt(2 pi). Relative precision to the end of the lower tail. */
LANE_INLINE V NAME(normal_distribution)(V x) {
  const V most = (V)NORMAL_MOST, a = (V)C(6.0, 4.0f), center = (V)C(0.625, 0.5f);
  V t = NAME(magnitude)(x);
  t = t > most ? most : t;
  const V sum = t + a, sumRest = t - (sum - a);
  const V q = a / sum - center, s = q + center;
  const V left = FMA(-s, sumRest, FMA(-s, sum, a));
  /* Horner's rule, the last steps with their rounding errors: of the product, and of the sum. */
  enum { count = sizeof(K(mills)) / sizeof(REAL), twice = C(6, 4) };
  V p = NAME(polynomial)(q, K(mills) + 1 + twice, count - 1 - twice), pRest = (V)C(0.0, 0.0f);
  LANE_UNROLLED for (int i = twice; i > 0; i--) {
    const V c = (V)K(mills)[i == 1 ? 0 : i], product = p * q, productRest = FMA(p, q, -product);
    p = c + product;
    const V back = p - c;
    pRest = FMA(pRest, q, productRest + ((c - (p - back)) + (product - back)));
  }
  pRest = pRest + K(mills)[1];
  const V R = s * p;
  const V moved = FMA(-t, R, (V)DENSITY_HIGH) * (left * (sum * C(1.0 / 6, 0.25f)));
  const V rest = FMA(s, pRest, FMA(s, p, -R)) + moved;

  const NAME(bell) b = NAME(bell_of)(t);
  const VI negative = x < C(0.0, 0.0f);
  const V restOfBoth = FMA(R, b.rest, FMA(rest, b.r + b.rest, rest));
  const V tail = R * b.scale, tailRest = FMA(R, b.r, restOfBoth) * b.scale;
  const V base = negative ? (V)C(0.0, 0.0f) : (V)ONE;
  const V v = negative ? tail : -tail, vRest = negative ? tailRest : -tailRest;
  const V y = base + v, result = y + (((base - y) + v) + vRest);
  return (negative & b.low) ? result * SPARED : result;
}

LANE_INLINE V NAME(normal_density)(V x) {
  const V most = (V)NORMAL_MOST, t = NAME(magnitude)(x);
  const NAME(bell) b = NAME(bell_of)(t > most ? most : t);
  const V rest = FMA(b.rest, (V)DENSITY_HIGH, (V)DENSITY_LOW);
  const V y = (DENSITY_HIGH + FMA(b.r, (V)DENSITY_HIGH, rest)) * b.scale;
  return b.low ? y * SPARED : y;
}
