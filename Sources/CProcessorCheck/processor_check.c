/* Compiled for the least processor, whatever MARCH says: runs before anything else and turns an
   illegal instruction into a sentence. */
#include "processor_check.h"
#include "processor_features.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    unsigned bit;
    const char *name;
} names[] = {
    {FEATURE_SSE4_2, "sse4_2"},          {FEATURE_AVX, "avx"},
    {FEATURE_AVX2, "avx2"},              {FEATURE_FMA, "fma"},
    {FEATURE_BMI2, "bmi2"},              {FEATURE_AVX512F, "avx512f"},
    {FEATURE_AVX512VL, "avx512vl"},      {FEATURE_AVX512BW, "avx512bw"},
    {FEATURE_AVX512DQ, "avx512dq"},      {FEATURE_AVX512VNNI, "avx512_vnni"},
    {FEATURE_AVX512BF16, "avx512_bf16"}, {FEATURE_AVX512FP16, "avx512_fp16"},
    {FEATURE_AVX512VBMI2, "avx512_vbmi2"}, {FEATURE_AVXVNNI, "avx_vnni"},
    {FEATURE_VAES, "vaes"},              {FEATURE_GFNI, "gfni"},
};

unsigned present_processor_features(void) {
#if defined(__x86_64__)
    unsigned found = 0;
    /* The builtin also asks the operating system whether it saves the wide registers. */
    __builtin_cpu_init();
#define LOOK(feature, name) found |= __builtin_cpu_supports(name) ? (feature) : 0u
    LOOK(FEATURE_SSE4_2, "sse4.2");
    LOOK(FEATURE_AVX, "avx");
    LOOK(FEATURE_AVX2, "avx2");
    LOOK(FEATURE_FMA, "fma");
    LOOK(FEATURE_BMI2, "bmi2");
    LOOK(FEATURE_AVX512F, "avx512f");
    LOOK(FEATURE_AVX512VL, "avx512vl");
    LOOK(FEATURE_AVX512BW, "avx512bw");
    LOOK(FEATURE_AVX512DQ, "avx512dq");
    LOOK(FEATURE_AVX512VNNI, "avx512vnni");
    LOOK(FEATURE_AVX512BF16, "avx512bf16");
    LOOK(FEATURE_AVX512FP16, "avx512fp16");
    LOOK(FEATURE_AVX512VBMI2, "avx512vbmi2");
    LOOK(FEATURE_AVXVNNI, "avxvnni");
    LOOK(FEATURE_VAES, "vaes");
    LOOK(FEATURE_GFNI, "gfni");
#undef LOOK
    return found;
#else
    return ~0u;
#endif
}

unsigned used_processor_features(void) { return built_processor_features; }

unsigned missing_processor_features(void) {
    return built_processor_features & ~present_processor_features();
}

const char *processor_feature_name(unsigned features) {
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (features & names[i].bit) return names[i].name;
    return "";
}

static void say(const char *text) {
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

/* Exit code 64, usage: this program was built for another processor. */
__attribute__((constructor)) static void check_processor(void) {
    unsigned missing = missing_processor_features();
    if (missing == 0) return;
    say("thalweg: this program was built for a processor with instructions that this one lacks:");
    for (unsigned bit = 1; bit != 0; bit <<= 1)
        if (missing & bit) {
            say(" ");
            say(processor_feature_name(bit));
        }
    say("\nbuild it for this processor with 'make build', or for several with "
        "'make build MARCH=x86-64-v3'\n");
    _exit(64);
}
