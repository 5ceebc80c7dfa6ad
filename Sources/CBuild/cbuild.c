#include "cbuild.h"

#ifndef THALWEG_COMMIT
#define THALWEG_COMMIT ""
#endif
#ifndef THALWEG_MARCH
#define THALWEG_MARCH ""
#endif

const char *cbuild_source_commit(void) { return THALWEG_COMMIT; }
const char *cbuild_instruction_set(void) { return THALWEG_MARCH; }
const char *cbuild_compiler(void) { return __VERSION__; }
