import Parameters

/// A loss by its kind, with what it makes for each vector type.
///
/// The closures are made where the kind's type is known, so that each calls specialized code; a generic
/// method called through `any ScalarLoss` would not.
public struct Loss: Sendable {
  /// What it is, by the number of its predictions.
  enum Form: Sendable {
    /// Of one prediction.
    case scalar(any ScalarLoss)
    /// Of one for each class.
    case classes(any ClassLoss)
  }

  let form: Form

  let double2: @Sendable (ResidualMaker<SIMD2<Double>>) -> Residuals<SIMD2<Double>>
  let double4: @Sendable (ResidualMaker<SIMD4<Double>>) -> Residuals<SIMD4<Double>>
  let double8: @Sendable (ResidualMaker<SIMD8<Double>>) -> Residuals<SIMD8<Double>>
  let double16: @Sendable (ResidualMaker<SIMD16<Double>>) -> Residuals<SIMD16<Double>>
  let float4: @Sendable (ResidualMaker<SIMD4<Float>>) -> Residuals<SIMD4<Float>>
  let float8: @Sendable (ResidualMaker<SIMD8<Float>>) -> Residuals<SIMD8<Float>>
  let float16: @Sendable (ResidualMaker<SIMD16<Float>>) -> Residuals<SIMD16<Float>>
  let loneDouble: @Sendable (LoneResidualMaker<Double>) -> Residuals<SIMD16<Double>>
  let loneFloat: @Sendable (LoneResidualMaker<Float>) -> Residuals<SIMD16<Float>>

  @inline(__always)
  init<Kind: ScalarLoss>(_ kind: Kind) {
    form = .scalar(kind)
    double2 = { $0.residuals(of: kind) }
    double4 = { $0.residuals(of: kind) }
    double8 = { $0.residuals(of: kind) }
    double16 = { $0.residuals(of: kind) }
    float4 = { $0.residuals(of: kind) }
    float8 = { $0.residuals(of: kind) }
    float16 = { $0.residuals(of: kind) }
    loneDouble = { $0.residuals(of: kind) }
    loneFloat = { $0.residuals(of: kind) }
  }

  @inline(__always)
  init<Kind: ClassLoss>(_ kind: Kind) {
    form = .classes(kind)
    double2 = { $0.residuals(of: kind) }
    double4 = { $0.residuals(of: kind) }
    double8 = { $0.residuals(of: kind) }
    double16 = { $0.residuals(of: kind) }
    float4 = { $0.residuals(of: kind) }
    float8 = { $0.residuals(of: kind) }
    float16 = { $0.residuals(of: kind) }
    loneDouble = { $0.residuals(of: kind) }
    loneFloat = { $0.residuals(of: kind) }
  }

  /// Its kind.
  var kind: any LossKind {
    switch form {
    case .scalar(let kind): kind
    case .classes(let kind): kind
    }
  }

  /// ½ (f − y)².
  public static let squared = Loss(Squared())

  /// The name in a sweep file.
  public var name: String { type(of: kind).name }

  /// Whether targets are ±1, and so the signs of what a truth predicts.
  public var takesSigns: Bool { type(of: kind).targets == .signs }

  /// Whether targets are classes, each with a prediction of its own.
  public var takesClasses: Bool { type(of: kind).targets == .classes }

  /// Whether it is −log of the probability of a label.
  public var isLogLikelihood: Bool { type(of: kind).features.contains(.logLikelihood) }

  /// Whether it has minimizers for these targets, and so a manifold Γ.
  public func hasMinimizers(for targets: [Double]) -> Bool {
    guard case .scalar(let kind) = form else { return false }
    return targets.allSatisfy { kind.minimizer($0) != nil }
  }
}

extension Loss: Hashable {
  /// Whether they are of equal kinds.
  public static func == (a: Loss, b: Loss) -> Bool { AnyHashable(a.kind) == AnyHashable(b.kind) }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }
}

/// Makes ∂L/∂f of runs side by side, one in each lane.
struct ResidualMaker<Lanes: LaneVector> {
  let labels: LabelLaw
  let sampling: Sampling
  let targets: [Double]
  /// Of +1, where targets of ±1 are soft.
  let probabilities: [Double]?
  let classes: ClassTargets?
  let values: LaneValues<Lanes>

  func residuals(of loss: some ScalarLoss) -> Residuals<Lanes> {
    let outputs = OutputLayout(sampleCount: targets.count, outputCount: 1)
    if let drawn = SignLabels(labels, targets: targets, probabilities: probabilities) {
      let source = SignResidualSource(loss, drawn, sampling, sampleCount: targets.count, values)
      return Residuals(outputs: outputs) { source.write($0, of: $1, atStep: $2) }
    }
    let source = ResidualSource(loss, labels, sampling, targets: targets, values)
    return Residuals(outputs: outputs) { source.write($0, of: $1, atStep: $2) }
  }

  func residuals(of loss: some ClassLoss) -> Residuals<Lanes> {
    guard let classes else { preconditionFailure("targets of this loss are classes") }
    let source = ClassResidualSource(loss, sampling, classes, values, labels: labels)
    return Residuals(outputs: source.outputs) { source.write($0, of: $1, atStep: $2) }
  }
}

/// Makes ∂L/∂f of a run by itself, sixteen samples in a vector.
struct LoneResidualMaker<Scalar: LookupScalar> {
  let labels: LabelLaw
  let sampling: Sampling
  let targets: [Double]
  /// Of +1, where targets of ±1 are soft.
  let probabilities: [Double]?
  let run: LaneParameters

  func residuals<Kind: ScalarLoss>(of loss: Kind) -> Residuals<SIMD16<Scalar>> {
    let outputs = OutputLayout(sampleCount: targets.count, outputCount: 1)
    if let drawn = SignLabels(labels, targets: targets, probabilities: probabilities) {
      let source = LoneSignResidualSource<Kind, Scalar>(
        loss, drawn, sampling, sampleCount: targets.count, run)
      return Residuals(outputs: outputs) { source.write($0, of: $1, atStep: $2) }
    }
    let source = LoneResidualSource<Kind, Scalar>(
      loss, labels, sampling, targets: targets, run)
    return Residuals(outputs: outputs) { source.write($0, of: $1, atStep: $2) }
  }

  func residuals(of _: some ClassLoss) -> Residuals<SIMD16<Scalar>> {
    preconditionFailure("what predicts several classes goes in lanes only")
  }
}

/// In double precision, sample by sample, C predictions for each.
extension Loss {
  /// ℓ, shape `[n]`.
  func values(of predictions: [Double], on problem: RegressionProblem) -> [Double] {
    switch form {
    case .scalar(let kind): eachLabel(predictions, problem) { kind.value($0, $1) }
    case .classes(let kind): eachSample(predictions, problem) { kind.value($0, $1) }
    }
  }

  /// ∂ℓ/∂f, shape `[n · C]`.
  func residuals(of predictions: [Double], on problem: RegressionProblem) -> [Double] {
    switch form {
    case .scalar(let kind): eachLabel(predictions, problem) { kind.residual($0, $1) }
    case .classes(let kind):
      eachSample(predictions, problem) { kind.residuals($0, $1) }.flatMap(\.self)
    }
  }

  /// ∂²ℓ/∂f², shape `[n · C · C]`.
  func curvatures(of predictions: [Double], on problem: RegressionProblem) -> [Double] {
    switch form {
    case .scalar(let kind): eachLabel(predictions, problem) { kind.curvature($0, $1) }
    case .classes(let kind):
      eachSample(predictions, problem) { kind.curvatures($0, $1) }.flatMap(\.self)
    }
  }

  /// A number of each prediction and its target; of soft labels q times that of +1 and 1 − q times that of −1,
  /// the first product fused.
  private func eachLabel(
    _ predictions: [Double], _ problem: RegressionProblem,
    _ body: (_ f: Double, _ y: Double) -> Double
  ) -> [Double] {
    guard let weights = problem.signProbabilities else {
      return zip(predictions, problem.targets).map { body($0, $1) }
    }
    return zip(predictions, weights).map { f, q in
      // What has no share counts nothing, however unlikely.
      q == 1
        ? body(f, 1) : q == 0 ? body(f, -1) : ((1 - q) * body(f, -1)).addingProduct(q, body(f, 1))
    }
  }

  private func eachSample<Result>(
    _ predictions: [Double], _ problem: RegressionProblem,
    _ body: (_ f: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Result
  ) -> [Result] {
    guard let classes = problem.classes else {
      preconditionFailure("targets of this loss are classes")
    }
    precondition(predictions.count == classes.probabilities.count, "a prediction for every class")
    return (0..<classes.sampleCount).map { i in
      let range = i * classes.count..<(i + 1) * classes.count
      return body(predictions[range], classes.probabilities[range])
    }
  }
}
