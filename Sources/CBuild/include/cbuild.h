#ifndef CBUILD_H
#define CBUILD_H

/* How the program was built. The commit of the source, with "+" where files were changed since, and
   the instruction set asked for; empty where that is not known. The compiler's own words.
   A module of its own, since every commit compiles it and what imports it anew. */
const char *cbuild_source_commit(void);
const char *cbuild_instruction_set(void);
const char *cbuild_compiler(void);

#endif
