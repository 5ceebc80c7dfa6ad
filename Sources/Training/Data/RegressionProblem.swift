/// Linear measurements of a signal: a design Z (n × q), targets y (n) and perhaps the truth w* (q).
///
/// The loss of a signal w is L = (1/2n) Σᵢ ((Z w)ᵢ − yᵢ)².
///
/// A design that is all ±1 is held as bits (n·q/8 bytes each way) and its products take the sign
/// order, one of unit rows as their places, any other takes the dense order; see `docs/numerics.md`.
public struct RegressionProblem: Sendable {
  /// n, the number of measurements.
  public let sampleCount: Int
  /// q, the length of the signal.
  public let signalCount: Int
  /// y, shape `[sampleCount]`; of classes the most probable one.
  public let targets: [Double]
  /// w*, shape `[signalCount]`, if it is known.
  public let truth: [Double]?
  /// qⱼ = (1/n) Σᵢ zᵢⱼ², shape `[signalCount]`: exactly 1 for a sign design.
  public let designMeanSquares: [Double]

  /// Probabilities of classes, where targets are classes; nil for numbers.
  public internal(set) var classes: ClassTargets?
  /// Whether targets were given as probabilities, and not as classes.
  public internal(set) var areProbabilities = false

  /// The probability of +1 for each sample, shape `[sampleCount]`, where targets of ±1 are soft; nil where
  /// they are known.
  public internal(set) var signProbabilities: [Double]?

  /// Samples to test with; nil for none.
  public var test: TestSet?

  let design: Design

  /// A problem with given data.
  ///
  /// - Parameters:
  ///   - design: Z, row-major, shape `[targets.count, q]`.
  ///   - targets: y, shape `[n]`, n ≥ 1.
  ///   - truth: w*, shape `[q]`, or nil if unknown.
  /// - Precondition: `design.count` is a positive multiple of `targets.count`, and `truth`, if given,
  ///   has as many entries as the design has columns.
  public init(design: [Double], targets: [Double], truth: [Double]?) {
    precondition(!targets.isEmpty, "a problem needs at least one sample")
    precondition(
      !design.isEmpty && design.count % targets.count == 0,
      "the design needs the same positive number of entries for every target")
    let signalCount = design.count / targets.count
    self.init(
      Design(design, sampleCount: targets.count, signalCount: signalCount),
      signalCount: signalCount, targets: targets, truth: truth)
  }

  /// A problem whose samples are entries of a matrix.
  ///
  /// - Parameters:
  ///   - entries: Row and column of each, shape `[n, 2]`, from 0.
  ///   - rows: Of the matrix.
  ///   - columns: Of the matrix.
  ///   - targets: y, shape `[n]`.
  ///   - truth: The matrix row by row, if it is known.
  /// - Precondition: The entries are in the matrix.
  public init(
    entries: [Int], rows: Int, columns: Int, targets: [Double], truth: [Double]?
  ) {
    precondition(entries.count == 2 * targets.count, "an entry has a row and a column")
    let places = targets.indices.map { i in
      precondition((0..<rows).contains(entries[2 * i]), "an entry is in the matrix")
      precondition((0..<columns).contains(entries[2 * i + 1]), "an entry is in the matrix")
      return entries[2 * i] * columns + entries[2 * i + 1]
    }
    self.init(
      .units(UnitRows(columns: places, signalCount: rows * columns)),
      signalCount: rows * columns, targets: targets, truth: truth)
  }

  /// The places of the 1 in each row of a one-hot design, shape `[n]`; nil for others.
  public var unitColumns: [Int]? {
    if case .units(let rows) = design { rows.columns } else { nil }
  }

  init(_ design: Design, signalCount: Int, targets: [Double], truth: [Double]?) {
    precondition(
      truth.map { $0.count == signalCount } ?? true,
      "the truth needs one entry for every column of the design")
    self.design = design
    self.signalCount = signalCount
    self.sampleCount = targets.count
    self.targets = targets
    self.truth = truth
    designMeanSquares = Self.meanSquares(of: design, targets.count, signalCount)
  }

  /// Whether every entry of the design is ±1.
  public var isSignDesign: Bool {
    if case .sign = design { true } else { false }
  }

  /// The entry of the design for sample i and signal coordinate j, both from 0.
  public func designEntry(_ i: Int, _ j: Int) -> Double {
    precondition(i >= 0 && i < sampleCount && j >= 0 && j < signalCount)
    return design.entry(i, j)
  }

  /// The entries of the design for eight samples side by side and signal coordinate j.
  ///
  /// - Parameters:
  ///   - i: The first sample, a multiple of 8.
  ///   - j: The coordinate.
  /// - Returns: Entry (i + k, j) in lane k, 0 beyond the last sample.
  public func eightDesignEntries(_ i: Int, _ j: Int) -> SIMD8<Double> {
    precondition(i >= 0 && i < sampleCount && i % 8 == 0 && j >= 0 && j < signalCount)
    return design.eightEntries(i, j)
  }

  /// Sums over samples in sequence by fused multiply-adds, then one division.
  private static func meanSquares(
    of design: Design, _ sampleCount: Int, _ signalCount: Int
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: signalCount)
    switch design {
    case .sign: return Array(repeating: 1, count: signalCount)
    case .dense(let entries):
      for i in 0..<sampleCount {
        for j in 0..<signalCount {
          let z = entries[i, j]
          sums[j] = sums[j].addingProduct(z, z)
        }
      }
    case .units(let rows):
      for j in rows.columns { sums[j] += 1 }
    }
    return sums.map { $0 / Double(sampleCount) }
  }
}
