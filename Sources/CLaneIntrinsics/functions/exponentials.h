/* exp, expm1, sigmoid, softplus, tanh. No guard: see vector.h. */

/* exp x is infinite above, below the normal range below. */
#define EXP_HIGH C(0x1.62e42fefa39efp+9, 0x1.62e42ep+6f)
#define EXP_LOW C(-0x1.6232bdd7abcd2p+9, -0x1.5d589ep+6f)
/* exp x is 0 from here on, and 2^n with SPARE added to n is still normal. */
#define EXP_LEAST C(-800.0, -105.0f)
#define SPARE C(200, 40)
#define SPARED C(0x1p-200, 0x1p-40f)
/* What is smaller than exp of minus this gets SPARE, so that the second words of its sums stay
   normal, too. It cannot be seen beside 1 then either. */
#define SPARE_FROM C(600.0, 50.0f)

/* x + low = n ln 2 + r, |r| <= ln 2 / 2, n in the low bits of t, and e^r = 1 + r + r^2 Q. */
typedef struct {
  VU t;
  V n, r, Q;
} NAME(exponent);

LANE_INLINE NAME(exponent) NAME(reduced)(V x, int words) {
  NAME(exponent) e;
  const V t = FMA(x, (V)C(0x1.71547652b82fep+0, 0x1.715476p+0f), (V)ROUNDER);
  e.t = (VU)t;
  e.n = t - ROUNDER;
  e.r = FMA(e.n, (V)-LN2_HIGH, x);
  if (words == 2) e.r = FMA(e.n, (V)-LN2_LOW, e.r);
  e.Q = POLYNOMIAL(e.r, K(exp));
  return e;
}

/* e^x with no care for what is out of range. */
LANE_INLINE V NAME(exp_within)(V x) {
  const NAME(exponent) e = NAME(reduced)(x, 2);
  return (V)((VU)FMA(FMA(e.Q, e.r, (V)ONE), e.r, (V)ONE) + (e.t << DIGITS));
}

/* Results below the normal range are made SPARE binades higher, and rounded once on their way
   down. */
LANE_INLINE V NAME(exp)(V x) {
  const VI low = x < EXP_LOW;
  const NAME(exponent) e = NAME(reduced)(x < EXP_LEAST ? (V)EXP_LEAST : x, 2);
  const V p = FMA(FMA(e.Q, e.r, (V)ONE), e.r, (V)ONE);
  const VU t = low ? e.t + SPARE : e.t;
  V y = (V)((VU)p + (t << DIGITS));
  y = low ? y * SPARED : y;
  return x <= EXP_HIGH ? y : x + INFINITE;
}

/* 2^n e^r - 1 = 2 (H e^r - 1/2), H = 2^(n-1), so that n = 1024 does not overflow. H - 1/2 + H r
   keeps its rounding error, and r its second word. */
LANE_INLINE V NAME(expm1)(V x) {
  const V least = (V)C(-40.0, -20.0f);
  const NAME(exponent) e = NAME(reduced)(x < least ? least : x, 1);
  const V rest = e.n * -LN2_LOW, H = NAME(power_of_two)(e.t - 1), c = H - HALF;
  const V p = e.Q * (e.r * e.r), q = p + FMA(rest, e.r + p, rest); /* rest e^r */
  const V sum = FMA(H, e.r, c), lost = FMA(H, e.r, c - sum), y = sum + FMA(H, q, lost);
  const V small = NAME(magnitude)(x) < C(0x1p-54, 0x1p-25f) ? x : y + y;
  return x > EXP_HIGH ? INFINITE : small;
}

/* e^-|x| in two words, x kept from where it is 0. `low`: far out, and then SPARE binades higher. */
typedef struct {
  V high, rest;
  VI low;
} NAME(decay);

LANE_INLINE NAME(decay) NAME(decayed)(V x) {
  NAME(decay) d;
  const V a = NAME(magnitude)(x), most = (V)-EXP_LEAST;
  d.low = a > SPARE_FROM;
  const NAME(exponent) e = NAME(reduced)(-(a > most ? most : a), 2);
  const V scale = NAME(power_of_two)(d.low ? e.t + SPARE : e.t);
  const V t = FMA(e.Q, e.r * e.r, e.r), p = t + ONE;
  d.high = p * scale;
  d.rest = (t - (p - ONE)) * scale;
  return d;
}

/* 1 / (1 + e^-x), small results to full relative precision: one division and its correction. */
LANE_INLINE V NAME(sigmoid)(V x) {
  const NAME(decay) d = NAME(decayed)(x);
  const VI negative = x < C(0.0, 0.0f);
  const V above = negative ? d.high : (V)ONE;
  const V below = d.high + ONE, low = (d.high - (below - ONE)) + d.rest;
  const V inverse = (V)ONE / below, q = above * inverse;
  const V left = FMA(-q, low, FMA(-q, below, above) + (negative ? d.rest : (V)C(0.0, 0.0f)));
  const V y = FMA(left, inverse, q);
  return (negative & d.low) ? y * SPARED : y;
}

/* ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|). With u = 1 + e^-|x| the logarithm is that of log1p,
   n being 1 where u > sqrt 2, else 0; what it adds to max(x, 0) is summed with its rounding
   errors. */
LANE_INLINE V NAME(softplus)(V x) {
  const NAME(decay) d = NAME(decayed)(x);
  const V zero = (V)C(0.0, 0.0f);
  const VI large = d.high > C(0x1.a827999fcef32p-2, 0x1.a8279ap-2f); /* sqrt 2 - 1 */
  const V u = d.high + ONE, lost = (d.high - (u - ONE)) + d.rest;
  const V f = large ? u * HALF - ONE : d.high;
  const V s = f / (f + C(2.0, 2.0f)), z = s * s, half = (f * HALF) * f;
  /* 1 / (1 + f), nearly */
  const V inverse = FMA(FMA(s, (V)C(2.0, 2.0f), (V)C(-2.0, -2.0f)), s, (V)ONE);
  const V delta = large ? lost * HALF : d.rest;
  const V rest = FMA(delta, inverse, large ? (V)LN2_LOW : zero);
  const V t = FMA(s, FMA(POLYNOMIAL(z, K(log)), z, half), rest);
  const V a = x < zero ? zero : x, b = large ? (V)LN2_HIGH : zero;
  const VI larger = a > b;
  const V first = a + b, firstRest = (larger ? b : a) - (first - (larger ? a : b));
  const V sum = first + f, sumRest = f - (sum - first);
  V y = sum + ((firstRest + sumRest) + (t - half));
  y = ((x < zero) & d.low) ? y * SPARED : y;
  return x <= C(40.0, 20.0f) ? y : x; /* NaN is itself */
}

/* |x| < 1: x - x w/S with S = 1 + w = x coth x. Else |x| = n ln 2 / 2 + r, e^2r = (S + r) / (S -
   r), and tanh = 1 - 2 (S - r) / (2^n (S + r) + (S - r)). One polynomial, one division; the
   selections stand where AVX-512 makes them masks of the operations. 2^n comes with its bias out
   of the low bits of t. */
LANE_INLINE V NAME(tanh)(V x) {
  const V one = (V)ONE, rounder = (V)C(0x1.8p52 + 1023, 0x1.8p23f + 127), most = (V)C(20.0, 10.0f);
  V a = NAME(magnitude)(x);
  const VI large = a >= one; /* NaN counts as small */
  a = a > most ? most : a;
  const V t = FMA(a, (V)C(0x1.71547652b82fep+1, 0x1.715476p+1f), rounder); /* 2 / ln 2 */
  const V n = large ? t - rounder : (V)C(0.0, 0.0f), N = (V)((VU)t << DIGITS);
  V r = FMA(n, (V)(-LN2_HIGH / 2), a);
#ifdef SINGLE
  const V z = r * r, w = POLYNOMIAL(z, K(coth)) * z;
#else
  r = FMA(n, (V)(-LN2_LOW / 2), r);
  /* The rounding error of z counts, in the first term. */
  const V z = r * r, rest = FMA(r, r, -z) * K(coth)[0];
  const V higher = NAME(polynomial)(z, K(coth) + 1, sizeof(K(coth)) / sizeof(REAL) - 1);
  const V w = FMA(z, (V)K(coth)[0], FMA(higher, z * z, rest));
#endif
  const V S = w + one, b = S + r;
  const V c = large ? S - r : S, above = large ? c + c : w, below = large ? FMA(N, b, c) : c;
  const V base = large ? one : a;
  return NAME(signed)(FMA(-base, above / below, base), x);
}
