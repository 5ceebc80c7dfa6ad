/// ‖x‖² of some parameters' numbers in an array as long as θ, in all lanes of a run.
///
/// Canonical order: sixteen chains of fused multiply-adds from +0, number i of the range in chain i mod
/// 16; the chains are added by halves: 0 + 8, 1 + 9, …, then 0 + 4, …, 0 + 2 and 1 + 3, 0 + 1.
typealias SquaredNorm<Lanes: LaneVector> = (_ array: borrowing LaneStorage<Lanes>) -> Lanes

extension LaneRuleMaker {
  /// ``SquaredNorm`` of runs side by side.
  func squaredNorm(of parameters: Range<Int>) -> SquaredNorm<Lanes> {
    let chains = Chains<Lanes>()
    return { array in
      precondition(parameters.upperBound <= array.count)
      return chains.squaredNorm(of: array, parameters)
    }
  }
}

/// Sixteen chains.
private final class Chains<Lanes: LaneVector> {
  private let chains = LaneStorage<Lanes>(repeating: .zero, count: 16)

  func squaredNorm(of array: borrowing LaneStorage<Lanes>, _ parameters: Range<Int>) -> Lanes {
    for chain in 0..<16 { chains[chain] = .zero }
    for p in parameters {
      let chain = (p - parameters.lowerBound) % 16
      chains[chain] = chains[chain].addingProduct(array[p], array[p])
    }
    var half = 8
    while half > 0 {
      for chain in 0..<half { chains[chain] = chains[chain] + chains[chain + half] }
      half /= 2
    }
    return chains[0]
  }
}

extension LoneRuleMaker {
  /// ``SquaredNorm`` of a run by itself.
  func squaredNorm(of parameters: Range<Int>) -> SquaredNorm<Lanes> {
    let places = places
    return { array in
      precondition(array.count == places.vectorCount)
      var chains = Lanes.zero
      for first in stride(from: parameters.lowerBound, to: parameters.upperBound, by: 16) {
        let lane = places.lane(ofParameter: first)
        let last = first + 15
        if last < parameters.upperBound, places.lane(ofParameter: last) == lane + 15 {
          let numbers = array.load(lane, as: Lanes.self)
          chains = chains.addingProduct(numbers, numbers)
          continue
        }
        // The end of the range or of a part.
        for p in first..<min(first + 16, parameters.upperBound) {
          let number = array.scalar(places.lane(ofParameter: p))
          chains[p - first] = chains[p - first].addingProduct(number, number)
        }
      }
      return Lanes(repeating: chains.total)
    }
  }
}
