import DenseAlgebra
import ElementaryFunctions

/// The observables of a state.
///
/// - Parameters:
///   - theta: θ, shape `[model.parameterCount]`.
///   - secondMoment: v, the same shape, or empty.
///   - problem: The data.
///   - model: The parametrization.
///   - settings: Exponent and threshold.
/// - Returns: The observables; those that are not defined here are NaN.
/// - Precondition: `theta.count == model.parameterCount` and the model fits the problem.
/// - Complexity: O(n·q) time and O(n + q) space; for a factorization also n
///   pull-backs, and O(p³) for the singular values.
public func observables(
  of theta: [Double], secondMoment: [Double], problem: RegressionProblem, model: Model,
  settings: ObservableSettings
) -> Observables {
  precondition(theta.count == model.parameterCount, "one value for every parameter")
  precondition(model.signalCount == problem.signalCount, "the model's signal has the problem's")
  let w = model.signal(of: theta)
  let h = model.diagonalHessian(at: theta, of: problem)
  let support = supportScores(model, w, problem.truth, threshold: settings.supportThreshold)
  let spectrum = spectrum(model, w)
  return Observables(
    trainLoss: trainLoss(of: w, problem),
    populationLoss: problem.truth.map { 0.5 * squaredDistance(w, $0) } ?? .nan,
    traceHessian: sum(h),
    traceSqrtDiagHessian: sum(h.map { $0.squareRoot() }),
    tracePowerDiagHessian: sum(h.map { power($0, oneMinus: settings.exponent) }),
    l1Norm: sum(w.map { abs($0) }),
    lHalfSum: sum(w.map { abs($0).squareRoot() }),
    secondMomentL1: secondMoment.isEmpty ? .nan : sum(secondMoment.map { abs($0) }),
    supportPrecision: support.precision, supportRecall: support.recall,
    nuclearNorm: spectrum.nuclearNorm, effectiveRank: spectrum.effectiveRank, signal: w)
}

/// The observables of a snapshot; see ``observables(of:secondMoment:problem:model:settings:)``.
public func observables(
  of snapshot: Snapshot, problem: RegressionProblem, model: Model, settings: ObservableSettings
) -> Observables {
  observables(
    of: snapshot.theta, secondMoment: snapshot.secondMoment, problem: problem, model: model,
    settings: settings)
}

private func sum(_ values: [Double]) -> Double { values.reduce(0, +) }

private func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { sum, pair in
    sum.addingProduct(pair.0 - pair.1, pair.0 - pair.1)
  }
}

private func trainLoss(of w: [Double], _ problem: RegressionProblem) -> Double {
  let products = CanonicalProducts(problem.design, problem.sampleCount, problem.signalCount)
  return squaredDistance(products.predictions(of: w), problem.targets)
    / (2 * Double(problem.sampleCount))
}

/// h^(1−λ), with roots where they do, as in the optimizers.
private func power(_ h: Double, oneMinus exponent: Double) -> Double {
  let root = h.squareRoot()
  return switch exponent {
  case 0: h
  case 0.25: root * root.squareRoot()
  case 0.5: root
  case 0.75: root.squareRoot()
  default: Elementary.power(h, 1 - exponent)
  }
}

private func supportScores(
  _ model: Model, _ w: [Double], _ truth: [Double]?, threshold: Double
) -> (precision: Double, recall: Double) {
  guard let truth, case .vector = model.kind.signalShape else { return (.nan, .nan) }
  let predicted = w.count { abs($0) > threshold }
  let actual = truth.count { $0 != 0 }
  let found = zip(w, truth).count { abs($0) > threshold && $1 != 0 }
  // 0/0 is NaN, which is what is meant.
  return (Double(found) / Double(predicted), Double(found) / Double(actual))
}

/// Σσ and exp(−Σ p ln p) = 2^(−Σ p log₂ p), p = σ/Σσ, in descending order of σ, with 0 ln 0 = 0.
private func spectrum(
  _ model: Model, _ w: [Double]
) -> (nuclearNorm: Double, effectiveRank: Double) {
  guard case .matrix(let dimension) = model.kind.signalShape else { return (.nan, .nan) }
  let values = SingularValues(of: w, dimension: dimension).values
  let total = sum(values)
  // Of w = 0 they are 0/0.
  let entropy = values.map { $0 / total }.reduce(0.0) { bits, p in
    p == 0 ? bits : bits.addingProduct(-p, Elementary.log2(p))
  }
  return (total, Elementary.exp2(entropy))
}
