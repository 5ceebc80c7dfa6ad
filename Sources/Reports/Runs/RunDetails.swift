public import Parameters
public import Shards

/// One run: its parameters, how it ended, and its trace.
public struct RunDetails: Sendable {
  /// A parameter that has a meaning for the run.
  public struct Parameter: Hashable, Sendable {
    /// The name of its column.
    public var name: String
    /// What it is, with the paper's symbol.
    public var longName: String
    /// Its value in the shortest exact form.
    public var value: String

    /// A parameter; an empty value has no meaning for the run.
    public init(name: String, longName: String, value: String) {
      self.name = name
      self.longName = longName
      self.value = value
    }
  }

  /// A recorded quantity at the run's snapshots.
  public struct Series: Hashable, Sendable {
    /// The quantity.
    public var quantity: Quantity
    /// One value a snapshot; NaN where nothing was recorded.
    public var values: [Double]
    /// The vector that it is an element of; nil for a quantity.
    public var vector: String?

    /// Whether somebody who names columns means this one: by its name, or by that of its vector.
    public func isNamed(in names: [String]) -> Bool {
      names.contains(quantity.name) || vector.map { names.contains($0) } ?? false
    }
  }

  /// Of longer vectors a trace shows nothing, unless they are asked for by name.
  static let longestShownVector = 8

  /// The run, counted from 0.
  public let run: Int
  /// Parameters in the order of the file.
  public let parameters: [Parameter]
  /// How it ended.
  public let state: RunState
  /// First step after which a parameter was not finite; nil where it did not diverge.
  public let divergedAtStep: Int?
  /// Whether it ended before its last step, as the sweep asked for.
  public let hasStopped: Bool
  /// The steps of its snapshots.
  public let steps: [Int]
  /// Quantities with a value at some snapshot, in the order of the block, then the elements of vectors.
  public let series: [Series]

  /// A run of a block of records.
  ///
  /// - Parameters:
  ///   - run: The run, counted from 0 over the whole sweep.
  ///   - block: Records of some runs.
  ///   - parameters: All parameters; those with an empty value have no meaning and are left out.
  /// - Precondition: `block` holds the run.
  public init(run: Int, of block: RecordBlock, parameters: [Parameter]) {
    precondition(block.runs.contains(run), "the block holds the run")
    let row = run - block.runs.lowerBound
    let places = row * block.shape.snapshotCount..<(row + 1) * block.shape.snapshotCount
    let taken = places.filter { block.step[$0] != RecordBlock.integerFill }
    self.run = run
    self.parameters = parameters.filter { !$0.value.isEmpty }
    state = RunState(rawValue: block.status[row]) ?? .failed
    hasStopped = block.hasStopped(run: run)
    let step = block.divergedAtStep[row]
    divergedAtStep = step == RecordBlock.integerFill ? nil : Int(step)
    steps = taken.map { Int(block.step[$0]) }
    let numbers = block.shape.quantities.compactMap { quantity -> Series? in
      guard let values = block.variables[quantity] else { return nil }
      let trace = taken.map { values[$0] }
      return trace.allSatisfy(\.isNaN) ? nil : Series(quantity: quantity, values: trace)
    }
    let elements = zip(block.shape.arrays, block.arrays).flatMap { array, values -> [Series] in
      guard case .own(let vector) = array.content else { return [] }
      return (0..<array.count).compactMap { index in
        let trace = taken.map { values[$0 * array.count + index] }
        if trace.allSatisfy(\.isNaN) { return nil }
        let element = Quantity("\(vector.name)_\(index)", longName: vector.longName)
        return Series(quantity: element, values: trace, vector: vector.name)
      }
    }
    series = numbers + elements
  }

  /// Reads a run of a results file.
  ///
  /// - Throws: ``ShardError``.
  /// - Precondition: `run` is in `0..<file.runCount`.
  public init(run: Int, of file: borrowing ResultsFile) throws(ShardError) {
    var parameters: [Parameter] = []
    for (column, value) in try file.parameters(ofRun: run) {
      parameters.append(Parameter(name: column.name, longName: column.longName, value: value))
    }
    self.init(run: run, of: try file.records(ofRuns: run..<run + 1), parameters: parameters)
  }

  /// Whether every quantity that the trace could show is shown with these names.
  ///
  /// - Returns: The names that no series has.
  public func unknownNames(in names: [String]) -> [String] {
    names.filter { name in !series.contains { $0.isNamed(in: [name]) } }
  }

  /// The series of some names; nil is all, but for long vectors.
  public func series(named names: [String]?) -> [Series] {
    guard let names else {
      let lengths = Dictionary(series.compactMap(\.vector).map { ($0, 1) }, uniquingKeysWith: +)
      return series.filter { $0.vector.map { lengths[$0] ?? 0 } ?? 0 <= Self.longestShownVector }
    }
    return series.filter { $0.isNamed(in: names) }
  }
}
