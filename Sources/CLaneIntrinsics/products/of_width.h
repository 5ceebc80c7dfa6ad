/* Products for cells of LANES numbers. No guard: lane_product.h includes this for each kind of
   cell. */

#define LANE_JOINED(a, b) a##_##b
#define LANE_JOIN(a, b) LANE_JOINED(a, b)
#define NAME(function) LANE_JOIN(lane_##function, SUFFIX)

/* Numbers in a vector, vectors in a cell. */
#define IN_REGISTER (LANE_REGISTER / (int)sizeof(REAL))
#define WIDTH (LANES < IN_REGISTER ? LANES : IN_REGISTER)
#define VECTORS (LANES / WIDTH)
#define V NAME(part)
typedef REAL V __attribute__((ext_vector_type(WIDTH)));

/* Rows of a tile of units, and its columns: long where there is one row only. */
#define MOST_ROWS(held) (LANE_TILE_ROWS / (held) > 0 ? LANE_TILE_ROWS / (held) : 1)
#define SUMS(held) (LANE_TILE_ROWS * LANE_TILE_COLUMNS / (held))
#define LONGEST(held) (SUMS(held) > 12 ? 12 : SUMS(held))
#define COLUMNS(rows, held) ((rows) == 1 ? LONGEST(held) : LANE_TILE_COLUMNS)

/* Entries u..<u + U, s..<s + S. Shared b: all vectors of a cell at once, as rows. Cells: one
   vector of the cells after the other. */
LANE_INLINE LANE_WIDE void NAME(product_tile)(const lane_product *p, long u, long s, const int U,
                                              const int S, const int shared) {
  const int cell = shared ? VECTORS : 1, rows = U * cell;
  const long a_row = p->a_row * VECTORS, a_step = p->a_step * VECTORS;
  const long c_row = p->c_row * VECTORS, c_column = p->c_column * VECTORS;
  const int b_cell = shared ? 1 : VECTORS;
  const long b_step = p->b_step * b_cell, b_column = p->b_column * b_cell, steps = p->steps;
  const int continues = p->continues;
  for (int part = 0; part < (shared ? 1 : VECTORS); part++) {
    const V *a = (const V *)p->a + u * a_row + part;
    const REAL *numbers = (const REAL *)p->b + s * b_column;
    const V *cells = (const V *)p->b + s * b_column + part;
    V *c = (V *)p->c + u * c_row + s * c_column + part;
    V sums[LANE_TILE_ROWS * VECTORS][12];
    LANE_UNROLLED for (int i = 0; i < rows; i++)
      LANE_UNROLLED for (int j = 0; j < S; j++)
        sums[i][j] = continues ? c[i / cell * c_row + i % cell + j * c_column] : (V)(REAL)0;
    LANE_AS_IT_IS for (long k = 0; k < steps; k++) {
      V held[12];
      if (rows <= S) {
        LANE_UNROLLED for (int i = 0; i < rows; i++) held[i] = a[i / cell * a_row + i % cell];
        LANE_UNROLLED for (int j = 0; j < S; j++) {
          const V x = shared ? (V)numbers[j * b_column] : cells[j * b_column];
          LANE_UNROLLED for (int i = 0; i < rows; i++)
            sums[i][j] = __builtin_elementwise_fma(held[i], x, sums[i][j]);
        }
      } else {
        LANE_UNROLLED for (int j = 0; j < S; j++)
          held[j] = shared ? (V)numbers[j * b_column] : cells[j * b_column];
        LANE_UNROLLED for (int i = 0; i < rows; i++) {
          const V x = a[i / cell * a_row + i % cell];
          LANE_UNROLLED for (int j = 0; j < S; j++)
            sums[i][j] = __builtin_elementwise_fma(x, held[j], sums[i][j]);
        }
      }
      a += a_step;
      numbers += b_step;
      cells += b_step;
    }
    if (p->added) {
      const long row = p->added_row * VECTORS;
      const V *added = (const V *)p->added + u * row + part;
      LANE_UNROLLED for (int i = 0; i < rows; i++) {
        const V x = added[i / cell * row + i % cell];
        LANE_UNROLLED for (int j = 0; j < S; j++) sums[i][j] += x;
      }
    }
    LANE_UNROLLED for (int i = 0; i < rows; i++)
      LANE_UNROLLED for (int j = 0; j < S; j++)
        c[i / cell * c_row + i % cell + j * c_column] = sums[i][j];
  }
}

/* A tile of a size known only now; sizes that do not occur make no code. */
#define OF_SIZE(U, S)                                                              \
  if (U <= MOST_ROWS(held) && S <= COLUMNS(U, held) && rows == U && columns == S) \
    return NAME(product_tile)(p, u, s, U, S, shared);
#define OF_ROWS(U)                          \
  OF_SIZE(U, 6) OF_SIZE(U, 5) OF_SIZE(U, 4) \
  OF_SIZE(U, 3) OF_SIZE(U, 2) OF_SIZE(U, 1)
LANE_INLINE LANE_WIDE void NAME(product_tile_of)(const lane_product *p, long u, long s, long rows,
                                                 long columns, const int shared) {
  const int held = shared ? VECTORS : 1;
  OF_ROWS(4)
  OF_ROWS(3)
  OF_ROWS(2)
  OF_SIZE(1, 12)
  OF_SIZE(1, 11)
  OF_SIZE(1, 10)
  OF_SIZE(1, 9)
  OF_SIZE(1, 8)
  OF_SIZE(1, 7)
  OF_ROWS(1)
}

/* Tiles as equal as can be: 20 columns are 5 + 5 + 5 + 5, not 6 + 6 + 6 + 2. */
LANE_INLINE LANE_WIDE void NAME(multiply)(const lane_product *p, const int shared) {
  const int held = shared ? VECTORS : 1, most = MOST_ROWS(held);
  const int widest = p->rows == 1 || most == 1 ? COLUMNS(1, held) : COLUMNS(2, held);
  const long down = (p->rows + most - 1) / most, across = (p->columns + widest - 1) / widest;
  long u = 0;
  for (long i = 0; i < down; i++) {
    const long rows = p->rows / down + (i < p->rows % down);
    long s = 0;
    for (long j = 0; j < across; j++) {
      const long columns = p->columns / across + (j < p->columns % across);
      NAME(product_tile_of)(p, u, s, rows, columns, shared);
      s += columns;
    }
    u += rows;
  }
}

LANE_CALLED LANE_WIDE void NAME(multiply_shared)(const lane_product *p) {
  NAME(multiply)(p, 1);
}

LANE_CALLED LANE_WIDE void NAME(multiply_cells)(const lane_product *p) {
  NAME(multiply)(p, 0);
}

#undef LANES
#undef REAL
#undef SUFFIX
#undef LANE_JOINED
#undef LANE_JOIN
#undef NAME
#undef IN_REGISTER
#undef WIDTH
#undef VECTORS
#undef V
#undef MOST_ROWS
#undef SUMS
#undef LONGEST
#undef COLUMNS
#undef OF_SIZE
#undef OF_ROWS
