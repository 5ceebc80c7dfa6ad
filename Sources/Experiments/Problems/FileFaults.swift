internal import Parameters
internal import Sweeps
internal import Training

/// What does not fit between the models and losses of a sweep and users' files: numbers over the parameters by
/// block or in several starts, entries of a matrix, and classes.
enum FileFaults {
  /// All mistakes.
  static func of(_ specification: Specification) -> [KindError] {
    let isPlain = specification.problems.values.allSatisfy {
      $0.parameterShapes.isEmpty && $0.lastEntry == nil
    }
    let asksForStarts = specification.subgrids.contains { subgrid in
      subgrid.parameters.contains { $0.path == Parameter.start.path(in: Block.data) }
    }
    guard !isPlain || asksForStarts || specification.takesClassesOfFiles,
      let runs = specification.runsOfAllSizes
    else { return [] }
    var faults: [KindError] = []
    for run in runs {
      guard case .file(let digest) = run.data.origin, let file = specification.problems[digest]
      else { continue }
      if run.loss.takesClasses, let fault = file.faultOfClasses(run.data.outputCount) {
        return [
          KindError(
            fault.message, at: [Block.data, Parameter.outputs.key], hint: fault.hint)
        ]
      }
      let shapes = file.parameterShapes
      if let fault = run.model.entryShape.flatMap(file.faultOfEntries) {
        return [
          KindError(
            fault.message, at: [Block.data, Parameter.problem.key], hint: fault.hint)
        ]
      }
      for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
        guard let fault = shape.fault(name, for: run.model, start: run.data.start ?? 0) else {
          continue
        }
        let isOfStart = run.data.start ?? 0 > 0
        let error = KindError(
          fault.message,
          at: [Block.data, isOfStart ? Parameter.start.key : Parameter.problem.key],
          hint: fault.hint)
        if !faults.contains(where: { $0.message == error.message }) { faults.append(error) }
      }
      if run.data.start ?? 0 > 0, shapes["theta0"] == nil {
        return [
          KindError(
            "the file has no 'theta0' with several starts",
            at: [Block.data, Parameter.start.key],
            hint: "theta0 has shape starts × P, or is a group with starts × shape for each block")
        ]
      }
    }
    return faults
  }
}

extension Specification {
  /// Whether the targets of some file are classes.
  fileprivate var takesClassesOfFiles: Bool {
    let path = Block.kind(of: Block.loss)
    return !problems.isEmpty
      && subgrids.contains { subgrid in
        subgrid.parameters.contains {
          $0.path == path
            && Registry.losses.entry(named: $0.values[0])?.takesClasses ?? false
        }
      }
  }
}
