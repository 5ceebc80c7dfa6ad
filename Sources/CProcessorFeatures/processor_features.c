#include "processor_features.h"

const unsigned built_processor_features = 0
#ifdef __SSE4_2__
    | FEATURE_SSE4_2
#endif
#ifdef __AVX__
    | FEATURE_AVX
#endif
#ifdef __AVX2__
    | FEATURE_AVX2
#endif
#ifdef __FMA__
    | FEATURE_FMA
#endif
#ifdef __BMI2__
    | FEATURE_BMI2
#endif
#ifdef __AVX512F__
    | FEATURE_AVX512F
#endif
#ifdef __AVX512VL__
    | FEATURE_AVX512VL
#endif
#ifdef __AVX512BW__
    | FEATURE_AVX512BW
#endif
#ifdef __AVX512DQ__
    | FEATURE_AVX512DQ
#endif
#ifdef __AVX512VNNI__
    | FEATURE_AVX512VNNI
#endif
#ifdef __AVX512BF16__
    | FEATURE_AVX512BF16
#endif
#ifdef __AVX512FP16__
    | FEATURE_AVX512FP16
#endif
#ifdef __AVX512VBMI2__
    | FEATURE_AVX512VBMI2
#endif
#ifdef __AVXVNNI__
    | FEATURE_AVXVNNI
#endif
#ifdef __VAES__
    | FEATURE_VAES
#endif
#ifdef __GFNI__
    | FEATURE_GFNI
#endif
    ;
