#ifndef PROCESSOR_CHECK_H
#define PROCESSOR_CHECK_H

/* Features, as in processor_features.h, that this processor and operating system offer. */
unsigned present_processor_features(void);

/* Features that the build uses. */
unsigned used_processor_features(void);

/* Features that the build uses and this processor lacks; 0 when the program can run. */
unsigned missing_processor_features(void);

/* The name of the lowest bit that is set, as in /proc/cpuinfo; empty for none. */
const char *processor_feature_name(unsigned features);

#endif
