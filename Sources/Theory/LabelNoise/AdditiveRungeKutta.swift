/// The pair ARK4(3)6L[2]SA: order 4 with an embedded order 3, six stages.
///
/// One of two tableaus with common nodes and weights is explicit, the other diagonally implicit
/// with γ = ¼, L-stable and stiffly accurate: its last stage is the result.
///
/// Source: C. A. Kennedy and M. H. Carpenter, "Additive Runge–Kutta schemes for
/// convection–diffusion–reaction equations", Appl. Numer. Math. 44 (2003), 139–181.
enum AdditiveRungeKutta {
  /// The explicit tableau: row i holds the coefficients of the stages before stage i.
  static let explicit: [[Double]] = [
    [],
    [1 / 2],
    [13_861 / 62_500, 6_889 / 62_500],
    [
      -116_923_316_275 / 2_393_684_061_468, -2_731_218_467_317 / 15_368_042_101_831,
      9_408_046_702_089 / 11_113_171_139_209,
    ],
    [
      -451_086_348_788 / 2_902_428_689_909, -2_682_348_792_572 / 7_519_795_681_897,
      12_662_868_775_082 / 11_960_479_115_383, 3_355_817_975_965 / 11_060_851_509_271,
    ],
    [
      647_845_179_188 / 3_216_320_057_751, 73_281_519_250 / 8_382_639_484_533,
      552_539_513_391 / 3_454_668_386_233, 3_354_512_671_639 / 8_306_763_924_573,
      4_040 / 17_871,
    ],
  ]

  /// The implicit tableau below its diagonal.
  static let implicit: [[Double]] = [
    [],
    [1 / 4],
    [8_611 / 62_500, -1_743 / 31_250],
    [5_012_029 / 34_652_500, -654_441 / 2_922_500, 174_375 / 388_108],
    [
      15_267_082_809 / 155_376_265_600, -71_443_401 / 120_774_400, 730_878_875 / 902_184_768,
      2_285_395 / 8_070_912,
    ],
    [82_889 / 524_892, 0, 15_625 / 83_664, 69_875 / 102_672, -2_260 / 8_211],
  ]

  /// γ: the diagonal of the implicit tableau in all stages but the first, which is explicit.
  static let diagonal = 0.25

  /// The weights of both tableaus.
  static let weights: [Double] = [
    82_889 / 524_892, 0, 15_625 / 83_664, 69_875 / 102_672, -2_260 / 8_211, 1 / 4,
  ]

  /// The weights of the embedded pair.
  static let embedded: [Double] = [
    4_586_570_599 / 29_645_900_160, 0, 178_811_875 / 945_068_544,
    814_220_225 / 1_159_782_912, -3_700_637 / 11_593_932, 61_727 / 225_920,
  ]

  /// The number of stages.
  static let stageCount = 6
}
