import Testing
import Theory
import Training

@Suite struct StationarityTests {
  @Test func everyReferenceValueIsMet() throws {
    for golden in try golden(GoldenManifold.self, "slow-manifold.json").cases {
      let model = golden.model.model
      let projected = project(golden.theta0, onto: golden.problem, model: model, metric: nil)
      print(projected.status, relativeError(projected.theta, golden.onManifold.theta))
      #expect(relativeError(projected.theta, golden.onManifold.theta) < 1e-10)
      for reference in golden.onManifold.stationarity {
        let value = stationarity(
          at: projected.theta, problem: golden.problem, model: model, exponent: reference.exponent)
        print(value, reference.value)
        #expect(abs(value - reference.value) < 1e-8)
      }
    }
  }
}
