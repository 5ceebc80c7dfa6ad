import Formulas
import Foundation
import TestSupport
import Testing

/// Models against JAX in double precision.
///
/// `Tests/Fixtures/formulas/README.md` says how the references were made.
@Suite struct ReferenceCaseTests {
  static let cases = try? fixtureLines("cases.jsonl", as: ModelCase.self)
  static let random = try? fixtureLines("random.jsonl", as: ModelCase.self)

  /// The C library's functions in the place of ours: the graph is tested, not the functions.
  static let foundation = ScalarFunctions(
    exp: { exp($0) }, expm1: { expm1($0) }, log: { log($0) }, log1p: { log1p($0) },
    sin: { sin($0) }, cos: { cos($0) }, tanh: { tanh($0) }, arctan: { atan($0) }, erf: { erf($0) },
    sigmoid: { 1 / (1 + exp(-$0)) },
    softplus: { max($0, 0) + log1p(exp(-abs($0))) },
    normalDistribution: { 0.5 * erfc(-$0 / 2.0.squareRoot()) },
    normalDensity: { exp(-0.5 * $0 * $0) / (2 * Double.pi).squareRoot() }, power: { pow($0, $1) })

  /// Where the reference itself has lost digits.
  ///
  /// Sums of 1e12 that cancel to a thousand, and the softmax of numbers around 1000; ours are nearer to
  /// the exact values (in 60 digits).
  static let tolerances = ["small-numbers": 1e-6, "large-logits": 1e-9]

  @Test(arguments: cases ?? [])
  func valuesAndDerivativesAgree(with model: ModelCase) throws {
    for functions in [ScalarFunctions.standard, Self.foundation] {
      let values = try CaseValues(model, functions: functions)
      for key in ["predictions", "loss", "gradient", "jacobian"] {
        guard let expected = model.expected?[key] else { continue }
        #expect(deviation(values.found[key] ?? [], expected.values) < 1e-12, "\(key)")
      }
      for key in ["hessian_vector", "sample_hessian_vectors"] {
        guard let expected = model.expected?[key] else { continue }
        #expect(
          deviation(values.found[key] ?? [], expected.values)
            < Self.tolerances[model.testDescription] ?? 1e-10, "\(key)")
      }
      if model.expected?["jacobian"] != nil {
        #expect(
          deviation(values.found["pulled"] ?? [], values.found["jacobian"] ?? []) < 1e-13)
      }
    }
  }

  @Test(arguments: random ?? [])
  func randomFormulasAgree(with model: ModelCase) throws {
    let values = try CaseValues(model, functions: .standard)
    for (key, expected) in model.expected ?? [:] {
      #expect(
        deviation(values.found[key] ?? [], expected.values) < model.tolerance ?? 1e-9, "\(key)")
    }
  }

  /// The Jacobian is the difference quotient of predictions, ∇²f m that of the Jacobian.
  ///
  /// The quotient of step h errs by h² times a third derivative and by 1e-16 / h; where two steps do not
  /// agree, a kink is between or the digits are chance.
  @Test(arguments: random ?? [])
  func derivativesAgreeWithDifferences(of model: ModelCase) throws {
    let values = try CaseValues(model, functions: .standard)
    guard let theta = model.theta, let direction = model.direction, !theta.isEmpty else { return }
    func along(_ key: String, _ m: [Double], _ h: Double) throws -> [Double] {
      var sides: [[Double]] = []
      for step in [h, -h] {
        var moved = model
        moved.theta = zip(theta, m).map { $0 + step * $1 }
        sides.append(try CaseValues(moved, functions: .standard).found[key] ?? [])
      }
      return zip(sides[0], sides[1]).map { ($0 - $1) / (2 * h) }
    }
    for (key, of) in [("jacobian", "predictions"), ("sample_hessian_vectors", "jacobian")] {
      let coarse = try along(of, direction, 1e-4)
      let fine = try along(of, direction, 5e-5)
      guard deviation(coarse, fine) < 1e-5 else { continue }
      var found = values.found[key] ?? []
      if key == "jacobian" {
        found = stride(from: 0, to: found.count, by: theta.count).map { start in
          zip(found[start..<start + theta.count], direction).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
      #expect(deviation(found, fine) < 1e-4, "\(key)")
    }
  }

  @Test func referencesAreThere() {
    #expect((Self.cases?.count ?? 0) >= 70)
    #expect((Self.random?.count ?? 0) >= 20)
  }

  /// What the rules find is so; they may miss what only numbers show.
  @Test(arguments: cases ?? [])
  func propertiesAreNoMoreThanTrue(of model: ModelCase) throws {
    let formula = try Formula(model.model.prediction, in: model.scope)
    let isLinear = formula.graph.isLinear(formula.result, in: .data)
    #expect(isLinear == model.isLinearInX)
    let degree = formula.graph.homogeneity(of: formula.result)
    // Where predictions are NaN, numbers show no degree.
    let isFinite = model.expected?["predictions"]?.values.allSatisfy(\.isFinite) ?? false
    if let degree, isFinite { #expect(degree == model.homogeneity) }
  }
}
