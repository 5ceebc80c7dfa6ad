import Experiments
import TestSupport
import Testing

@testable import Sweeps

/// Specifications that come from a file of ours but can be of no sweep: refused, whatever is forged.
@Suite struct ForgedSpecificationTests {
  private static let sweep = """
    name: forged
    model: {kind: diagonal-net, dimension: {from: 10, to: 30, step: 10}, sparsity: 2}
    data: {samples: 8}
    noise: {kind: label, alpha: {from: 0.1, to: 0.3, count: 3}}
    optimizer: {kind: sgd, step_size: {log: [1e-3, 1e-1], count: 3}}
    steps: 100
    seed: {count: 5}
    record: {count: 4}
    """

  private func json() throws -> String {
    String(
      decoding: try Specification(yaml: Self.sweep, source: "s.yaml").canonicalJSON, as: UTF8.self)
  }

  @Test func theSpecificationItselfReadsBack() throws {
    let specification = try Specification(yaml: Self.sweep, source: "s.yaml")
    #expect(try Specification(canonicalJSON: Array(json().utf8)) == specification)
  }

  @Test(arguments: [
    ("\"count\":5", "\"count\":0"), ("\"count\":5", "\"count\":-1"),
    ("\"count\":5", "\"count\":\(Int.max)"), ("\"count\":3", "\"count\":-3"),
    ("\"first\":10", "\"first\":\(Int.max)"), ("\"step\":10", "\"step\":\(Int.min)"),
    ("\"count\":4", "\"count\":1"), ("\"count\":4", "\"count\":-4"),
    ("\"values\":[{\"integer\":100}]", "\"values\":[]"),
    ("\"values\":[{\"integer\":100}]", "\"values\":[{\"integer\":100},{\"integer\":200}]"),
  ])
  func numbersThatCannotBeAreNoSpecification(right: String, forged: String) throws {
    let right = try json().contains(right) ? right : ""
    try #require(!right.isEmpty)
    let text = try json().replacing(right, with: forged)
    #expect(throws: (any Error).self) { try Specification(canonicalJSON: Array(text.utf8)) }
  }

  @Test func aSeedBeyondTheLastIsNoSpecification() throws {
    let text = try json()
    let changed = text.replacing("\"first\":0", with: "\"first\":\(UInt64.max - 3)")
    try #require(changed != text)
    #expect(throws: (any Error).self) { try Specification(canonicalJSON: Array(changed.utf8)) }
  }
}
