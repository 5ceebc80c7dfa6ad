/* sin, cos, arctan. No guard: see vector.h. */

/* x = n pi/2 + r + low, |r| <= pi/4 and a little; n modulo 4 in the low bits of `quadrant`. */
typedef struct {
  V r, low;
  VU quadrant;
} NAME(angle);

/* The lanes farther out than FAR, one by one, with as many bits of 2/pi as they need. */
LANE_CALLED void NAME(reduce_far)(const V *x, VI far, NAME(angle) * a) {
  for (int k = 0; k < WIDTH; k++) {
    if (!far[k]) continue;
    const lane_far_angle one = lane_reduced_far((*x)[k]);
    const REAL r = (REAL)one.r;
    a->r[k] = r;
    a->low[k] = (REAL)((one.r - r) + one.low);
    a->quadrant[k] = one.quadrant;
  }
}

/* Three words of pi/2. The first subtraction is exact, the second keeps its rounding error. */
#define FAR C(0x1p20, 0x1p13f)
LANE_INLINE NAME(angle) NAME(angle_of)(V x) {
  NAME(angle) a;
  const V t = FMA(x, (V)C(0x1.45f306dc9c883p-1, 0x1.45f306p-1f), (V)ROUNDER), n = t - ROUNDER;
  a.quadrant = (VU)t;
  const V second = (V)C(0x1.1a62633145c07p-54, -0x1.777a5cp-25f);
  const V first = FMA(n, (V)C(-0x1.921fb54442d18p+0, -0x1.921fb6p+0f), x);
  const V product = n * second, productRest = FMA(n, second, -product);
  a.r = first - product;
  const V back = a.r - first; /* the two-sum of first and -product */
  const V rest = (first - (a.r - back)) + (-product - back);
  a.low = FMA(n, (V)C(0x1.f1976b7ed8fbcp-110, 0x1.ee59dap-50f), rest - productRest);
  const VI far = (NAME(magnitude)(x) > FAR) & (NAME(magnitude)(x) < INFINITE);
  if (__builtin_expect(__builtin_reduce_or(far) != 0, 0)) {
    NAME(angle) other = a;
    NAME(reduce_far)(&x, far, &other);
    a = other;
  }
  return a;
}

/* sin(r + low) = r + (low (1 - z/2) + z r S(z)), z = r^2; cos(r + low) = 1 - z/2 + (z^2 C(z) - r
   low) with the rounding error of 1 - z/2. */
LANE_INLINE V NAME(quarter_wave)(NAME(angle) a, VU quadrant) {
  const V z = a.r * a.r, half = z * HALF, w = (V)ONE - half;
  const V sine = a.r + FMA(z * a.r, POLYNOMIAL(z, K(sin)), FMA(-half, a.low, a.low));
  const V cosine = w + FMA(z * z, POLYNOMIAL(z, K(cos)), FMA(-a.r, a.low, ((V)ONE - w) - half));
  const VI odd = (VI)(quadrant << (8 * sizeof(REAL) - 1)) < 0;
  const V y = odd ? cosine : sine;
  return (V)((VU)y ^ ((quadrant >> 1) << (8 * sizeof(REAL) - 1)));
}

/* Infinities give NaN, -0 gives -0. */
LANE_INLINE V NAME(sin)(V x) {
  const NAME(angle) a = NAME(angle_of)(x);
  const V y = NAME(quarter_wave)(a, a.quadrant);
  return x == C(0.0, 0.0f) ? x : y;
}

LANE_INLINE V NAME(cos)(V x) {
  const NAME(angle) a = NAME(angle_of)(x);
  return NAME(quarter_wave)(a, a.quadrant + 1);
}

/* arctan x = base + arctan t, |t| <= tan(pi/8): t is |x|, or (|x| - 1) / (|x| + 1) with base
   pi/4, or -1/|x| with base pi/2. The rounding errors of both sums and of the division are kept. */
LANE_INLINE V NAME(arctan)(V x) {
  const V zero = (V)C(0.0, 0.0f), one = (V)ONE, most = (V)C(0x1p60, 0x1p30f);
  V a = NAME(magnitude)(x);
  a = a > most ? most : a;
  const VI upper = a > C(0x1.3504f333f9de6p+1, 0x1.3504f4p+1f); /* 1 / tan(pi/8) */
  const VI middle = (a > C(0x1.a827999fcef32p-2, 0x1.a8279ap-2f)) & ~upper;
  const V above = upper ? -one : middle ? a - one : a;
  const V below = upper ? a : middle ? a + one : one;
  const V inverse = one / below, t = above * inverse;
  const V sums = FMA(-t, a - (below - one), a - (above + one));
  const V error = (FMA(-t, below, above) + (middle ? sums : zero)) * inverse;
  const V quarter = (V)C(0x1.921fb54442d18p-1, 0x1.921fb6p-1f); /* pi/4 */
  const V quarterLow = (V)C(0x1.1a62633145c07p-55, -0x1.777a5cp-26f);
  const V base = upper ? quarter + quarter : middle ? quarter : zero;
  const V baseLow = upper ? quarterLow + quarterLow : middle ? quarterLow : zero;
  const V z = t * t, sum = base + t, rest = (base - sum) + t;
  const V low = FMA(-error, z, error); /* the derivative is 1 / (1 + z) */
  const V y = sum + (rest + FMA(z * t, POLYNOMIAL(z, K(arctan)), low + baseLow));
  return NAME(signed)(y, x);
}
