public import Parameters
internal import Sweeps
internal import Training

extension Language {
  /// What is known of columns of results and of parameters that have none, in the order of a report's
  /// tables; later ones follow in the order of declaration.
  ///
  /// 1 − β₂ comes before β₂, which cannot hold a tiny 1 − β₂, and α before δ = √(αB).
  public static let columnDescriptions: [ColumnDescription] = {
    var all = schema.allKeys.flatMap { key -> [ColumnDescription] in
      let own = ColumnDescription(of: key.parameter, at: key.path)
      guard key.parameter.type == .path else { return [own] }
      var ofName = own
      ofName.name += "_name"
      ofName.path = nil
      return [ofName, own]
    }
    // A quantity that follows from others is known better than the parameter of its name.
    for derived in allDerived {
      let description = ColumnDescription(of: derived)
      all.removeAll { $0.name == description.name }
      all.append(description)
    }
    let decay = (Parameter.oneMinusBeta2.law?.parts ?? []).compactMap(\.columnName)
    let first = familyColumns([Block.model]) + [Derived.design.name]
    let problem =
      [Parameter.problem.columnName].compactMap { $0 }.flatMap { ["\($0)_name", $0] }
      + ([.dimension, .samples, .sparsity, .rank, .width, .depth] as [Parameter]).map(\.key)
    let method =
      [Parameter.dynamics.key] + familyColumns([Block.optimizer]) + [Parameter.lambda.key]
      + [Parameter.precision.key] + familyColumns([Block.noise])
      + ["noise_distribution"] + [Parameter.biasCorrection.key]
    let tuned: [String] =
      ([.initialScale, .stepSize, .beta1] as [Parameter]).map(\.key) + decay.reversed()
      + ([.oneMinusBeta2, .beta2, .epsilon, .alpha, .delta] as [Parameter])
      .map(\.key) + ["noise_std"]
      + ([.batch, .blockSize, .slowTime, .steps] as [Parameter]).map(\.key)
    let order = first + problem + method + tuned
    func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
    return all.enumerated().sorted {
      (rank($0.element.name), $0.offset) < (rank($1.element.name), $1.offset)
    }.map(\.element)
  }()

  private static func familyColumns(_ blocks: [String]) -> [String] {
    families.filter { blocks.contains($0.block) }.compactMap(\.key.columnName)
  }
}
