#ifndef PROCESSOR_RATES_H
#define PROCESSOR_RATES_H

/* Loops whose time says what one core can do at most: each is made of nothing but one kind of
   operation on the widest vectors of the build, twelve at a time, so that none waits for another. */

enum { PROCESSOR_RATES_VECTORS = 12 };

/* Bytes of a vector in this build. */
long processor_rates_vector_bytes(void);

/* `count` times twelve vectors: a x + b, √x and 1/x. */
void processor_rates_multiply_add_double(long count);
void processor_rates_multiply_add_float(long count);
void processor_rates_root_double(long count);
void processor_rates_root_float(long count);
void processor_rates_divide_double(long count);
void processor_rates_divide_float(long count);

/* Reads `bytes`, a multiple of 1 kB, aligned to a vector, `count` times. */
void processor_rates_read(const void *memory, long bytes, long count);

#endif
