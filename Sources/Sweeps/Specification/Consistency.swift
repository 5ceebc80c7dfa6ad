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
    guard let assignment = self[rule.place], rule.yieldsTo.map({ self[$0] == nil }) ?? true else {
      return
    }
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
      } else if let (assignment, refusal) = refusal(of: file) ?? defaultRefusal(of: file, paths) {
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
    if file.lastEntry == nil, Int128(file.signalCount) != size.entries {
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

  /// What does not go with a default kind, which nobody wrote.
  private func defaultRefusal(
    of file: ProblemSummary, _ paths: Assignment
  ) -> (Assignment, Parameter.Refusal)? {
    for family in schema.families where self[family.key.path(in: family.block)] == nil {
      for refusal in family.key.refusals
      where refusal.value == family.key.defaultValue && file.has(refusal.dataset) {
        return (paths, refusal)
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
    steps(beside: [number.key.path], walking: Set(schema.clock.gainPaths)).compactMap { corner in
      corner.values[0].asReal.map { ($0, corner.step) }
    }
  }

  /// The effective steps at the corners of all that they follow from and of other parameters.
  private func steps(
    beside others: [String] = [], walking walked: Set<String>
  ) -> [(values: [Value], step: EffectiveStep)] {
    let clock = schema.clock
    let paths = others + [clock.stepSize] + clock.gainPaths.filter { self[$0] != nil }
    return Corners(subgrid).values(at: paths, walking: walked).compactMap { values in
      let known = Dictionary(uniqueKeysWithValues: Swift.zip(paths, values))
      return known[clock.stepSize]?.asReal.map { stepSize in
        (values, EffectiveStep(stepSize: stepSize, gain: clock.gain { known[$0] }))
      }
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
      let place = recordNode?["slow_times"]?.place
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
    guard let (first, second, step) = repeated(times) else { return }
    collector.report(
      "the slow times \(first.shortestText) and \(second.shortestText) are the same step at "
        + step.words, at: place, hint: "slow times are \(step.symbol)² or more apart")
  }

  /// Two neighbouring times that some effective step cannot tell apart.
  private func repeated(_ times: [Double]) -> (Double, Double, EffectiveStep)? {
    let gainPaths = Set(schema.clock.gainPaths)
    let ends = steps(walking: gainPaths).map(\.step)
    guard let largest = ends.max(by: { $0.value < $1.value }) else { return nil }
    func number(_ time: Double, _ step: EffectiveStep) -> Double {
      SlowTime(time).roundedStep(effectiveStep: step.value)
    }
    // Steps two apart at the largest step stay apart at all others; closer ones depend on rounding.
    let close = zip(times, times.dropFirst()).filter {
      number($1, largest) - number($0, largest) < 2
    }
    guard !close.isEmpty else { return nil }
    let all = steps(walking: gainPaths.union([schema.clock.stepSize])).map(\.step)
    let isWalkable = !all.isEmpty && close.count * all.count <= 1_000_000
    for step in isWalkable ? all.sorted(by: { $0.value > $1.value }) : [largest] {
      for (first, second) in close
      where !isWalkable || number(first, step) == number(second, step) {
        return (first, second, step)
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
