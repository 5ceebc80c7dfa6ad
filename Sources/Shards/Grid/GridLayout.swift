internal import FileSystem
internal import Sweeps

/// How the runs of a results file fill a grid whose dimensions are the varied parameters.
///
/// What the sweep file varies becomes a dimension, in the order of the file but words first, unless
/// the dimensions before it already tell its value: then it is a coordinate along those that do.
/// Dimensions are stored in the order of the runs, the slowest first, so that neighbours in the
/// file are neighbours in the grid.
struct GridLayout {
  /// A parameter that follows from some dimensions.
  struct Coordinate {
    let parameter: ParameterLevels
    /// The dimensions it follows from, ascending places in ``GridLayout/dimensions``.
    let dimensions: [Int]
    /// Its level in each cell of these dimensions, in C order; −1 where there is no run.
    let codes: [Int32]
  }

  /// Runs of the file in the grid, ascending.
  let runs: [Int]
  /// Slowest first.
  let dimensions: [ParameterLevels]
  let coordinates: [Coordinate]
  let constants: [ParameterLevels]
  /// The cell of each of `runs`, in C order over the dimensions.
  let cells: [Int]
  /// The number of cells.
  let cellCount: Int

  /// Cells beyond this fill no machine's memory.
  static let cellLimit = 100_000_000
  /// A grid emptier than this is a mistake.
  static let cellsPerRunLimit = 20

  init(_ file: borrowing ResultsFile, runs: [Int]) throws(GridError) {
    guard !runs.isEmpty else { throw .noRuns }
    let parameters: GridParameters
    do { parameters = try GridParameters(file, runs: runs) } catch { throw .shard(error) }
    // Words first: a step size is chosen for an optimizer, not the other way round.
    let words = parameters.axes.filter { $0.elementType == .text }
    let numbers = parameters.axes.filter { $0.elementType != .text }
    var dimensions: [ParameterLevels] = []
    var following: [ParameterLevels] = []
    for parameter in words + numbers + parameters.others {
      if Self.codes(of: parameter, over: Array(dimensions.indices), of: dimensions) == nil {
        dimensions.append(parameter)
        try Self.check(dimensions, runCount: runs.count)
      } else {
        following.append(parameter)
      }
    }
    let slowestFirst = dimensions.enumerated()
      .map { (place: $0.offset, changes: $0.element.changeCount) }
      .sorted { ($0.changes, $0.place) < ($1.changes, $1.place) }
    dimensions = slowestFirst.map { [dimensions] in dimensions[$0.place] }
    self.runs = runs
    self.dimensions = dimensions
    coordinates = following.map { [dimensions] in Self.coordinate($0, over: dimensions) }
    constants = parameters.constants
    cells = runs.indices.map { [dimensions] place in
      dimensions.reduce(0) { $0 * $1.count + Int($1.codes[place]) }
    }
    cellCount = dimensions.reduce(1) { $0 * $1.count }
  }

  /// The grid's extents.
  var extents: [Int] { dimensions.map(\.count) }

  private static func check(_ dimensions: [ParameterLevels], runCount: Int) throws(GridError) {
    let cells = dimensions.reduce(1.0) { $0 * Double($1.count) }
    guard cells <= Double(cellLimit), cells <= Double(cellsPerRunLimit * runCount) else {
      throw .absurd(
        dimensions: dimensions.map { ($0.name, $0.count) }, runs: runCount,
        holes: holes(of: dimensions))
    }
  }

  /// Pairs of parameters of which the fewest combinations have a run.
  private static func holes(of dimensions: [ParameterLevels]) -> [String] {
    var pairs: [(share: Double, text: String)] = []
    for (place, first) in dimensions.enumerated() {
      for second in dimensions[(place + 1)...] {
        let product = first.count * second.count
        let present = Set(zip(first.codes, second.codes).map { Int64($0) << 32 | Int64($1) }).count
        guard present < product else { continue }
        pairs.append(
          (
            Double(present) / Double(product),
            "\(first.name) with \(second.name): \(present) of \(counted(product, "pair", "has", "have")) runs"
          ))
      }
    }
    return pairs.sorted { $0.share < $1.share }.prefix(3).map(\.text)
  }

  /// A parameter along the fewest dimensions: one where that is enough, else all that matter.
  private static func coordinate(
    _ parameter: ParameterLevels, over dimensions: [ParameterLevels]
  ) -> Coordinate {
    for place in dimensions.indices {
      if let codes = codes(of: parameter, over: [place], of: dimensions) {
        return Coordinate(parameter: parameter, dimensions: [place], codes: codes)
      }
    }
    var places = Array(dimensions.indices)
    for place in dimensions.indices.reversed() {
      let fewer = places.filter { $0 != place }
      if codes(of: parameter, over: fewer, of: dimensions) != nil { places = fewer }
    }
    guard let codes = codes(of: parameter, over: places, of: dimensions) else {
      preconditionFailure("what follows from no dimensions is one itself")
    }
    return Coordinate(parameter: parameter, dimensions: places, codes: codes)
  }

  /// The parameter's level in each cell of some dimensions; nil where runs of a cell disagree.
  private static func codes(
    of parameter: ParameterLevels, over places: [Int], of dimensions: [ParameterLevels]
  ) -> [Int32]? {
    let some = places.map { dimensions[$0] }
    var table = [Int32](repeating: -1, count: some.reduce(1) { $0 * $1.count })
    for run in parameter.codes.indices {
      let cell = some.reduce(0) { $0 * $1.count + Int($1.codes[run]) }
      if table[cell] >= 0 && table[cell] != parameter.codes[run] { return nil }
      table[cell] = parameter.codes[run]
    }
    return table
  }
}
