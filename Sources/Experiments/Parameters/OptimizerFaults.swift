internal import Parameters
internal import Sweeps
internal import Training

/// What is wrong with optimizers on the blocks of the models beside them.
enum OptimizerFaults {
  /// All mistakes of the first run that has some.
  static func of(_ specification: Specification) -> [KindError] {
    let isWritten = specification.subgrids.contains { subgrid in
      subgrid.parameters.contains { $0.path == Parameter.update.path(in: Block.optimizer) }
    }
    guard isWritten, let runs = specification.runsOfAllSizes else { return [] }
    for run in runs {
      let faults = run.optimizer.faults(on: run.model)
      if !faults.isEmpty {
        return faults.map { fault in fault.with { $0.path.insert(Block.optimizer, at: 0) } }
      }
    }
    return []
  }
}
