import Testing
import Training

/// Final parameters of fixed configurations against digests committed here.
///
/// They are the same on every processor and for every instruction set. A change of any canonical order changes them.
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
    Digest(design: .sign, optimizer: .adam, precision: .float64, value: 0x17c9_3335_2aa1_d2a2),
    Digest(design: .sign, optimizer: .adamE, precision: .float64, value: 0x6261_958b_f6ec_d6e6),
    Digest(design: .sign, optimizer: .adam, precision: .float32, value: 0xb074_1700_b0c2_89e6),
    Digest(design: .sign, optimizer: .adamE, precision: .float32, value: 0x6008_dd46_1b5e_5053),
    Digest(design: .gaussian, optimizer: .sgd, precision: .float32, value: 0xa721_1afc_7119_d5c8),
    Digest(design: .gaussian, optimizer: .adam, precision: .float64, value: 0xcc4e_fecc_ba7d_ede5),
    Digest(design: .gaussian, optimizer: .adamE, precision: .float64, value: 0x3899_b66a_5076_e75b),
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
