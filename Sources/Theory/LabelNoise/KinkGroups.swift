import Training

extension AdaptiveRule {
  /// Sets of parameters that the flow of the slow dynamics keeps at 0 once all of them are there, and
  /// at which tr(Diag(H)^{1−λ}) has a kink.
  ///
  /// They are the model's `vanishingGroups`. Where each is one parameter, and parameters share a second
  /// moment, S grows only where all that share it vanish: then it is these that go together. Under sgd,
  /// and where v forgets nothing, there is no kink.
  ///
  /// - Returns: Lists of parameter indices.
  func kinkGroups(of model: any PerSample) -> [[Int]] {
    guard forgets else { return [] }
    let groups = model.vanishingGroups
    switch sharing {
    case .none, .sides: return []
    case .separate: return groups
    case .blocks(let blocks):
      let areSingle = !groups.isEmpty && groups.allSatisfy { $0.count == 1 }
      return areSingle ? blocks.map { Array($0) } : groups
    }
  }
}
