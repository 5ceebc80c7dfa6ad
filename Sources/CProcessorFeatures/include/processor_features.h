#ifndef PROCESSOR_FEATURES_H
#define PROCESSOR_FEATURES_H

/* Bits of the instruction sets that a build uses and a processor may lack. */
enum {
    FEATURE_SSE4_2 = 1 << 0,
    FEATURE_AVX = 1 << 1,
    FEATURE_AVX2 = 1 << 2,
    FEATURE_FMA = 1 << 3,
    FEATURE_BMI2 = 1 << 4,
    FEATURE_AVX512F = 1 << 5,
    FEATURE_AVX512VL = 1 << 6,
    FEATURE_AVX512BW = 1 << 7,
    FEATURE_AVX512DQ = 1 << 8,
    FEATURE_AVX512VNNI = 1 << 9,
    FEATURE_AVX512BF16 = 1 << 10,
    FEATURE_AVX512FP16 = 1 << 11,
    FEATURE_AVX512VBMI2 = 1 << 12,
    FEATURE_AVXVNNI = 1 << 13,
    FEATURE_VAES = 1 << 14,
    FEATURE_GFNI = 1 << 15,
};

/* The instruction sets this build was compiled for. Data only: this file is compiled with wide
   instructions allowed, so no code of it may run before the check. */
extern const unsigned built_processor_features;

#endif
