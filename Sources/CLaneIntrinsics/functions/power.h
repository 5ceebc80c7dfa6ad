/* x^y = 2^(y log2 x), log2 in two words. No guard: see vector.h.

   In double precision the operations, and so the bits, are those of `Elementary.power`, where x
   >= 0. */

/* An unevaluated sum. */
typedef struct {
  V high, low;
} NAME(pair);

/* |a| >= |b| or a = 0. */
LANE_INLINE NAME(pair) NAME(pair_of_sum)(V a, V b) {
  NAME(pair) sum;
  sum.high = a + b;
  sum.low = b - (sum.high - a);
  return sum;
}

LANE_INLINE NAME(pair) NAME(pair_of_product)(V a, V b) {
  NAME(pair) product;
  product.high = a * b;
  product.low = FMA(a, b, -product.high);
  return product;
}

/* The product of the low words is left out. */
LANE_INLINE NAME(pair) NAME(product_of_pairs)(NAME(pair) a, NAME(pair) b) {
  const NAME(pair) exact = NAME(pair_of_product)(a.high, b.high);
  return NAME(pair_of_sum)(exact.high, FMA(a.low, b.high, FMA(a.high, b.low, exact.low)));
}

/* x = 2^n m, m in [sqrt 1/2, sqrt 2), s = (m - 1) / (m + 1), z = s^2: log2 x = n + s (c0 + z (c1
   + z L(z))), cI = 2 / ((2 i + 1) ln 2), all but z L in two words. For finite x > 0. */
LANE_INLINE NAME(pair) NAME(log2)(V x) {
  const UNSIGNED one = (UNSIGNED)BIAS << DIGITS, root = C(0x3fe6a09e667f3bcd, 0x3f3504f3);
  const VI low = x < LEAST_NORMAL;
  const VU bits = (VU)(low ? x * C(0x1p54, 0x1p25f) : x) + (one - root);
#ifdef SINGLE
  const V biased = __builtin_convertvector((VI)(bits >> DIGITS), V);
  const V n = biased - (low ? (V)152.0f : (V)127.0f);
#else
  const V biased = (V)((bits >> DIGITS) | 0x4330000000000000) - 0x1p52;
  const V n = biased - (low ? (V)1077.0 : (V)1023.0);
#endif
  const V m = (V)((bits & (((UNSIGNED)1 << DIGITS) - 1)) + root);
  const V above = m - ONE, below = m + ONE, belowLow = m - (below - ONE);
  NAME(pair) s;
  s.high = above / below;
  s.low = FMA(-s.high, belowLow, FMA(-s.high, below, above)) / below;
  const NAME(pair) z = NAME(product_of_pairs)(s, s);
  const V higher = z.high * POLYNOMIAL(z.high, K(log2));
  NAME(pair) inner = NAME(pair_of_sum)((V)C(0x1.ec709dc3a03fdp-1, 0x1.ec709ep-1f), higher);
  inner.low = inner.low + C(0x1.d27f05548af0cp-55, -0x1.e2fe02p-28f);
  const NAME(pair) product = NAME(product_of_pairs)(inner, z);
  NAME(pair) outer = NAME(pair_of_sum)((V)C(0x1.71547652b82fep+1, 0x1.715476p+1f), product.high);
  outer.low = outer.low + (product.low + C(0x1.777d0ffda0d24p-55, 0x1.4ae0cp-25f));
  const NAME(pair) fraction = NAME(product_of_pairs)(outer, s);
  const NAME(pair) whole = NAME(pair_of_sum)(n, fraction.high);
  return NAME(pair_of_sum)(whole.high, whole.low + fraction.low);
}

/* 2^(high + low) = 2^n (1 + r ln 2 + r^2 Q(r)), r ln 2 in two words. 2^n in two factors: neither
   overflows alone, and results below the normal range are rounded once. */
LANE_INLINE V NAME(exp2)(NAME(pair) x) {
  const V most = (V)C(1100.0, 180.0f);
  const VI clamped = (x.high > most) | (x.high < -most);
  V high = x.high > most ? most : x.high;
  high = high < -most ? -most : high;
  const V shifted = high + ROUNDER;
  const V low = clamped ? (V)C(0.0, 0.0f) : x.low;
  const NAME(pair) r = NAME(pair_of_sum)(high - (shifted - ROUNDER), low);
  NAME(pair) a = NAME(pair_of_product)(r.high, (V)LN2_HIGH);
  a.low = FMA(r.low, (V)LN2_HIGH, FMA(r.high, (V)LN2_LOW, a.low));
  const V q = POLYNOMIAL(r.high, K(exp2));
  const NAME(pair) one = NAME(pair_of_sum)((V)ONE, a.high);
  const V p = one.high + (one.low + FMA(r.high * r.high, q, a.low));
  /* n modulo 2^12 (2^9) in the low bits, made positive. */
  const VU biased = ((VU)shifted + C(2048, 256)) & C(0xfff, 0x1ff);
  const VU first = biased >> 1, second = biased - first;
  return p * (V)((first - 1) << DIGITS) * (V)((second - 1) << DIGITS);
}

/* As IEEE 754 has `pow`. */
LANE_INLINE V NAME(pow)(V x, V y) {
  const V zero = (V)C(0.0, 0.0f), a = NAME(magnitude)(x);
  NAME(pair) logarithm = NAME(log2)(a);
  const VI none = a == zero, endless = a == INFINITE;
  logarithm.high = none ? -INFINITE : endless ? INFINITE : a < INFINITE ? logarithm.high : a;
  logarithm.low = (none | endless) ? zero : logarithm.low;
  NAME(pair) exponent = NAME(pair_of_product)(y, logarithm.high);
  exponent.low = FMA(y, logarithm.low, exponent.low);
  V power = NAME(exp2)(exponent);
  /* Of negative x only whole powers, odd ones negative. */
  const VI negative = (VI)x < 0, whole = __builtin_elementwise_trunc(y) == y;
  const V half = y * HALF;
  const VI odd = whole & (__builtin_elementwise_trunc(half) != half);
  power = (negative & odd) ? -power : power;
  const VI neither = (x < zero) & (x > -INFINITE) & ~whole & (y == y);
  power = neither ? NOT_A_NUMBER : power;
  const VI one = (y == zero) | (x == ONE) | ((a == ONE) & (NAME(magnitude)(y) == INFINITE));
  return one ? (V)ONE : power;
}
