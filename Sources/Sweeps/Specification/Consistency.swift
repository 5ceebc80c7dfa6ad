internal import ElementaryFunctions
internal import FileSystem
internal import Parameters

/// Rules that tie several keys of one sub-grid together.
///
/// Every rule is checked at the ends of the axes it involves, and at every value of axes that move
/// together, never by walking the grid, so that a sweep of 10¹¹ runs is checked as quickly as one
/// of ten. Runs that are excluded count like the others.
struct Consistency {
  let collector: DiagnosticCollector
  let grid: [Assignment]
  let subgrid: Subgrid
  let record: RecordPlan
  let recordNode: DocumentNode?
  let reader: ProblemReader

  func check() {
    check("model.sparsity", isAtMost: "model.dimension", hint: "sparsity is at most the dimension")
    { "a sparsity of \($0) does not fit dimension \($1)" }
    check("model.rank", isAtMost: "model.dimension", hint: "rank is at most the dimension") {
      "a rank of \($0) does not fit dimension \($1)"
    }
    check("noise.batch", isAtMost: "data.samples", hint: "batch is at most samples, or full") {
      "a batch of \($0) does not fit \($1) samples"
    }
    check(
      "optimizer.block_size", isAtMost: "model.dimension",
      hint: "block_size is at most the dimension"
    ) { "a block_size of \($0) does not fit dimension \($1)" }
    checkProblem()
    if checkSlowTime() {
      checkRecord()
      checkSlowTimes()
    }
    checkPowerLaw()
    checkDynamics()
    checkSlowSteps()
  }

  /// Only the stochastic equation takes a number of steps.
  private func checkSlowSteps() {
    guard let steps = self[SweepSchema.slowSteps.path],
      case .list(let kinds) = self["dynamics"]?.values,
      !kinds.contains(.text(SweepSchema.slowSDE))
    else { return }
    collector.report(
      "slow_steps counts the steps of \(SweepSchema.slowSDE)", at: steps.place,
      hint: "dynamics: [training, \(SweepSchema.slowSDE)]")
  }

  /// The slow equations follow a noise; the ordinary one that of labels.
  private func checkDynamics() {
    guard let dynamics = self["dynamics"], case .list(let kinds) = dynamics.values,
      case .text(let noise) = self["noise.kind"]?.values[0]
    else { return }
    for case .text(let kind) in kinds where kind != "training" {
      if noise == "none" {
        collector.report(
          "\(kind) has nothing to follow without noise", at: dynamics.place,
          hint: "noise: {kind: label, alpha: …}")
      } else if kind == SweepSchema.slowODE && noise != "label" {
        collector.report(
          "\(kind) follows label noise only", at: dynamics.place,
          hint: "\(SweepSchema.slowSDE) follows gradient noise")
      }
    }
  }

  private subscript(path: String) -> Assignment? { grid.first { $0.key.path == path } }

  private func corners(_ paths: [String]) -> [[Value]] { Corners(subgrid).values(at: paths) }

  private func reals(at paths: [String]) -> [[Double]] {
    corners(paths).map { $0.compactMap(\.asReal) }.filter { $0.count == paths.count }
  }

  private func check(
    _ path: String, isAtMost limit: String, hint: String, message: (Int, Int) -> String
  ) {
    guard let assignment = self[path],
      let worst = reals(at: [path, limit]).max(by: { $0[0] - $0[1] < $1[0] - $1[1] }),
      worst[0] > worst[1]
    else { return }
    collector.report(message(Int(worst[0]), Int(worst[1])), at: assignment.place, hint: hint)
  }

  // MARK: Problems from files

  /// The file's arrays have the model's sizes.
  private func checkProblem() {
    guard let paths = self["data.path"], let kind = self["model.kind"]?.values[0] else { return }
    let isFactorization = kind == .text(SweepSchema.factorization)
    let width = self["model.width"] == nil ? "model.dimension" : "model.width"
    let sizes = isFactorization ? ["model.dimension", width, "model.depth"] : ["model.dimension"]
    var reported: Set<Value> = []
    for corner in corners(["data.path"] + sizes) where !reported.contains(corner[0]) {
      guard let file = reader.problems[corner[0].description] else { continue }
      let numbers = corner.dropFirst().compactMap(\.asReal).map { Int128($0) }
      guard numbers.count == sizes.count else { continue }
      let dimension = numbers[0]
      let (entries, parameters) =
        isFactorization
        ? (dimension * dimension, numbers[1] * (2 * dimension + (numbers[2] - 2) * numbers[1]))
        : (dimension, 2 * dimension)
      let name = reader.names[file.digest] ?? ""
      let index = (0..<paths.values.count).first { paths.values[$0] == corner[0] } ?? 0
      let place = paths.valuePlaces.indices.contains(index) ? paths.valuePlaces[index] : paths.place
      if Int128(file.signalCount) != entries {
        reported.insert(corner[0])
        collector.report(
          "the design of '\(name)' has \(counted(file.signalCount, "column")), but dimension \(dimension) "
            + "needs \(entries)", at: place,
          hint: isFactorization ? "one for each entry of a dimension × dimension matrix" : nil)
      } else if let count = file.parameterCount, Int128(count) != parameters {
        reported.insert(corner[0])
        collector.report(
          "theta0, v0 or noise_std of '\(name)' has length \(count), but the model has "
            + "\(parameters) parameters", at: place)
      } else if file.hasSecondMoment, let correction = self["optimizer.bias_correction"],
        case .list(let values) = correction.values, values.contains(.text("true"))
      {
        reported.insert(corner[0])
        collector.report(
          "bias_correction expects v to start at 0, but '\(name)' has v0", at: correction.place)
      }
    }
  }

  // MARK: Steps and snapshots

  /// Whether the slow time, if there is one, is a number of steps for every step size.
  private func checkSlowTime() -> Bool {
    guard let time = self[SweepSchema.slowTime.path] else { return true }
    for corner in reals(at: [time.key.path, "optimizer.step_size"]) {
      let steps = SlowTime(corner[0]).roundedStep(stepSize: corner[1])
      if steps < 1 {
        collector.report(
          "a slow time of \(corner[0].shortestText) is 0 steps at η = \(corner[1].shortestText)",
          at: time.place, hint: "steps = round(slow_time/η²), at least 1")
        return false
      }
      guard steps <= Double(SweepSchema.maximumSteps) else {
        collector.report(
          "a slow time of \(corner[0].shortestText) is more than 2⁵³ steps at "
            + "η = \(corner[1].shortestText)", at: time.place, hint: "steps = round(slow_time/η²)")
        return false
      }
    }
    return true
  }

  /// The fewest steps of any run, and where the sweep gives them.
  private var shortest: (steps: Int, place: Place)? {
    if let time = self[SweepSchema.slowTime.path] {
      let steps = reals(at: [time.key.path, "optimizer.step_size"])
        .map { SlowTime($0[0]).step(stepSize: $0[1]) }
      return steps.min().map { ($0, time.place) }
    }
    guard let steps = self["steps"], let bounds = steps.values.realBounds else { return nil }
    return (Int(bounds.lowerBound), steps.place)
  }

  private func checkRecord() {
    guard let (shortest, place) = shortest else { return }
    switch record.schedule {
    case .linear(let count), .logarithmic(let count):
      guard count - 1 > shortest else { return }
      collector.report(
        "\(counted(count, "snapshot")) do not fit \(counted(shortest, "step"))",
        at: recordNode?["count"]?.place ?? place,
        hint: "record.count is at most steps + 1; its default is 40")
    case .steps(let list):
      guard let last = list.last, last > shortest else { return }
      collector.report(
        "step \(last) is beyond the last step, \(shortest)",
        at: recordNode?["steps"]?.place ?? place)
    case .slowTimes: break
    }
  }

  /// Snapshots at slow times lie within the run and at different steps, for every step size.
  private func checkSlowTimes() {
    guard case .slowTimes(let times) = record.schedule, let last = times.last,
      let place = recordNode?["slow_times"]?.place, let stepSize = self["optimizer.step_size"]
    else { return }
    let horizon = self[SweepSchema.slowTime.path]?.values.realBounds?.lowerBound
    if let horizon, last > horizon {
      collector.report(
        "the slow time \(last.shortestText) is beyond the last, \(horizon.shortestText)", at: place)
      return
    }
    for corner in reals(at: ["steps", "optimizer.step_size"]) where horizon == nil {
      guard SlowTime(last).roundedStep(stepSize: corner[1]) > corner[0] else { continue }
      collector.report(
        "the slow time \(last.shortestText) at η = \(corner[1].shortestText) is beyond the last step, "
          + Value.real(corner[0]).description, at: place)
      return
    }
    guard let (first, second, eta) = repeated(times, stepSize.values) else { return }
    collector.report(
      "the slow times \(first.shortestText) and \(second.shortestText) are the same step at "
        + "η = \(eta.shortestText)", at: place, hint: "slow times are η² or more apart")
  }

  /// Two neighbouring times that some step size cannot tell apart.
  private func repeated(
    _ times: [Double], _ etas: ParameterValues
  ) -> (Double, Double, eta: Double)? {
    guard let largest = etas.realBounds?.upperBound else { return nil }
    // Steps two apart at the largest η stay apart at all others; closer ones depend on rounding.
    let close = zip(times, times.dropFirst()).filter { first, second in
      let steps = [first, second].map { SlowTime($0).roundedStep(stepSize: largest) }
      return steps[1] - steps[0] < 2
    }
    let isWalkable = close.count * min(etas.count, 1_000_000) <= 1_000_000
    let candidates = isWalkable ? (0..<etas.count).compactMap { etas[$0].asReal } : [largest]
    for eta in candidates.sorted(by: >) {
      for (first, second) in close
      where !isWalkable
        || SlowTime(first).roundedStep(stepSize: eta)
          == SlowTime(second).roundedStep(stepSize: eta)
      { return (first, second, eta) }
    }
    return nil
  }

  // MARK: Decay

  /// rate · η^power must lie in (0, 1] on the whole grid; it is monotone in each of the three.
  private func checkPowerLaw() {
    guard let rate = self[SweepSchema.rate.path] else { return }
    let paths = ["optimizer.step_size", SweepSchema.power.path, rate.key.path]
    for corner in reals(at: paths) {
      let (eta, exponent, bound) = (corner[0], corner[1], corner[2])
      let value = bound * Elementary.power(eta, exponent)
      guard !(value > 0 && value <= 1) else { continue }
      collector.report(
        """
        1 − β₂ = \(bound.shortestText) · \(eta.shortestText)^\(exponent.shortestText) \
        = \(value.shortestText) is not in (0, 1]
        """, at: rate.place,
        hint: value > 1
          ? "choose a smaller rate or a larger power" : "choose a larger rate or a smaller power")
      return
    }
  }
}
