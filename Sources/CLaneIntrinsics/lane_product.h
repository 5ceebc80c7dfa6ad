#ifndef LANE_PRODUCT_H
#define LANE_PRODUCT_H

#include "lane_intrinsics.h"

/* Products of matrices whose entries are cells: one number for each of the runs in the lanes.

   c[u][s] <- sum over k of a[u][k] b[k][s],

   a chain of multiply-adds for each entry, k = 0, 1, ..., from +0 or going on from what c holds; a
   cell for each row is added to the end of it, rounded once more, where there are such.
   The factor b is shared by the runs, plain numbers, or made of cells as well. So a layer's weights
   times its inputs, its transposed weights times derivatives, and derivatives times inputs, sample
   by sample, are all one.

   The order of a chain does not depend on how its entries are gathered in tiles, which is by the
   registers of the processor: a tile of `rows` vectors by `columns` holds its sums and its
   shorter side. */

/* Distances of neighbours in cells (in numbers, where b is shared). */
typedef struct {
  const void *a;
  long a_row, a_step;
  const void *b;
  long b_step, b_column;
  void *c;
  long c_row, c_column;
  long rows, columns, steps;
  int continues;
  /* A bias for each row, or null. */
  const void *added;
  long added_row;
} lane_product;

#if defined(__AVX512F__)
#define LANE_REGISTERS 32
#define LANE_REGISTER 64
#define LANE_TILE_COLUMNS 6
#elif defined(__AVX__)
#define LANE_REGISTERS 16
#define LANE_REGISTER 32
#define LANE_TILE_COLUMNS 3
#else
#define LANE_REGISTERS 16
#define LANE_REGISTER 16
#define LANE_TILE_COLUMNS 3
#endif
#define LANE_TILE_ROWS 4

/* The bytes of all vector registers. */
LANE_INLINE long lane_register_bytes(void) { return LANE_REGISTERS * LANE_REGISTER; }

/* Some processors are given half vectors where no vector of full length is an argument. */
#define LANE_WIDE __attribute__((__min_vector_width__(8 * LANE_REGISTER)))

/* No unrolling of the loop over k: the compiler would spill the sums. */
#define LANE_AS_IT_IS _Pragma("clang loop unroll(disable)")

#define LANES 16
#define REAL double
#define SUFFIX double16
#include "products/of_width.h"

#define LANES 8
#define REAL double
#define SUFFIX double8
#include "products/of_width.h"

#define LANES 4
#define REAL double
#define SUFFIX double4
#include "products/of_width.h"

#define LANES 2
#define REAL double
#define SUFFIX double2
#include "products/of_width.h"

#define LANES 16
#define REAL float
#define SUFFIX float16
#include "products/of_width.h"

#define LANES 8
#define REAL float
#define SUFFIX float8
#include "products/of_width.h"

#define LANES 4
#define REAL float
#define SUFFIX float4
#include "products/of_width.h"

#undef LANE_REGISTERS
#undef LANE_REGISTER
#undef LANE_TILE_COLUMNS
#undef LANE_TILE_ROWS
#undef LANE_AS_IT_IS
#undef LANE_WIDE

#endif
