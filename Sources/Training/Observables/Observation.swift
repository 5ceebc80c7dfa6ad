/// What observables need to know beyond the state.
public struct ObservableSettings: Hashable, Sendable {
  /// λ, the exponent of the run's own optimizer: 0 for sgd, ½ for adam.
  public var exponent: Double
  /// The magnitude above which a signal coordinate counts as found, in units of the signal.
  public var supportThreshold: Double

  /// Settings with the given values.
  public init(exponent: Double, supportThreshold: Double) {
    self.exponent = exponent
    self.supportThreshold = supportThreshold
  }
}

/// A state that is observed, and what follows from it: computed when an observable asks for it, and
/// kept for the others.
public final class Observation {
  /// θ, shape `[model.parameterCount]`.
  public let theta: [Double]
  /// What the optimizer keeps, by name: `v` of θ's shape where it has a second moment.
  public let memory: [String: [Double]]
  /// k, the steps that led here; NaN where it is not known.
  public let step: Double
  /// t of the state in slow time; NaN where it is not known.
  public let slowTime: Double
  /// η_k of the step that led here; NaN where it is not known.
  public let stepSize: Double
  /// The data.
  public let problem: RegressionProblem
  /// The parametrization.
  public let model: Model
  /// What is minimized.
  public let loss: Loss
  /// Exponent and threshold.
  public let settings: ObservableSettings

  /// A state to observe.
  ///
  /// - Parameters:
  ///   - theta: θ, shape `[model.parameterCount]`.
  ///   - memory: What the optimizer keeps, by name.
  ///   - step: k.
  ///   - slowTime: t.
  ///   - stepSize: η_k.
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - loss: What is minimized.
  ///   - settings: Exponent and threshold.
  /// - Precondition: `theta.count == model.parameterCount` and the model fits the problem.
  public init(
    theta: [Double], memory: [String: [Double]], step: Double = .nan, slowTime: Double = .nan,
    stepSize: Double = .nan, problem: RegressionProblem, model: Model, loss: Loss = .squared,
    settings: ObservableSettings
  ) {
    precondition(theta.count == model.parameterCount, "one value for every parameter")
    precondition(
      model.kind.inputCount == problem.signalCount, "samples are as long as the model takes them")
    self.theta = theta
    self.memory = memory
    (self.step, self.slowTime) = (step, slowTime)
    self.stepSize = stepSize
    self.problem = problem
    self.model = model
    self.loss = loss
    self.settings = settings
  }

  /// w(θ), shape `[signalCount]`; empty where predictions are not linear in the samples.
  public private(set) lazy var signal = model.signal(of: theta)

  /// f in the canonical order of training, shape `[n · C]`, the outputs of a sample next to each other.
  public private(set) lazy var predictions = model.predictions(at: theta, on: problem)

  /// diag(H), H = (1/n) Σ ℓ″(fᵢ) ∇fᵢ ∇fᵢᵀ, shape `[P]`; JᵀJ/n for the squared loss, (1/n) Σ JᵢᵀΛᵢJᵢ for
  /// several outputs.
  ///
  /// For a factorization n pull-backs; for another loss than the squared one the gradients of all
  /// samples, summed in sequence by fused multiply-adds.
  public private(set) lazy var diagonalHessian =
    loss == .squared
    ? model.diagonalHessian(at: theta, of: problem)
    : samples.weightedSquares(
      loss.curvatures(of: predictions, on: problem), sampleCount: problem.sampleCount)

  /// Predictions, gradients and Hessian-vector products of single samples.
  public private(set) lazy var samples: any PerSamplePoint = model.perSample(on: problem)
    .point(theta)

  /// The same θ on the samples of the test set; nil without one.
  private(set) lazy var tested = problem.test.map {
    Observation(
      theta: theta, memory: [:], problem: $0.problem, model: model, loss: loss, settings: settings)
  }

  /// ∇L, and products with its Hessian.
  private(set) lazy var derivatives = LossDerivatives(self)
}

extension Observation {
  /// Something of each sample's predictions and its class, by index in them.
  func ofClasses(_ score: (_ f: ArraySlice<Double>, _ y: Int) -> Double) -> [Double] {
    let count = problem.outputCount
    return problem.targets.enumerated().map { i, y in
      score(predictions[i * count..<(i + 1) * count], i * count + Int(y))
    }
  }

  /// A snapshot of training to observe.
  public convenience init(
    of snapshot: Snapshot, slowTime: Double = .nan, problem: RegressionProblem, model: Model,
    loss: Loss = .squared, settings: ObservableSettings
  ) {
    self.init(
      theta: snapshot.theta,
      memory: snapshot.secondMoment.isEmpty ? [:] : ["v": snapshot.secondMoment],
      slowTime: slowTime, problem: problem, model: model, loss: loss, settings: settings)
  }
}

/// Σ x in sequence from 0.
func sum(_ x: [Double]) -> Double { x.reduce(0, +) }

/// ‖a − b‖², squares by fused multiply-adds in sequence from 0.
public func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { sum, pair in
    sum.addingProduct(pair.0 - pair.1, pair.0 - pair.1)
  }
}
