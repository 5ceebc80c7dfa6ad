/* What Thalweg asks of MPI, as a table of functions over bytes.

   The program never links libmpi. It opens libThalwegMPI.so, which does, and takes this table from
   it. Nothing here depends on mpi.h: handles are `void *`, counts, ranks and tags are `int`, and
   every function returns MPI's error code, 0 for success. All communication is over
   MPI_COMM_WORLD. Whenever the table changes, CMPI_TABLE_VERSION is raised. */
#ifndef CMPI_H
#define CMPI_H

#include <stdint.h>

#define CMPI_TABLE_VERSION 2

/* Source or tag: any. */
#define CMPI_ANY (-1)

/* Levels of threading support, in increasing order. */
#define CMPI_THREAD_FUNNELED 1
#define CMPI_THREAD_SERIALIZED 2

typedef struct cmpi_table {
  /* These two come first in every version. */
  uint32_t version;
  uint32_t byte_count;

  /* MPI_Init_thread, then MPI_ERRORS_RETURN on the world; `*provided` is a level as above, or 0. */
  int (*init)(int threading, int *provided);
  int (*finalize)(void);
  int (*initialized)(int *flag);
  int (*finalized)(int *flag);

  int (*rank)(int *rank);
  int (*size)(int *size);
  /* At most `capacity` bytes, not terminated. */
  int (*processor_name)(char *name, int capacity, int *length);

  /* MPI_Isend and MPI_Irecv; the bytes must stay in place until the request has completed. */
  int (*send_begin)(const void *bytes, int count, int destination, int tag, void **request);
  int (*receive_begin)(void *bytes, int count, int source, int tag, void **request);
  /* MPI_Test; a completed request is freed. */
  int (*test)(void **request, int *is_complete);

  /* MPI_Send, and MPI_Recv of exactly what a probe announced. */
  int (*send)(const void *bytes, int count, int destination, int tag);
  int (*receive)(void *bytes, int count, int source, int tag);
  /* MPI_Iprobe; `source` and `tag` may be CMPI_ANY, the message found is described. */
  int (*probe)(int source, int tag, int *is_found, int *found_source, int *found_tag, int *count);

  int (*barrier)(void);
  int (*broadcast)(void *bytes, int count, int root);
  int (*abort)(int code);
  /* At most `capacity` bytes, not terminated. */
  int (*error_string)(int code, char *text, int capacity, int *length);
  /* MPI_Get_library_version, also before init; at most `capacity` bytes, not terminated. */
  int (*library_version)(char *text, int capacity, int *length);
} cmpi_table;

/* The one function libThalwegMPI.so exports, and its name. */
typedef const cmpi_table *(*cmpi_table_function)(void);
#define CMPI_TABLE_FUNCTION "thalweg_mpi_table"

#endif
