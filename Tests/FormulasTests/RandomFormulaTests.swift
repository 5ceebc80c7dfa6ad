import Formulas
import Foundation
import TestSupport
import Testing

/// Fresh random formulas against JAX: predictions, loss, gradient and ∇²L m.
///
/// `THALWEG_RANDOM_FORMULAS` is `SEED COUNT`, for more of them.
@Suite struct RandomFormulaTests {
  private let directory = TemporaryDirectory()

  @Test func jaxFindsTheSame() throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(
      environment["THALWEG_PYTHON"], "THALWEG_PYTHON names a Python with jax: use 'make test-slow'")
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "random_formulas.py").path
    let asked = (environment["THALWEG_RANDOM_FORMULAS"] ?? "7 100").split(separator: " ")
    let made = try runProcess(
      python, [script] + asked.map(String.init), timeout: .seconds(7200))
    #expect(made.exitCode == 0, "\(made.standardError)")
    let models = try made.standardOutput.split(separator: "\n").map {
      try JSONDecoder().decode(ModelCase.self, from: Data($0.utf8))
    }
    #expect(models.count >= 20)
    for model in models {
      let values = try CaseValues(model, functions: .standard)
      for (key, expected) in model.expected ?? [:] {
        #expect(
          deviation(values.found[key] ?? [], expected.values) < model.tolerance ?? 1e-9,
          "\(key) of seed \(model.seed ?? -1):\n\(model.model.prediction)")
      }
    }
  }
}
