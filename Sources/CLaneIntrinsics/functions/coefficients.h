/* Coefficients of the functions, constant term first, in double and in single precision: minimax
   (Remez), rounded one by one from the lowest up, as Tests/Fixtures/functions/coefficients.py
   prints them. Those of log2 and exp2 in double precision are Taylor's. */

#ifndef LANE_COEFFICIENTS_H
#define LANE_COEFFICIENTS_H

/* (e^r - 1 - r) / r^2, |r| <= ln 2 / 2 */
static const double lane_exp_coefficients_double[] = {
    0x1.000000000000ap-1, 0x1.5555555555503p-3, 0x1.555555555060ap-5, 0x1.1111111124d5cp-7,
    0x1.6c16c184b38c2p-10, 0x1.a01a013d2ce4cp-13, 0x1.a019989541501p-16, 0x1.71def4c000299p-19,
    0x1.28aecf42e6c75p-22, 0x1.add602c3c4f6dp-26};
static const float lane_exp_coefficients_float[] = {
    0x1.fffffcp-2f, 0x1.55548cp-3f, 0x1.555856p-5f, 0x1.123d88p-7f, 0x1.6abdaap-10f};

/* (r coth r - 1) / r^2 in r^2 <= 1 */
static const double lane_coth_coefficients_double[] = {
    0x1.5555555555545p-2, -0x1.6c16c16c138f4p-6, 0x1.1566abbe572afp-9, -0x1.bbd77847078dfp-13,
    0x1.66a8ce7b56038p-16, -0x1.227cea9f13cb1p-19, 0x1.d66f6471cc55ap-23, -0x1.7963e2ed14e6ep-26,
    0x1.1a29b0593077dp-29, -0x1.271af3e0e0e61p-33};
static const float lane_coth_coefficients_float[] = {
    0x1.555552p-2f, -0x1.6c13dep-6f, 0x1.14ff0ap-9f, -0x1.af1422p-13f, 0x1.08a886p-16f};

/* (2 artanh s - 2 s) / s^3 in s^2, s <= (sqrt 2 - 1) / (sqrt 2 + 1) */
static const double lane_log_coefficients_double[] = {
    0x1.5555555555593p-1, 0x1.999999997fa03p-2, 0x1.2492494227c7bp-2, 0x1.c71c51db8f0c2p-3,
    0x1.746648a2e0505p-3, 0x1.39a0b5844b0f8p-3, 0x1.2f10205cc32dfp-3};
static const float lane_log_coefficients_float[] = {
    0x1.55557ap-1f, 0x1.995eccp-2f, 0x1.31e25ap-2f};

/* erf x / x - 1 in x^2 <= 1 */
static const double lane_erf_coefficients_double[] = {
    0x1.06eba8214db69p-3, -0x1.812746b037a25p-2, 0x1.ce2f21a0458d7p-4, -0x1.b82ce313553c2p-6,
    0x1.565bcd2ca0153p-8, -0x1.c02db9485bb09p-11, 0x1.f9a3bcffaae38p-14, -0x1.f4dd4fe119003p-17,
    0x1.ba6ef8e8aaa15p-20, -0x1.63cc005e64110p-23, 0x1.148e2997511ddp-26, -0x1.ce9d32d4f22e9p-30,
    0x1.4a5817a64b361p-33};
static const float lane_erf_coefficients_float[] = {
    0x1.06eba8p-3f, -0x1.81273ep-2f, 0x1.ce2ce6p-4f, -0x1.b7f71ap-6f, 0x1.53f224p-8f,
    -0x1.a3515cp-11f, 0x1.4771e8p-14f};

/* (-ln erfc t - t) / t, 1 <= t <= 6 in double, 4 in single precision */
static const double lane_erfc_coefficients_double[] = {
    0x1.06eba0949dfe8p-3, 0x1.45f316fb5cf87p-1, 0x1.a4f305b4e284cp-4, -0x1.3957e91ef44dap-6,
    -0x1.bcad6faa6072dp-13, 0x1.bbb53566656fbp-10, -0x1.2d49d3a92cce5p-11, -0x1.04fe6591cb23cp-20,
    0x1.907e494089587p-14, -0x1.d61464937ed34p-15, 0x1.556f7f2f4c56ep-16, -0x1.6964d688688e6p-18,
    0x1.2167b02884071p-20, -0x1.5e166cd8216c4p-23, 0x1.377ad402426e8p-26, -0x1.817ced34ed5fdp-30,
    0x1.28a15286b1c41p-34, -0x1.ab80cab1fc031p-40};
static const float lane_erfc_coefficients_float[] = {
    0x1.0790e8p-3f, 0x1.451ab8p-1f, 0x1.b459c6p-4f, -0x1.89619ap-6f, 0x1.ec7fa2p-9f,
    -0x1.6f9d26p-12f, 0x1.d47448p-17f};

/* exp(t^2/2) P(-t) / s of a standard normal number in s - c, s = a / (t + a): a = 6, c = 5/8, t
   <= 38.7 in double, a = 4, c = 1/2, t <= 14.4 in single precision. The constant term in two
   words. */
static const double lane_mills_coefficients_double[] = {
    0x1.53ea891e1b065p-3, -0x1.c5720cb9c64e1p-57, 0x1.71c6c51054ae4p-2, 0x1.585b397e0e62dp-1,
    0x1.12fc5c9268e9ap+0, 0x1.76f3a317d1783p+0, 0x1.af54af45b2a53p+0, 0x1.98b7bbfc76265p+0,
    0x1.2fc256a1f392fp+0, 0x1.390a395f6c115p-1, 0x1.e24a1e176ef7cp-4, -0x1.ee4f271c70b9ep-4,
    -0x1.d4ce1c4548cbap-4, -0x1.e25b4c1992ee2p-7, 0x1.3ba6375654ab5p-5, 0x1.53a0979ca9e51p-6,
    -0x1.4971b2509c987p-7, -0x1.8476525d223e3p-7, 0x1.221cc6f1db052p-9, 0x1.8437849d22122p-8,
    -0x1.d00ad284a35b7p-13, -0x1.51fbf2830b321p-9, -0x1.26e15a1930ab9p-12, 0x1.0a837221a7ba6p-11};
static const float lane_mills_coefficients_float[] = {
    0x1.82b4bcp-3f, -0x1.b6945cp-29f, 0x1.373e3ap-2f, 0x1.8c6db8p-2f, 0x1.7dff40p-2f,
    0x1.eec8b0p-3f, 0x1.ee252cp-5f, -0x1.c9acacp-5f, -0x1.ab2a0cp-5f, 0x1.628da4p-7f,
    0x1.c22932p-6f, -0x1.602216p-7f};

/* (sin r - r) / r^3 in r^2, |r| <= pi / 4 */
static const double lane_sin_coefficients_double[] = {
    -0x1.5555555555549p-3, 0x1.111111110f88cp-7, -0x1.a01a019c10e6fp-13, 0x1.71de35756b0f8p-19,
    -0x1.ae5e6373987afp-26, 0x1.5d91f94f5cceep-33};
static const float lane_sin_coefficients_float[] = {
    -0x1.555546p-3f, 0x1.11077ap-7f, -0x1.995488p-13f};

/* (cos r - 1 + r^2 / 2) / r^4 in r^2, |r| <= pi / 4 */
static const double lane_cos_coefficients_double[] = {
    0x1.555555555554cp-5, -0x1.6c16c16c1520bp-10, 0x1.a01a019cbc00dp-16, -0x1.27e4f80f75a08p-22,
    0x1.1ee9eea852f4fp-29, -0x1.8faf9c681fe04p-37};
static const float lane_cos_coefficients_float[] = {
    0x1.55554ap-5f, -0x1.6c0c1ap-10f, 0x1.99e0e6p-16f};

/* (arctan t - t) / t^3 in t^2, |t| <= tan(pi / 8) */
static const double lane_arctan_coefficients_double[] = {
    -0x1.555555555553dp-2, 0x1.999999999589dp-3, -0x1.24924922af22dp-3, 0x1.c71c70e6c5427p-4,
    -0x1.745cf8eef5cb1p-4, 0x1.3b111a2ffa72ap-4, -0x1.10ebc1b88e5d7p-4, 0x1.df0fa9f62b2dbp-5,
    -0x1.9cd3a7129270fp-5, 0x1.37d617a61f95ep-5, -0x1.25675c8e0bec0p-6};
static const float lane_arctan_coefficients_float[] = {
    -0x1.55554ap-2f, 0x1.9991e8p-3f, -0x1.23ba42p-3f, 0x1.b22ebap-4f, -0x1.f31c90p-5f};

/* (log2 m - s (c0 + c1 s^2)) / s^5 in s^2, s = (m - 1) / (m + 1): 2 / ((2 i + 1) ln 2) */
static const double lane_log2_coefficients_double[] = {
    0x1.2776c50ef9bfep-1, 0x1.a61762a7aded9p-2, 0x1.484b13d7c02a9p-2, 0x1.0c9a84994022dp-2,
    0x1.c68f568d31760p-3, 0x1.89f3b1694cffep-3, 0x1.5b9ac9b743f0dp-3, 0x1.3703c1f4d0ffep-3,
    0x1.1964ec6fc9491p-3, 0x1.00ecd7e080215p-3, 0x1.d8be0817f5ffep-4};
static const float lane_log2_coefficients_float[] = {
    0x1.2776c6p-1f, 0x1.a61762p-2f, 0x1.484b14p-2f, 0x1.0c9a84p-2f, 0x1.c68f56p-3f, 0x1.89f3b2p-3f};

/* (2^r - 1 - r ln 2) / r^2, |r| <= 1/2 */
static const double lane_exp2_coefficients_double[] = {
    0x1.ebfbdff82c58fp-3, 0x1.c6b08d704a0c0p-5, 0x1.3b2ab6fba4e77p-7, 0x1.5d87fe78a6731p-10,
    0x1.430912f86c787p-13, 0x1.ffcbfc588b0c7p-17, 0x1.62c0223a5c824p-20, 0x1.b5253d395e7c4p-24,
    0x1.e4cf5158b8ecap-28, 0x1.e8cac7351bb25p-32, 0x1.c3bd650fc2986p-36, 0x1.816193166d0f9p-40,
    0x1.314964d5878a9p-44};
static const float lane_exp2_coefficients_float[] = {
    0x1.ebfbe0p-3f, 0x1.c6b06ep-5f, 0x1.3b2a54p-7f, 0x1.5db4b0p-10f, 0x1.441810p-13f,
    0x1.c576fap-17f};

#endif
