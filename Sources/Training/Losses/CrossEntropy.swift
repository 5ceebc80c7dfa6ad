import ElementaryFunctions
import Parameters

/// ℓ(f, y) = −Σ_c y_c ln p_c with p = soft-max f, of K predictions and the probabilities y of K classes.
///
///     m = max f    e_c = e^{f_c − m}    s = Σ_c e_c    p_c = e_c / s    ∂ℓ/∂f_c = p_c − y_c
///     ℓ = Σ_c y_c ((m − f_c) + ln s)    ∂²ℓ/∂f² = Diag(p) − p pᵀ
///
/// Sums are sequences from +0 in order of c, that of ℓ by fused multiply-adds over the c whose y_c is not
/// 0. It has no minimizer for known classes; slow equations apply where classes are drawn.
struct CrossEntropy: ClassLoss {
  static let name = "cross-entropy"
  static let features: Set<Feature> = [.logLikelihood]
  static let synonyms = ["crossentropy", "softmax"]
  static let since = 3

  init() {}

  init(_: borrowing Values) {}

  static func faults(in values: borrowing Values) -> [KindError] {
    if let model = Registry.models.entry(named: values.kind(of: Block.model)),
      model.kind.features.contains(.ownInputs)
    {
      return [
        KindError(
          "loss '\(name)' takes a prediction for each class, and model '\(model.kind.name)' has one",
          hint: "model: {kind: two-layer, …}, or loss: logistic for two classes")
      ]
    }
    if values.of(Block.data).integer(ifGiven: .outputs) ?? 1 > 1 { return [] }
    return [
      KindError(
        "loss '\(name)' takes classes 0, …, K − 1, and 'data' does not say how many",
        hint: "data: {…, outputs: K} with K ≥ 2")
    ]
  }

  @inline(__always)
  func write<Lanes: LaneVector>(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    at outputs: Range<Int>, factor: Lanes.Scalar, target: (_ index: Int) -> Lanes
  ) {
    var largest = predictions[outputs.lowerBound]
    for c in outputs.dropFirst() { largest = largest.maximum(predictions[c]) }
    var sum = Lanes.zero
    for c in outputs {
      let e = (predictions[c] - largest).exp()
      residuals[c] = e
      sum += e
    }
    for c in outputs {
      residuals[c] = (residuals[c] / sum - target(c)) * factor
    }
  }

  func python() -> PythonText { PythonText("-sum(y * log_softmax(f))") }

  func value(_ f: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double {
    let (largest, powers, sum) = powers(f)
    // What has no share counts nothing, however unlikely; but NaN shows.
    guard !sum.isNaN, !powers.isEmpty else { return .nan }
    let log = Elementary.log(sum)
    return zip(f, y).reduce(0) { total, pair in
      pair.1 == 0 ? total : total.addingProduct(pair.1, (largest - pair.0) + log)
    }
  }

  func residuals(_ f: ArraySlice<Double>, _ y: ArraySlice<Double>) -> [Double] {
    zip(probabilities(f), y).map { $0 - $1 }
  }

  func curvatures(_ f: ArraySlice<Double>, _: ArraySlice<Double>) -> [Double] {
    let p = probabilities(f)
    return p.indices.flatMap { a in p.indices.map { b in (a == b ? p[a] : 0) - p[a] * p[b] } }
  }

  private func probabilities(_ f: ArraySlice<Double>) -> [Double] {
    let (_, powers, sum) = powers(f)
    return powers.map { $0 / sum }
  }

  /// m, e and s; all NaN where one of f is.
  private func powers(
    _ f: ArraySlice<Double>
  ) -> (largest: Double, powers: [Double], sum: Double) {
    let largest = f.reduce(-.infinity) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
    let powers = f.map { Elementary.exp($0 - largest) }
    return (largest, powers, sum(powers))
  }
}

extension Loss {
  /// −Σ_c y_c ln p_c with p = soft-max f, for targets that are classes.
  public static let crossEntropy = Loss(CrossEntropy())
}
