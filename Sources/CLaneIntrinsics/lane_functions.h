#ifndef LANE_FUNCTIONS_H
#define LANE_FUNCTIONS_H

#include "lane_intrinsics.h"
#include "functions/coefficients.h"
#include "functions/far_angle.h"

/* Elementary functions of vectors, lane_tanh_double8 and the like, and of single numbers,
   lane_tanh_double.

   Additions, multiplications, multiply-adds, divisions and integer operations on the bits in one
   order, which is the same for every width and processor; no tables, no function of the C library.
   A number has one result, in any lane. Largest errors: docs/numerics.md.

   Where a thread takes numbers below the normal range for 0 (lane_flush_subnormals), so do these
   functions, arguments and results; else such arguments count and such results are rounded once. */

/* A product and a sum are rounded one after the other, also where the processor could fuse them. */
#pragma STDC FP_CONTRACT OFF

#define WIDTH 1
#define SUFFIX double1
#include "functions/of_width.h"

#define WIDTH 2
#define SUFFIX double2
#include "functions/of_width.h"

#define WIDTH 4
#define SUFFIX double4
#include "functions/of_width.h"

#define WIDTH 8
#define SUFFIX double8
#include "functions/of_width.h"

#define SINGLE

#define WIDTH 4
#define SUFFIX float4
#include "functions/of_width.h"

#define WIDTH 8
#define SUFFIX float8
#include "functions/of_width.h"

#define WIDTH 16
#define SUFFIX float16
#include "functions/of_width.h"

#undef SINGLE

/* Of one number, by a vector of one. */
#define LANE_OF_ONE(function)                                  \
  LANE_INLINE double lane_##function##_double(double x) {      \
    return lane_##function##_double1((lane_vector_double1)x)[0]; \
  }
LANE_OF_ONE(exp)
LANE_OF_ONE(expm1)
LANE_OF_ONE(log)
LANE_OF_ONE(log1p)
LANE_OF_ONE(tanh)
LANE_OF_ONE(sigmoid)
LANE_OF_ONE(softplus)
LANE_OF_ONE(sin)
LANE_OF_ONE(cos)
LANE_OF_ONE(arctan)
LANE_OF_ONE(erf)
LANE_OF_ONE(normal_distribution)
LANE_OF_ONE(normal_density)
#undef LANE_OF_ONE

LANE_INLINE double lane_pow_double(double x, double y) {
  return lane_pow_double1((lane_vector_double1)x, (lane_vector_double1)y)[0];
}

#endif
