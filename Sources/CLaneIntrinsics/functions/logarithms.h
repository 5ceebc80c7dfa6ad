/* log, log1p. No guard: see vector.h. */

/* u = 2^n m, m in [sqrt 1/2, sqrt 2), f = m - 1, s = f / (2 + f):
   ln m = f - (f^2/2 - s (f^2/2 + s^2 L(s^2))). */

/* 0 gives -infinity, a negative number NaN. */
LANE_INLINE V NAME(log)(V x) {
  const UNSIGNED one = (UNSIGNED)BIAS << DIGITS, root = C(0x3fe6a09e667f3bcd, 0x3f3504f3);
  const VI low = x < LEAST_NORMAL; /* brought into the normal range first */
  /* Adding the distance from sqrt 1/2 to 1 carries into the exponent exactly where m >= sqrt 2. */
  const VU bits = (VU)(low ? x * C(0x1p54, 0x1p25f) : x) + (one - root);
#ifdef SINGLE
  const V biased = __builtin_convertvector((VI)(bits >> DIGITS), V);
  const V n = biased - (low ? (V)152.0f : (V)127.0f);
#else
  /* The biased exponent becomes a number as the end of the significand of 2^52. */
  const V biased = (V)((bits >> DIGITS) | 0x4330000000000000);
  const V n = biased - (low ? (V)(0x1p52 + 1077) : (V)(0x1p52 + 1023));
#endif
  const V f = (V)((bits & (((UNSIGNED)1 << DIGITS) - 1)) + root) - ONE;
  const V s = f / (f + C(2.0, 2.0f)), z = s * s, half = (f * HALF) * f;
  const V t = FMA(s, FMA(POLYNOMIAL(z, K(log)), z, half), n * LN2_LOW);
  V y = FMA(n, (V)LN2_HIGH, f - (half - t));
  y = x < INFINITE ? y : x;
  y = x == C(0.0, 0.0f) ? -INFINITE : y;
  return x < C(0.0, 0.0f) ? NOT_A_NUMBER : y;
}

/* u = 1 + x, rounded, leaves c, and ln(1 + x) = ln u + c/u. Where n = 0, f is x itself. -1 gives
   -infinity, what is below NaN. */
LANE_INLINE V NAME(log1p)(V x) {
  const UNSIGNED one = (UNSIGNED)BIAS << DIGITS, root = C(0x3fe6a09e667f3bcd, 0x3f3504f3);
  const V u = x + ONE, b = u - ONE, c = (x - b) + (ONE - (u - b));
  const VU bits = (VU)u + (one - root);
  const VI e = (VI)(bits >> DIGITS) - BIAS;
#ifdef SINGLE
  const V n = __builtin_convertvector(e, V);
#else
  const V n = (V)((bits >> DIGITS) | 0x4330000000000000) - (0x1p52 + 1023);
#endif
  const VI near = e == 0;
  const V f = near ? x : (V)((bits & (((UNSIGNED)1 << DIGITS) - 1)) + root) - ONE;
  const V s = f / (f + C(2.0, 2.0f)), z = s * s, half = (f * HALF) * f;
  /* 2^(1-n), 0 where x is so large that c is 0; 1/(2 m), nearly. */
  const V scale = (V)((VU)(BIAS + 1 - e) << DIGITS), inverse = FMA(s - ONE, s, (V)HALF);
  const V rest = near ? (V)C(0.0, 0.0f) : FMA(c * scale, inverse, n * LN2_LOW);
  const V t = FMA(s, FMA(POLYNOMIAL(z, K(log)), z, half), rest);
  V y = FMA(n, (V)LN2_HIGH, f - (half - t));
  y = x == C(0.0, 0.0f) ? x : y; /* -0 */
  y = x < INFINITE ? y : x;
  y = x == C(-1.0, -1.0f) ? -INFINITE : y;
  return x < C(-1.0, -1.0f) ? NOT_A_NUMBER : y;
}
