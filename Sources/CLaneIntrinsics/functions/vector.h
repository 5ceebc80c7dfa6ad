/* Vectors of WIDTH numbers of a precision, and what all functions of this folder are made of.
   No guard: lane_functions.h includes this once for each width and precision. */

#define LANE_JOINED(a, b) a##_##b
#define LANE_JOIN(a, b) LANE_JOINED(a, b)
#define NAME(function) LANE_JOIN(lane_##function, SUFFIX)

#ifdef SINGLE
#define REAL float
#define INTEGER int
#define UNSIGNED unsigned
#define DIGITS 23
#define BIAS 127
#define C(of_double, of_single) of_single
#define K(name) lane_##name##_coefficients_float
#else
#define REAL double
#define INTEGER long
#define UNSIGNED unsigned long
#define DIGITS 52
#define BIAS 1023
#define C(of_double, of_single) of_double
#define K(name) lane_##name##_coefficients_double
#endif

#define V NAME(vector)
#define VI NAME(integers)
#define VU NAME(unsigned)
typedef REAL V __attribute__((ext_vector_type(WIDTH)));
typedef INTEGER VI __attribute__((ext_vector_type(WIDTH)));
typedef UNSIGNED VU __attribute__((ext_vector_type(WIDTH)));

#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define ONE C(1.0, 1.0f)
#define HALF C(0.5, 0.5f)
#define INFINITE ((V)(REAL)__builtin_inf())
#define NOT_A_NUMBER ((V)(REAL)__builtin_nan(""))
#define LEAST_NORMAL C(0x1p-1022, 0x1p-126f)
/* Added, it rounds to an integer and leaves it in the low bits of the significand. */
#define ROUNDER C(0x1.8p52, 0x1.8p23f)

/* Two words of ln 2. */
#define LN2_HIGH C(0x1.62e42fefa39efp-1, 0x1.62e43p-1f)
#define LN2_LOW C(0x1.abc9e3b39803fp-56, -0x1.05c61p-29f)

LANE_INLINE V NAME(magnitude)(V x) { return (V)((VU)x & (~(UNSIGNED)0 >> 1)); }

/* y, not negative, with the sign of x. */
LANE_INLINE V NAME(signed)(V y, V x) {
  return (V)((VU)y | ((VU)x & ((UNSIGNED)1 << (8 * sizeof(REAL) - 1))));
}

/* 2^n for an n that was left in the low bits of t. */
LANE_INLINE V NAME(power_of_two)(VU t) {
  return (V)((t << DIGITS) + ((UNSIGNED)BIAS << DIGITS));
}

/* Horner's rule; coefficients from the constant one on, COUNT of them. */
LANE_INLINE V NAME(polynomial)(V x, const REAL *c, int count) {
  V sum = (V)c[count - 1];
  LANE_UNROLLED for (int i = count - 2; i >= 0; i--) sum = FMA(sum, x, (V)c[i]);
  return sum;
}
#define POLYNOMIAL(x, c) NAME(polynomial)(x, c, sizeof(c) / sizeof(c[0]))
