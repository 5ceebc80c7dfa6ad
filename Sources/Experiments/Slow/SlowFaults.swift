internal import Parameters
internal import Sweeps
internal import Training

/// What keeps the runs of a sweep from having the slow equations that it asks for, given their sizes.
enum SlowFaults {
  /// All mistakes.
  static func of(_ specification: Specification) -> [KindError] {
    guard specification.solvesEquations, let runs = specification.runsOfAllSizes else {
      return []
    }
    let faults = runs.compactMap { scaledBlock($0) ?? singularSide($0) }
    return faults.first.map { [$0] } ?? []
  }

  /// A block with a step size of its own: the equations would have S times a number of each block.
  private static func scaledBlock(_ run: Run) -> KindError? {
    guard run.model.hasStepFactors else { return nil }
    return KindError(
      "no equation of blocks with a 'step_factor' is solved: the equations have one step size for all of θ",
      at: [Parameter.dynamics.key], hint: "dynamics: training, or a model without 'step_factor'")
  }

  /// Shampoo with a side whose average is singular on Γ, whatever the data: S grows without bound as ε
  /// falls, and with it the drift.
  private static func singularSide(_ run: Run) -> KindError? {
    guard case .sides(let matrices) = run.optimizer.sharing(in: run.model.layout) else {
      return nil
    }
    let rank = run.sampleCount * run.data.outputCount
    for matrix in matrices {
      let (rows, columns) = (matrix.rowCount, matrix.columnCount)
      let left = matrix.hasLeft && rank.multipliedReportingOverflow(by: columns).partialValue < rows
      let right =
        matrix.hasRight && rank.multipliedReportingOverflow(by: rows).partialValue < columns
      guard left || right else { continue }
      let block = run.model.layout.blocks.first { $0.range.contains(matrix.offset) }
      return KindError(
        """
        no slow equation of \(run.optimizer.name) is followed: the average on the \
        \(left ? "left" : "right") of \(block?.name ?? "a block"), \(rows) × \(columns), has a rank of \
        at most \(rank * (left ? columns : rows)) with \(run.sampleCount) samples, and the drift grows \
        without bound as epsilon falls
        """, at: [Parameter.dynamics.key],
        hint: "more samples, the other side alone, or dynamics: training")
    }
    return nil
  }
}

extension Specification {
  /// Whether some runs are solved for in place of being trained.
  var solvesEquations: Bool {
    let path = Parameter.dynamics.path(in: nil)
    let training = Value.text(Run.Dynamics.training.rawValue)
    return subgrids.contains { subgrid in
      subgrid.parameters.contains { parameter in
        parameter.path == path
          && (0..<parameter.values.count).contains { parameter.values[$0] != training }
      }
    }
  }
}
