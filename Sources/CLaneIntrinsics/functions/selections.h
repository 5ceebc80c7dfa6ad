/* Comparisons and selections, and arithmetic that Swift has no vectors for. No guard: see vector.h. */

/* All bits of the lanes where it holds, none of the others, which NaN is among. */
LANE_INLINE V NAME(less)(V x, V y) { return (V)(x < y); }
LANE_INLINE V NAME(less_or_equal)(V x, V y) { return (V)(x <= y); }
LANE_INLINE V NAME(equal)(V x, V y) { return (V)(x == y); }

/* The larger and the smaller; NaN where one of them is. */
LANE_INLINE V NAME(maximum)(V x, V y) {
  return ((x == x) & (y == y)) ? (x > y ? x : y) : (V)NOT_A_NUMBER;
}
LANE_INLINE V NAME(minimum)(V x, V y) {
  return ((x == x) & (y == y)) ? (x < y ? x : y) : (V)NOT_A_NUMBER;
}

/* 1, -1, and x itself where it is a zero or NaN. */
LANE_INLINE V NAME(signum)(V x) {
  const V zero = (V)C(0.0, 0.0f);
  return x > zero ? (V)ONE : x < zero ? (V)-ONE : x;
}

/* a b + c and 1 - x^2, rounded once. */
LANE_INLINE V NAME(multiply_add)(V a, V b, V c) { return FMA(a, b, c); }
LANE_INLINE V NAME(one_minus_square)(V x) { return FMA(-x, x, (V)ONE); }

/* Both by their bits. */
LANE_INLINE V NAME(absolute)(V x) { return NAME(magnitude)(x); }
LANE_INLINE V NAME(negated)(V x) {
  return (V)((VU)x ^ ((UNSIGNED)1 << (8 * sizeof(REAL) - 1)));
}
