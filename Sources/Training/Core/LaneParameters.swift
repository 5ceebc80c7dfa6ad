/// The varying numbers of one run; those its optimizer or noise does not use are ignored.
public struct LaneParameters: Hashable, Sendable {
  /// What the optimizer computes with, by key in the sweep file.
  private var numbers: [String: Double]
  /// δ, the standard deviation of the label noise, in units of the targets; for gradient noise σ, in
  /// those of the gradient.
  public var noiseScale: Double
  /// Seed of the noise; the draws depend on nothing else.
  public var noiseSeed: UInt64

  /// The numbers of one run.
  public init(_ numbers: [String: Double], noiseScale: Double = 0, noiseSeed: UInt64 = 0) {
    self.numbers = numbers
    self.noiseScale = noiseScale
    self.noiseSeed = noiseSeed
  }

  /// The hyperparameters of one run.
  public init(
    stepSize: Double, beta1: Double = 0.9, oneMinusBeta2: Double = 0.01, exponent: Double = 0.5,
    epsilon: Double = 1e-6, noiseScale: Double = 0, noiseSeed: UInt64 = 0
  ) {
    self.init(
      [
        "step_size": stepSize, "beta1": beta1, "one_minus_beta2": oneMinusBeta2,
        "exponent": exponent, "epsilon": epsilon,
      ], noiseScale: noiseScale, noiseSeed: noiseSeed)
  }

  /// What a run has that sets none of the usual numbers: 0 for each.
  public static let withoutMeaning = LaneParameters(
    stepSize: 0, beta1: 0, oneMinusBeta2: 0, exponent: 0, epsilon: 0)

  /// A number of the optimizer by its key.
  ///
  /// - Precondition: It was given.
  public subscript(key: String) -> Double {
    get {
      guard let value = numbers[key] else { preconditionFailure("a run needs its \(key)") }
      return value
    }
    set { numbers[key] = newValue }
  }

  /// A number of the optimizer by its key; nil where the run has none.
  func number(ifGiven key: String) -> Double? { numbers[key] }

  /// The keys of what goes with every optimizer; a run may be without them.
  public enum Name {
    /// λ of weight decay.
    public static let weightDecay = "weight_decay"
    /// c, the largest norm of a gradient.
    public static let clip = "clip"
    /// ρ, how far from θ the gradient is taken.
    public static let ascentRadius = "sam_radius"
  }

  /// The keys of the numbers that were given, in alphabetical order.
  var keys: [String] { numbers.keys.sorted() }
}

extension LaneParameters {
  /// η.
  public var stepSize: Double {
    get { self["step_size"] }
    set { self["step_size"] = newValue }
  }

  /// β₁, the decay of the first moment.
  public var beta1: Double {
    get { self["beta1"] }
    set { self["beta1"] = newValue }
  }

  /// 1 − β₂, one minus the decay of the second moment.
  public var oneMinusBeta2: Double {
    get { self["one_minus_beta2"] }
    set { self["one_minus_beta2"] = newValue }
  }

  /// λ, the exponent of adam-e.
  public var exponent: Double {
    get { self["exponent"] }
    set { self["exponent"] = newValue }
  }

  /// ε, added after the power.
  public var epsilon: Double {
    get { self["epsilon"] }
    set { self["epsilon"] = newValue }
  }
}
