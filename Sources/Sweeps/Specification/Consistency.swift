internal import FileSystem
internal import Parameters

/// Rules that tie several keys of one sub-grid together.
///
/// Every rule is checked at the ends of the axes it involves, and at every value of axes that move
/// together, never by walking the grid, so that a sweep of 10¹¹ runs is checked as quickly as one
/// of ten. Runs that are excluded count like the others.
struct Consistency {
  let schema: Schema
  let collector: DiagnosticCollector
  let grid: [Assignment]
  let subgrid: Subgrid
  let record: RecordPlan
  let recordNode: DocumentNode?
  let reader: ProblemReader

  func check() {
    for rule in schema.constraints + kinds.flatMap({ $0.constraints }) { check(rule) }
    checkKinds()
    checkFiles()
    if checkSlowTime() {
      checkRecord()
      checkSlowTimes()
    }
  }

  /// The kinds of the sub-grid's blocks.
  private var kinds: [any Kind.Type] {
    schema.families.compactMap { family in
      let word = self["\(family.block).\(family.key.key)"]?.values[0] ?? family.key.defaultValue
      return word?.asText.flatMap(family.kind)
    }
  }

  private func check(_ rule: Constraint) {
    guard let assignment = self[rule.place] else { return }
    let corners = corners(rule.paths)
    guard !corners.isEmpty else { return }
    for mistake in rule.mistakes(corners) {
      collector.report(mistake.message, at: assignment.place, hint: mistake.hint)
    }
  }

  /// More corners in the whole numbers of a sub-grid than are looked at.
  private static let mostCorners = 64

  /// Whether each kind can be made of what its block says, at the ends of all whole numbers.
  private func checkKinds() {
    let sizes = grid.filter { assignment in
      switch assignment.key.type {
      case .integer, .formula: assignment.key.binding == .uniform
      default: false
      }
    }
    .map(\.key.path)
    var corners: [[Value]]?
    for family in schema.families {
      let word = self[family.key.path(in: family.block)]?.values[0] ?? family.key.defaultValue
      guard let kind = word?.asText.flatMap({ family.kind(named: $0) }) else { continue }
      let known = corners ?? self.corners(sizes)
      corners = known
      for corner in known.isEmpty ? [[]] : Array(known.prefix(Self.mostCorners)) {
        let numbers = Dictionary(uniqueKeysWithValues: Swift.zip(sizes, corner))
        let values = Values(of: family.block) { numbers[$0] ?? self[$0]?.values[0] }
        let faults = kind.faults(in: values)
        for fault in faults { report(fault, of: family.block) }
        if !faults.isEmpty { break }
      }
    }
  }

  private func report(_ fault: KindError, of block: String) {
    let path = fault.path.first.map { "\(block).\($0)" }
    let assignment = path.flatMap { self[$0] } ?? self["\(block).kind"]
    if let node = assignment?.node {
      collector.report(fault, in: node, along: fault.path.dropFirst())
    } else if let assignment {
      collector.report(fault.message, at: assignment.place, hint: fault.hint)
    }
  }

  private subscript(path: String) -> Assignment? { grid.first { $0.key.path == path } }

  private func corners(_ paths: [String]) -> [[Value]] { Corners(subgrid).values(at: paths) }

  private func reals(at paths: [String]) -> [[Double]] {
    corners(paths).map { $0.compactMap(\.asReal) }.filter { $0.count == paths.count }
  }

  // MARK: Files

  /// The file's arrays have the model's sizes, and none that does not go with a value.
  private func checkFiles() {
    guard let paths = grid.first(where: \.key.isPath) else { return }
    let model = kinds.compactMap { $0 as? any SizedKind.Type }.first
    let block = model.flatMap { model in
      schema.families.first { $0.kind(named: model.name) == model }?.block
    }
    let sizes = grid.filter { assignment in
      if case .integer = assignment.key.type { assignment.key.block == block } else { false }
    }
    .map(\.key.path)
    var reported: Set<Value> = []
    for corner in corners([paths.key.path] + sizes) where !reported.contains(corner[0]) {
      guard let file = reader.problems[corner[0].description] else { continue }
      let name = reader.names[file.digest] ?? ""
      let values = Dictionary(uniqueKeysWithValues: Swift.zip(sizes, corner.dropFirst()))
      let size = model?.size { path in
        values[path]
          ?? zip(paths.key.pathsBrought, [file.sampleCount, file.signalCount])
          .first { $0.0 == path }.map { .integer($0.1) } ?? self[path]?.values[0]
      }
      if let size, let mistake = Self.mistake(size, file, name) {
        let index = (0..<paths.values.count).first { paths.values[$0] == corner[0] } ?? 0
        let places = paths.valuePlaces
        reported.insert(corner[0])
        collector.report(
          mistake.message, at: places.indices.contains(index) ? places[index] : paths.place,
          hint: mistake.hint)
      } else if let (assignment, refusal) = refusal(of: file) {
        reported.insert(corner[0])
        collector.report(
          "\(refusal.message), but '\(name)' has \(file.words(of: refusal.dataset))",
          at: assignment.place)
      }
    }
  }

  /// What is wrong with the sizes of a file for a model of some size.
  private static func mistake(
    _ size: ModelSize, _ file: ProblemSummary, _ name: String
  ) -> Constraint.Mistake? {
    if Int128(file.signalCount) != size.entries {
      return Constraint.Mistake(
        "the design of '\(name)' has \(counted(file.signalCount, "column")), but \(size.words) "
          + "needs \(size.entries)", hint: size.entriesHint)
    }
    guard let count = file.parameterCount, Int128(count) != size.parameters else { return nil }
    return Constraint.Mistake(
      "theta0, v0 or noise_std of '\(name)' has length \(count), but the model has "
        + "\(size.parameters) parameters")
  }

  private func refusal(of file: ProblemSummary) -> (Assignment, Parameter.Refusal)? {
    for assignment in grid {
      for refusal in assignment.key.parameter.refusals where file.has(refusal.dataset) {
        if !assignment.values.indices(of: [refusal.value]).isEmpty { return (assignment, refusal) }
      }
    }
    return nil
  }

  // MARK: Steps and snapshots

  /// Whether the slow time, if there is one, is a number of steps for every step size.
  private func checkSlowTime() -> Bool {
    guard let time = self[schema.clock.slowTime] else { return true }
    for corner in reals(at: [time.key.path, schema.clock.stepSize]) {
      let steps = SlowTime(corner[0]).roundedStep(stepSize: corner[1])
      if steps < 1 {
        collector.report(
          "a slow time of \(corner[0].shortestText) is 0 steps at η = \(corner[1].shortestText)",
          at: time.place, hint: "steps = round(slow_time/η²), at least 1")
        return false
      }
      guard steps <= Double(Schema.maximumSteps) else {
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
    if let time = self[schema.clock.slowTime] {
      let steps = reals(at: [time.key.path, schema.clock.stepSize])
        .map { SlowTime($0[0]).step(stepSize: $0[1]) }
      return steps.min().map { ($0, time.place) }
    }
    guard let steps = self[schema.clock.steps], let bounds = steps.values.realBounds else {
      return nil
    }
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
      let place = recordNode?["slow_times"]?.place, let stepSize = self[schema.clock.stepSize]
    else { return }
    let horizon = self[schema.clock.slowTime]?.values.realBounds?.lowerBound
    if let horizon, last > horizon {
      collector.report(
        "the slow time \(last.shortestText) is beyond the last, \(horizon.shortestText)", at: place)
      return
    }
    for corner in reals(at: [schema.clock.steps, schema.clock.stepSize]) where horizon == nil {
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
}
