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
    let corners = rule.assumesDefaults ? cornersWithDefaults(rule.paths) : corners(rule.paths)
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

  /// The corners in these parameters, with the defaults of those that are not said.
  private func cornersWithDefaults(_ paths: [String]) -> [[Value]] {
    var defaults: [String: Value] = [:]
    for path in paths where self[path] == nil {
      guard let value = defaultValue(at: path) else { return [] }
      defaults[path] = value
    }
    return corners(paths.filter { defaults[$0] == nil }).map { corner in
      var given = corner[...]
      return paths.compactMap { defaults[$0] ?? given.popFirst() }
    }
  }

  /// The default of a parameter of the sub-grid's kinds; nil where they lack it.
  private func defaultValue(at path: String) -> Value? {
    guard let family = schema.innermostFamily(of: path) else {
      return schema.key(at: path)?.parameter.defaultValue
    }
    let kindPath = family.key.path(in: family.block)
    if path == kindPath { return family.key.defaultValue }
    let kind = (self[kindPath]?.values[0] ?? family.key.defaultValue)?.asText
    return schema.key(at: path, kind: kind)?.parameter.defaultValue
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
        let isAsked = !assignment.values.indices(of: [refusal.value]).isEmpty
        let isSpared = refusal.exception.map(isException) ?? false
        if isAsked && !isSpared { return (assignment, refusal) }
      }
    }
    return nil
  }

  private func isException(_ exception: Parameter.Refusal.Exception) -> Bool {
    guard let values = self[exception.path]?.values else { return true }
    return values.indices(of: [exception.value]).count == values.count
  }

  // MARK: Steps and snapshots

  /// Whether the slow time, if there is one, is a number of steps for every effective step.
  private func checkSlowTime() -> Bool {
    guard let time = self[schema.clock.slowTime] else { return true }
    for (horizon, step) in clockCorners(beside: time) {
      let steps = SlowTime(horizon).roundedStep(effectiveStep: step.value)
      if steps < 1 {
        collector.report(
          "a slow time of \(horizon.shortestText) is 0 steps at \(step.words)",
          at: time.place, hint: "steps = round(slow_time/\(step.symbol)²), at least 1")
        return false
      }
      guard steps <= Double(Schema.maximumSteps) else {
        collector.report(
          "a slow time of \(horizon.shortestText) is more than 2⁵³ steps at \(step.words)",
          at: time.place, hint: "steps = round(slow_time/\(step.symbol)²)")
        return false
      }
    }
    return true
  }

  /// The ends of a number, each beside the effective steps that it meets.
  private func clockCorners(beside number: Assignment) -> [(number: Double, step: EffectiveStep)] {
    let clock = schema.clock
    let paths =
      [number.key.path, clock.stepSize] + clock.gainPaths.filter { self[$0] != nil }
    return corners(paths).compactMap { corner in
      let values = Dictionary(uniqueKeysWithValues: Swift.zip(paths, corner))
      guard let number = corner.first?.asReal, let stepSize = values[clock.stepSize]?.asReal
      else { return nil }
      return (number, EffectiveStep(stepSize: stepSize, gain: clock.gain { values[$0] }))
    }
  }

  /// The fewest steps of any run, and where the sweep gives them.
  private var shortest: (steps: Int, place: Place)? {
    if let time = self[schema.clock.slowTime] {
      let steps = clockCorners(beside: time)
        .map { SlowTime($0.number).step(effectiveStep: $0.step.value) }
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

  /// Snapshots at slow times lie within the run and at different steps, for every effective step.
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
    if horizon == nil, let steps = self[schema.clock.steps] {
      for (count, step) in clockCorners(beside: steps)
      where SlowTime(last).roundedStep(effectiveStep: step.value) > count {
        collector.report(
          "the slow time \(last.shortestText) at \(step.words) is beyond the last step, "
            + Value.real(count).description, at: place)
        return
      }
    }
    for gain in gains {
      guard let (first, second, step) = repeated(times, stepSize.values, gain) else { continue }
      collector.report(
        "the slow times \(first.shortestText) and \(second.shortestText) are the same step at "
          + step.words, at: place, hint: "slow times are \(step.symbol)² or more apart")
      return
    }
  }

  /// The gains of all runs, in the order of what they follow from.
  private var gains: [Double] {
    let given = schema.clock.gainPaths.compactMap { self[$0] }
    let points = given.reduce([[String: Value]]([[:]])) { points, assignment in
      let values = assignment.values
      return points.flatMap { point in
        (0..<values.count).map { index in
          point.merging([assignment.key.path: values[index]]) { $1 }
        }
      }
    }
    var known: Set<Double> = []
    return points.map { point in schema.clock.gain { point[$0] } }
      .filter { known.insert($0).inserted }
  }

  /// Two neighbouring times that some step size cannot tell apart.
  private func repeated(
    _ times: [Double], _ etas: ParameterValues, _ gain: Double
  ) -> (Double, Double, EffectiveStep)? {
    guard let bound = etas.realBounds?.upperBound else { return nil }
    func step(_ time: Double, _ stepSize: Double) -> Double {
      SlowTime(time).roundedStep(
        effectiveStep: EffectiveStep(stepSize: stepSize, gain: gain).value)
    }
    // Steps two apart at the largest η stay apart at all others; closer ones depend on rounding.
    let close = zip(times, times.dropFirst()).filter { step($1, bound) - step($0, bound) < 2 }
    let isWalkable = close.count * min(etas.count, 1_000_000) <= 1_000_000
    let candidates = isWalkable ? (0..<etas.count).compactMap { etas[$0].asReal } : [bound]
    for eta in candidates.sorted(by: >) {
      for (first, second) in close where !isWalkable || step(first, eta) == step(second, eta) {
        return (first, second, EffectiveStep(stepSize: eta, gain: gain))
      }
    }
    return nil
  }
}

/// The effective step of some run, in numbers and in words.
private struct EffectiveStep {
  let stepSize: Double
  let gain: Double

  var value: Double { stepSize * gain }
  /// What a message calls it.
  var symbol: String { gain == 1 ? "η" : "e" }
  var words: String {
    gain == 1
      ? "η = \(stepSize.shortestText)"
      : "η = \(stepSize.shortestText), an effective step of e = \(value.shortestText)"
  }
}
