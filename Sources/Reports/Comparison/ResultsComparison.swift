public import Shards

/// What differs between two results files.
///
/// Runs are paired by their index. Files are read in blocks of runs, so memory does not grow with
/// them.
public struct ResultsComparison: Sendable {
  /// One element that differs.
  public struct Difference: Hashable, Sendable {
    /// The run, counted from 0.
    public var run: Int
    /// The column's name.
    public var column: String
    /// The snapshot, counted from 0; nil where the column has none.
    public var snapshot: Int?
    /// The place in an array, each index counted from 0; empty where the column has one number.
    public var indices: [Index] = []
    /// The value in the first file, in its shortest exact form; empty for a fill.
    public var first: String
    /// The value in the second file, likewise.
    public var second: String
    /// |a − b| / max(|a|, |b|), infinite where one is missing; nil for text.
    public var relative: Double?
  }

  /// A place along a dimension behind run and snapshot: an entry of the signal, a row of a block.
  public struct Index: Hashable, Sendable {
    /// The dimension.
    public var dimension: ResultsColumn.Dimension
    /// The place, counted from 0.
    public var value: Int
  }

  /// How many elements of a column differ.
  public struct Count: Hashable, Sendable {
    /// The column's name.
    public var column: String
    /// Elements that differ.
    public var differing: Int
    /// Elements that were compared.
    public var compared: Int
    /// The largest relative difference; nil for text.
    public var largestRelative: Double?
  }

  /// Differences of the files as wholes, as sentences: runs, columns, parameters of all runs.
  public internal(set) var structure: [String] = []
  /// What differs beside the values and is no difference of the results.
  public internal(set) var notes: [String] = []
  /// The first differences of values, ordered by run, then by column, then by place.
  public internal(set) var differences: [Difference] = []
  /// The parameters of the runs in ``differences``, as the first file has them.
  public internal(set) var parameters: [Int: String] = [:]
  /// Columns in which something differs, in the order of the columns.
  public internal(set) var counts: [Count] = []
  /// Runs that were compared.
  public internal(set) var comparedRunCount = 0
  /// Columns that were compared.
  public internal(set) var comparedColumnCount = 0

  /// Whether nothing differs but what ``notes`` says.
  public var isSame: Bool { structure.isEmpty && counts.isEmpty }

  /// Compares two files.
  ///
  /// - Parameters:
  ///   - first: The file called A.
  ///   - second: The file called B.
  ///   - tolerance: How far reals may lie apart; everything else must be equal.
  ///   - limit: Entries of ``differences`` at most.
  /// - Throws: ``ShardError`` where a file cannot be read.
  /// - Precondition: `limit` is not negative.
  public init(
    _ first: borrowing ResultsFile, _ second: borrowing ResultsFile,
    tolerance: Tolerance = Tolerance(), limit: Int = 10
  ) throws(ShardError) {
    precondition(limit >= 0, "a limit is not negative")
    try compareText(first, second)
    comparedRunCount = min(first.runCount, second.runCount)
    let pairs = try pairs(of: first, second, tolerance)
    comparedColumnCount = pairs.count
    try compareValues(first, second, pairs, tolerance, limit: limit)
    try describeRuns(of: first)
  }

  // MARK: Values

  /// How labels of one format are compared with those of another, which say the same otherwise.
  static let labelTolerance = Tolerance(relative: 1e-12)

  /// A column of both files.
  struct ColumnPair {
    let first: ResultsColumn
    let second: ResultsColumn
    /// The extents after the run.
    let extents: [(dimension: ResultsColumn.Dimension, length: Int)]

    /// Whether the labels of an earlier format, which may be missing, are compared with later ones.
    var isOfTwoFormats: Bool { first.isParameter && first.isLabel != second.isLabel }

    var elementsPerRun: Int { extents.reduce(1) { $0 * $1.length } }
    /// Whether either differs from run to run, or may; the others are compared with the structure.
    var isPerRun: Bool { first.isVaried || second.isVaried || !first.isParameter }
  }

  /// A difference with what orders it.
  private struct Found {
    var difference: Difference
    var column: Int
    var index: Int
  }

  private mutating func compareValues(
    _ first: borrowing ResultsFile, _ second: borrowing ResultsFile, _ pairs: [ColumnPair],
    _ tolerance: Tolerance, limit: Int
  ) throws(ShardError) {
    // Columns that neither file has written hold fills alone.
    let pairs = pairs.filter {
      $0.isPerRun && ($0.first.isWritten || $0.second.isWritten)
    }
    let bytesPerRun = 16 * pairs.reduce(0) { max($0, $1.elementsPerRun) }
    let rows = max(1, (32 << 20) / max(bytesPerRun, 1))
    var counts = pairs.map {
      Count(column: $0.first.name, differing: 0, compared: 0, largestRelative: nil)
    }
    for start in stride(from: 0, to: comparedRunCount, by: rows) {
      let runs = start..<min(start + rows, comparedRunCount)
      var found: [Found] = []
      for (column, pair) in pairs.enumerated() {
        let values = ValuePair(
          first: try first.values(of: pair.first, runs: runs),
          second: try second.values(of: pair.second, runs: runs))
        let room = limit - differences.count
        counts[column].compared += runs.count * pair.elementsPerRun
        var taken = 0
        pair.forEachDifference(of: values, tolerance) { element in
          counts[column].add(element)
          guard taken < room else { return }
          taken += 1
          found.append(
            Found(
              difference: pair.difference(element, of: values, firstRun: start), column: column,
              index: element.index))
        }
      }
      found.sort {
        ($0.difference.run, $0.column, $0.index) < ($1.difference.run, $1.column, $1.index)
      }
      differences += found.prefix(limit - differences.count).map(\.difference)
    }
    self.counts = counts.filter { $0.differing > 0 }
  }

  /// The varied parameters of the runs that are named.
  private mutating func describeRuns(of file: borrowing ResultsFile) throws(ShardError) {
    for run in Set(differences.map(\.run)) {
      let parts = try file.parameters(ofRun: run).filter { $0.column.isVaried }
      parameters[run] = parts.map { "\($0.column.name)=\($0.text)" }.joined(separator: " ")
    }
  }
}

extension ResultsComparison.Count {
  fileprivate mutating func add(_ element: ValuePair.Difference) {
    differing += 1
    if let relative = element.relative {
      largestRelative = max(largestRelative ?? 0, relative)
    }
  }
}

extension ResultsComparison.ColumnPair {
  /// Calls `body` for each element that differs.
  func forEachDifference(
    of values: ValuePair, _ tolerance: Tolerance, _ body: (ValuePair.Difference) -> Void
  ) {
    guard isOfTwoFormats else { return values.forEachDifference(tolerance, body) }
    let wider = Tolerance(
      relative: max(tolerance.relative, ResultsComparison.labelTolerance.relative),
      absolute: tolerance.absolute)
    values.forEachDifference(wider) { element in
      let (a, b) = values.texts(at: element.index)
      // What format 1 had no value of has a label in format 2.
      if !(first.isLabel ? b : a).isEmpty { body(element) }
    }
  }

  /// A difference with its place in the file.
  fileprivate func difference(
    _ element: ValuePair.Difference, of values: ValuePair, firstRun: Int
  ) -> ResultsComparison.Difference {
    let (first, second) = values.texts(at: element.index)
    var difference = ResultsComparison.Difference(
      run: firstRun + element.index / elementsPerRun, column: self.first.name, first: first,
      second: second, relative: element.relative)
    var rest = element.index % elementsPerRun
    for (dimension, length) in extents.reversed() {
      let index = ResultsComparison.Index(dimension: dimension, value: rest % length)
      if dimension == .snapshot {
        difference.snapshot = index.value
      } else {
        difference.indices.insert(index, at: 0)
      }
      rest /= length
    }
    return difference
  }
}
