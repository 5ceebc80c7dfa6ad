public import Parameters
public import Shards

/// What a report is made of: the runs of a results file, in memory.
///
/// Only the last snapshot of each recorded quantity is here; ``Traces`` are read for the few runs
/// that figures show. It takes about 170 bytes a run.
public struct RunTable: Sendable {
  /// The sweep's name.
  public var title: String
  /// The question the sweep answers.
  public var question: String?
  /// Parameters, each with one value a run.
  public var parameters: [RunParameter]
  /// How each run ended.
  public var states: [RunState]
  /// Each run's value at its last snapshot; NaN where nothing was recorded, and infinite where a
  /// value was asked for that the run does not have, as it could not be projected.
  public var finals: [Quantity: [Double]] { didSet { quantities = Self.quantities(of: finals) } }
  /// The quantities of which some run has a value, in the order of columns.
  private(set) var quantities: [Quantity]
  /// The step K₀ of its training at which a run's slow equations begin.
  ///
  /// −1 where they begin at 0 or there are none; empty where that holds for all runs.
  public var slowStarts: [Int64]
  /// Names of the parameters that the sweep's file gives; empty where that is not known.
  ///
  /// Of parameters that follow from each other one of these is shown.
  public var askedNames: Set<String> = []
  /// Names of parameters that are tuned beside the step size.
  public private(set) var tunedNames: Set<String> = []
  /// The runs a report is about, ascending; at first all of them.
  public private(set) var rows: [Int]
  /// The runs by which tuned parameters are chosen, ascending, none of them in ``rows``; empty
  /// where the runs reported are the ones that choose.
  public private(set) var choosingRows: [Int] = []

  /// A table of all runs.
  ///
  /// - Precondition: Every column has as many values as there are states.
  public init(
    title: String, question: String? = nil, parameters: [RunParameter], states: [RunState],
    finals: [Quantity: [Double]], slowStarts: [Int64] = []
  ) {
    precondition(slowStarts.isEmpty || slowStarts.count == states.count, "one start a run")
    precondition(
      parameters.allSatisfy { $0.covers(runCount: states.count) }
        && finals.values.allSatisfy { $0.count == states.count }, "one value a run")
    self.title = title
    self.question = question
    self.parameters = parameters
    self.states = states
    self.finals = finals
    quantities = Self.quantities(of: finals)
    self.slowStarts = slowStarts
    rows = Array(states.indices)
  }

  /// Keeps the runs that meet a condition.
  ///
  /// - Returns: False when there is no such parameter; then nothing changes.
  public mutating func keep(_ filter: RunFilter) -> Bool {
    guard let isMet = condition(filter) else { return false }
    rows.removeAll { !isMet($0) }
    choosingRows.removeAll { !isMet($0) }
    return true
  }

  /// Lets the runs that meet a condition choose the tuned parameters, and the others be reported:
  /// so that what is shown was not chosen for its luck.
  ///
  /// - Returns: False when there is no such parameter; then nothing changes.
  public mutating func choose(by filter: RunFilter) -> Bool {
    guard let isMet = condition(filter) else { return false }
    choosingRows = rows.filter(isMet)
    rows.removeAll(where: isMet)
    return true
  }

  /// What the runs have for a filter's parameter, as a refusal says it.
  public func alternatives(to filter: RunFilter) -> String {
    let parameter = filter.parameterNames.lazy
      .compactMap { name in parameters.first { $0.name == name } }.first
    return filter.alternatives(parameter?.levels(ofRuns: rows + choosingRows) ?? [])
  }

  /// Makes a parameter one of those of which the best value is chosen for each method.
  ///
  /// - Returns: False when there is no such parameter; then nothing changes.
  public mutating func tune(_ name: String) -> Bool {
    guard parameters.contains(where: { $0.name == name }) else { return false }
    tunedNames.insert(name)
    return true
  }

  private func condition(_ filter: RunFilter) -> ((Int) -> Bool)? {
    let conditions = filter.parameterNames.compactMap { name -> ((Int) -> Bool)? in
      guard let parameter = parameters.first(where: { $0.name == name }) else { return nil }
      let isWanted = parameter.values.map { filter.accepts($0, of: name) }
      return { isWanted[parameter.code(ofRun: $0)] }
    }
    return conditions.isEmpty ? nil : { row in conditions.contains { $0(row) } }
  }

  /// Runs by how they ended, in the order of ``RunState``; states that no run has are left out.
  public var counts: [(state: RunState, count: Int)] {
    var counts: [RunState: Int] = [:]
    for row in rows { counts[states[row], default: 0] += 1 }
    return RunState.allCases.compactMap { state in counts[state].map { (state, $0) } }
  }

  /// Whether a run took all steps or diverged; else nothing is known of it.
  func isComputed(_ row: Int) -> Bool { [.ok, .diverged].contains(states[row]) }

  /// The first quantity that has a use; nil where no run has a value of one.
  func quantity(_ use: Quantity.Use) -> Quantity? { quantities.first { $0.use == use } }

  private static func quantities(of finals: [Quantity: [Double]]) -> [Quantity] {
    finals.keys.sorted { $0.name < $1.name }.inOrderOfColumns
  }

  /// Whether some of the runs of the report has a value of a quantity.
  func has(_ quantity: Quantity?) -> Bool {
    quantity.flatMap { finals[$0] }.map { values in rows.contains { !values[$0].isNaN } } ?? false
  }

  /// Whether some of the runs of the report has a value of the quantity that has a use.
  func has(_ use: Quantity.Use) -> Bool { has(quantity(use)) }

  /// Runs that took all steps and were then projected onto the manifold; those that choose, too.
  var projectedCount: Int {
    (rows + choosingRows).count {
      states[$0] == .ok && final(.projectedLoss, ofRun: $0).isFinite
    }
  }

  /// K₀ of a solution that begins later than its training; else nil.
  func slowStart(ofRun row: Int) -> Int? {
    guard !slowStarts.isEmpty, slowStarts[row] >= 0 else { return nil }
    return Int(slowStarts[row])
  }

  /// Whether a run that took all steps found the truth, by the loss that groups are chosen by.
  func isRecovered(_ row: Int, by selection: Quantity.Use) -> Bool {
    selection != .trainLoss && states[row] == .ok
      && final(selection, ofRun: row) < RunGroup.recoveryThreshold
  }

  /// A quantity's last value of a run; NaN where it has none.
  func final(_ quantity: Quantity?, ofRun row: Int) -> Double {
    quantity.flatMap { finals[$0] }?[row] ?? .nan
  }

  /// The last value of a run of the quantity that has a use.
  func final(_ use: Quantity.Use, ofRun row: Int) -> Double { final(quantity(use), ofRun: row) }
}
