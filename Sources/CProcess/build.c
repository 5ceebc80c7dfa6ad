#include "cprocess.h"

#ifndef THALWEG_COMMIT
#define THALWEG_COMMIT ""
#endif
#ifndef THALWEG_MARCH
#define THALWEG_MARCH ""
#endif

const char *cprocess_source_commit(void) { return THALWEG_COMMIT; }
const char *cprocess_instruction_set(void) { return THALWEG_MARCH; }
const char *cprocess_compiler(void) { return __VERSION__; }
