import TestSupport
import Testing

@testable import Theory

@Suite struct AdditiveRungeKuttaTests {
  private typealias Method = AdditiveRungeKutta

  /// The tableaus are sums of up to eight terms, the largest of size 15.
  private let rounding = 1e-13

  private var explicit: [[Double]] {
    Method.explicit.map { $0 + Array(repeating: 0, count: 8 - $0.count) }
  }

  private var implicit: [[Double]] {
    Method.implicit.enumerated().map { i, row in
      let diagonal = i == 0 ? 0 : Method.diagonal
      return row + [diagonal] + Array(repeating: 0, count: 7 - i)
    }
  }

  @Test func tableausShareTheirNodes() {
    for tableau in [explicit, implicit] {
      for (row, node) in zip(tableau, Method.nodes) {
        #expect(abs(row.reduce(0, +) - node) < rounding)
      }
    }
  }

  /// All rooted trees, every way of colouring their inner vertices by the two tableaus.
  @Test func weightsMeetTheCoupledConditionsOfOrderFive() {
    let trees = trees(upToOrder: 5)
    // 1, 1, 2, 4 and 9 trees, coloured.
    #expect(trees.count > 17)
    for tree in trees {
      #expect(abs(inner(Method.weights, tree.stages) - 1 / tree.density) < rounding)
    }
  }

  @Test func embeddedWeightsMeetTheConditionsOfOrderFour() {
    for tree in trees(upToOrder: 4) {
      #expect(abs(inner(Method.embedded, tree.stages) - 1 / tree.density) < rounding)
    }
    // And no more: else there would be no estimate.
    let isOfOrderFive = trees(upToOrder: 5).allSatisfy {
      abs(inner(Method.embedded, $0.stages) - 1 / $0.density) < 1e-6
    }
    #expect(!isOfOrderFive)
  }

  @Test func implicitTableauIsStifflyAccurate() {
    #expect(implicit[7] == Method.weights)
  }

  /// No step that makes a mode on the negative axis grow goes unseen: the difference of the pair is
  /// a twentieth of what such a step makes of it, or more.
  @Test func differenceOfThePairSeesEveryModeThatGrows() {
    for z in stride(from: -50, to: -0.1, by: 0.01) {
      let growth = abs(factor(Method.weights, z))
      let difference = abs(factor(Method.weights, z) - factor(Method.embedded, z))
      #expect(growth <= 1 || difference > 0.05 * growth, "hλ = \(z)")
    }
  }

  /// What a step makes of a mode: 1 + z bᵀ(1 + zA + z²A² + …)1.
  private func factor(_ weights: [Double], _ z: Double) -> Double {
    var stages: [Double] = []
    for row in explicit {
      stages.append(1 + z * zip(row, stages).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return 1 + z * inner(weights, stages)
  }

  private struct Tree {
    let order: Int
    let density: Double
    let stages: [Double]
  }

  private func trees(upToOrder limit: Int) -> [Tree] {
    var all = [Tree(order: 1, density: 1, stages: Array(repeating: 1, count: 8))]
    for order in 2...limit {
      let branches = all.flatMap { tree in
        [explicit, implicit].map { tableau in
          Tree(
            order: tree.order, density: tree.density,
            stages: tableau.map { inner($0, tree.stages) })
        }
      }
      all += grown(from: branches[...], size: order - 1).map {
        Tree(order: order, density: Double(order) * $0.density, stages: $0.stages)
      }
    }
    return all
  }

  /// Every multiset of branches with `size` vertices, as the product of what they give.
  private func grown(from branches: ArraySlice<Tree>, size: Int) -> [Tree] {
    guard size > 0 else {
      return [Tree(order: 0, density: 1, stages: Array(repeating: 1, count: 8))]
    }
    return branches.indices.flatMap { i -> [Tree] in
      let branch = branches[i]
      guard branch.order <= size else { return [] }
      return grown(from: branches[i...], size: size - branch.order).map {
        Tree(
          order: size, density: $0.density * branch.density,
          stages: zip($0.stages, branch.stages).map { $0 * $1 })
      }
    }
  }
}
