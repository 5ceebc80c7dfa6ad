#include "cmpi.h" /* A C target needs a source file. */
