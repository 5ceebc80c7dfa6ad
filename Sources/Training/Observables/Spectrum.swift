import DenseAlgebra
import ElementaryFunctions
public import Parameters

/// Sum and entropy of the singular values σ of a signal that is a matrix; NaN for another.
///
/// Σσ, and exp(−Σ p ln p) = 2^(−Σ p log₂ p) of p = σ/Σσ in descending order, with 0 ln 0 = 0; the second
/// is NaN for w = 0. O(p³).
public struct Spectrum: Observable {
  /// `nuclear_norm` and `effective_rank`.
  public let quantities = [
    Quantity(
      "nuclear_norm", longName: "nuclear norm of W", symbol: "‖W‖∗", head: "‖W‖∗",
      label: "nuclear norm ‖W‖_*", use: .spectrum, place: 12),
    Quantity(
      "effective_rank", longName: "exp(entropy of the normalized singular values of W)",
      symbol: "effective rank", head: "eff. rank", use: .spectrum, place: 13),
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    guard case .matrix(let dimension) = model.kind.signalShape else { return [nil, nil] }
    let values = "singular_values(w.reshape(\(dimension), \(dimension)))"
    return ["sum(\(values))", "effective_rank(\(values))"]
  }

  /// Nuclear norm and effective rank.
  public func values(of state: Observation) -> [Double] {
    guard case .matrix(let dimension) = state.model.kind.signalShape else { return [.nan, .nan] }
    let values = SingularValues(of: state.signal, dimension: dimension).values
    return [sum(values), Self.effectiveRank(of: values)]
  }

  /// 2^(−Σ p log₂ p), p = σ/Σσ; NaN where all are 0.
  static func effectiveRank(of values: [Double]) -> Double {
    let total = sum(values)
    // Of w = 0 they are 0/0.
    let entropy = values.map { $0 / total }.reduce(0.0) { bits, p in
      p == 0 ? bits : bits.addingProduct(-p, Elementary.log2(p))
    }
    return Elementary.exp2(entropy)
  }
}
