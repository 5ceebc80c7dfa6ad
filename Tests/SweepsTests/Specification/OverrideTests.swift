import Parameters
import Testing

@testable import Sweeps

@Suite struct OverrideTests {
  @Test(arguments: ["steps", "", "=1", ".steps=1", "steps.=1", "optimizer..step_size=1"])
  func whatIsNoAssignmentIsNone(_ argument: String) {
    #expect(Override(argument) == nil)
  }

  @Test func theFirstEqualsSignSeparates() {
    let override = Override("description=a=b")
    #expect(override?.path == ["description"])
    #expect(override?.value == "a=b")
  }

  /// An override, the line it edits, and the line as edited.
  @Test(arguments: [
    ("steps=2000", SweepLine.steps, "steps: 2000"),
    ("steps=2000,3000", .steps, "steps: [2000, 3000]"),
    ("seed={first: 4, count: 3}", .seed, "seed: {first: 4, count: 3}"),
    ("name='a, b'", .name, "name: a, b"),
    (
      "optimizer.step_size={log: [1e-3, 1e-1], count: 3}", .optimizer,
      "optimizer: {kind: sgd, step_size: {log: [1e-3, 1e-1], count: 3}}"
    ),
    (
      "optimizer={kind: adam, step_size: 1, beta2: 0.5}", .optimizer,
      "optimizer: {kind: adam, step_size: 1, beta2: 0.5}"
    ),
    ("data.design=gaussian,sign", .data, "data: {samples: 20, design: [gaussian, sign]}"),
    ("record.count=10", .seed, "seed: 1\nrecord: {count: 10}"),
    ("precision=float32", .seed, "seed: 1\nprecision: float32"),
  ])
  func anOverrideEqualsAnEditedFile(override: String, line: SweepLine, text: String) throws {
    let overridden = try specification(of: sweep(), overrides: [override])
    let edited = try specification(of: sweep([line: text]))
    #expect(overridden == edited)
    #expect(overridden.canonicalJSON == edited.canonicalJSON)
  }

  private static let union = """
    optimizer:
      - {kind: sgd, step_size: 0.1}
      - {kind: adam, step_size: 0.2, one_minus_beta2: 0.5}
    """

  @Test(arguments: [
    ("optimizer.step_size=0.3", [0.3, 0.3]), ("optimizer.0.step_size=0.3", [0.3, 0.2]),
    ("optimizer.1.step_size=0.3,0.4", [0.1, 0.3, 0.4]),
    ("optimizer.1={kind: sgd, step_size: 0.7}", [0.1, 0.7]),
    ("optimizer={kind: sgd, step_size: 0.7}", [0.7]),
  ])
  func inAUnionOneEntryOrAllAreMeant(override: String, stepSizes: [Double]) throws {
    let specification = try specification(
      of: sweep([.optimizer: Self.union]), overrides: [override])
    #expect(Grid(specification).reals("optimizer.step_size") == stepSizes)
  }

  @Test func aPowerLawReplacesANumber() throws {
    let law = [
      "optimizer.1.one_minus_beta2.rate=2", "optimizer.1.one_minus_beta2.power=0.5",
    ]
    let specification = try specification(of: sweep([.optimizer: Self.union]), overrides: law)
    let point = Grid(specification)[1]
    #expect(point["optimizer.one_minus_beta2"] == nil)
    #expect(point["optimizer.one_minus_beta2.rate"] == .real(2))
    #expect(point["optimizer.one_minus_beta2.power"] == .real(0.5))
  }

  @Test func laterOverridesWin() throws {
    let specification = try specification(of: sweep(), overrides: ["steps=50", "steps=60"])
    #expect(Grid(specification)[0]["steps"] == .integer(60))
  }

  @Test func anOverrideMendsAFile() throws {
    let mended = try specification(of: sweep([.steps: "steps: 0"]), overrides: ["steps=1000"])
    #expect(try mended == specification(of: sweep()))
  }
}
