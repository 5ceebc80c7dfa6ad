#ifndef THALWEG_MPI_H
#define THALWEG_MPI_H

#include "cmpi.h"

/* The table of this library; it lives as long as the library is open. */
__attribute__((visibility("default"))) const cmpi_table *thalweg_mpi_table(void);

#endif
