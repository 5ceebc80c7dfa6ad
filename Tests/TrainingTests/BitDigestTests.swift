import Testing
import Training

/// Final parameters of fixed configurations against digests committed here.
///
/// They are the same on every processor and for every instruction set. A change of any canonical
/// order changes them, and the numerics version with them.
@Suite struct BitDigestTests {
  struct Digest: Sendable, CustomTestStringConvertible {
    let design: DesignKind
    let optimizer: Optimizer
    let precision: Precision
    let value: UInt64
    var testDescription: String { "\(design) \(optimizer) \(precision)" }
  }

  @Test(arguments: [
    Digest(design: .sign, optimizer: .sgd, precision: .float64, value: 0xf477_19d1_49b0_ef9d),
    Digest(design: .sign, optimizer: .adam, precision: .float64, value: 0x79e5_eecf_d778_8b9d),
    Digest(design: .sign, optimizer: .adamE, precision: .float64, value: 0x93ef_21f4_8ea8_8dc7),
    Digest(design: .sign, optimizer: .adam, precision: .float32, value: 0x158f_281d_12cd_8b26),
    Digest(design: .sign, optimizer: .adamE, precision: .float32, value: 0x4f15_8f83_635a_9ccd),
    Digest(design: .gaussian, optimizer: .sgd, precision: .float32, value: 0xa721_1afc_7119_d5c8),
    Digest(design: .gaussian, optimizer: .adam, precision: .float64, value: 0xd839_72db_f476_71ce),
    Digest(design: .gaussian, optimizer: .adamE, precision: .float64, value: 0x0082_e196_1cde_6f59),
  ])
  func finalParametersHaveTheCommittedBits(digest: Digest) {
    let snapshots = trained(
      configuration(
        design: digest.design, samples: 50, dimension: 100, optimizer: digest.optimizer,
        precision: digest.precision, lanes: variedLanes(11, exponents: [0.5, 0.25, 0.75, 0.8]),
        steps: 300, snapshotSteps: [300])
    ).snapshots
    #expect(snapshots.count == 11)
    #expect(fnv1a(snapshots.flatMap(\.theta)) == digest.value)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let model: Model
    let design: DesignKind
    let optimizer: Optimizer
    let precision: Precision
    let correctsBias: Bool
    let noise: NoiseSource
    let value: UInt64

    init(
      _ model: Model, _ design: DesignKind, _ optimizer: Optimizer, _ precision: Precision,
      correctsBias: Bool = false, _ noise: NoiseSource, _ value: UInt64
    ) {
      self.model = model
      self.design = design
      self.optimizer = optimizer
      self.precision = precision
      self.correctsBias = correctsBias
      self.noise = noise
      self.value = value
    }

    var testDescription: String { "\(model) \(design) \(optimizer) \(precision) \(noise)" }
  }

  static let net = Model.diagonalNet(dimension: 100)
  static let shallow = Model.matrixFactorization(dimension: 10, width: 10, depth: 2)
  static let deep = Model.matrixFactorization(dimension: 7, width: 9, depth: 4)

  @Test(arguments: [
    Case(net, .sign, .rmsprop, .float64, .label(distribution: .gaussian), 0xb18d_90f9_87ae_5b2d),
    Case(net, .sign, .adamMini(blockSize: 7), .float32, .label(batch: 20), 0x76f5_1ab2_bb48_a78a),
    Case(net, .gaussian, .adalayer, .float64, .gradient(), 0x8bbf_d28c_da82_c43e),
    Case(net, .sign, .adamE, .float64, correctsBias: true, .label(), 0x25ae_1b4e_0c4a_9e43),
    Case(shallow, .gaussian, .sgd, .float64, .label(), 0xe437_53d2_0657_7c04),
    Case(
      shallow, .gaussian, .adam, .float64, .label(distribution: .gaussian, batch: 70),
      0x1eb8_3f88_458b_b5ec),
    Case(shallow, .sign, .adamMini(blockSize: nil), .float64, .gradient(), 0x39f4_2983_72b5_90f1),
    Case(deep, .gaussian, .adam, .float32, correctsBias: true, .label(), 0x812a_377b_721f_ec90),
    Case(deep, .sign, .adalayer, .float64, correctsBias: true, .none, 0x5447_e306_85af_075c),
    Case(deep, .gaussian, .adamE, .float32, .gradient(), 0x9dad_577a_aa74_d133),
  ])
  func modelsOptimizersAndNoisesHaveTheCommittedBits(one: Case) {
    let snapshots = trained(
      configuration(
        design: one.design, samples: 50, model: one.model, optimizer: one.optimizer,
        precision: one.precision, correctsBias: one.correctsBias, noise: one.noise,
        lanes: variedLanes(11, exponents: [0.5, 0.25, 0.75, 0.8]), steps: 300,
        snapshotSteps: [300])
    ).snapshots
    #expect(snapshots.count == 11)
    #expect(fnv1a(snapshots.flatMap { $0.theta + $0.secondMoment }) == one.value)
  }

  /// The singular values and traces of a factorization, by rotations and pull-backs.
  @Test func observablesOfAFactorizationHaveTheCommittedBits() {
    let problem = configuration(
      design: .gaussian, samples: 50, model: Self.deep, optimizer: .sgd, lanes: variedLanes(1)
    ).problem
    let model = Model.matrixFactorization(dimension: 7, width: 9, depth: 4, initialScale: 0.5)
    let values = observables(
      of: model.initialParameters(seed: 2), secondMoment: [], problem: problem,
      model: model, settings: ObservableSettings(exponent: 0.3, supportThreshold: 0))
    #expect(
      fnv1a([
        values.trainLoss, values.traceHessian, values.tracePowerDiagHessian, values.nuclearNorm,
        values.effectiveRank,
      ]) == 0x2cb6_49e8_57aa_1093)
  }

  /// FNV-1a of 64 bits over the bytes of the bit patterns, low byte first.
  private func fnv1a(_ values: [Double]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for value in values {
      for shift in stride(from: 0, to: 64, by: 8) {
        hash = (hash ^ (value.bitPattern >> UInt64(shift) & 0xff)) &* 0x100_0000_01b3
      }
    }
    return hash
  }
}
