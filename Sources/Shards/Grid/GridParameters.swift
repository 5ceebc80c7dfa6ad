internal import Parameters
internal import Sweeps

/// The parameters of a results file as a grid sees them.
struct GridParameters {
  /// What the sweep file varies, in its order: candidates for dimensions.
  var axes: [ParameterLevels] = []
  /// What else differs between runs, and most often follows from the axes.
  var others: [ParameterLevels] = []
  /// What is the same for all runs.
  var constants: [ParameterLevels] = []

  /// Reads the parameters of `runs`, ascending.
  init(_ file: borrowing ResultsFile, runs: [Int]) throws(ShardError) {
    var columns: [ParameterLevels] = []
    for column in try file.columns() where column.isParameter {
      let values = try Self.values(of: column, in: file, runs: runs)
      columns.append(
        ParameterLevels(
          name: column.name, longName: column.longName, units: column.units,
          attributes: column.meaningAttributes, elementType: column.elementType, values: values))
    }
    let varied = columns.filter { $0.count > 1 }
    constants = columns.filter { $0.count == 1 }
    for axis in try Self.axes(of: file, runs: runs, names: columns.map(\.name)) {
      switch axis {
      case .column(let name): axes += varied.filter { $0.name == name }
      case .values(let levels): if levels.count > 1 { axes.append(levels) }
      }
    }
    let taken = Set(axes.map(\.name))
    others = varied.filter { !taken.contains($0.name) }
  }

  private static func values(
    of column: ResultsColumn, in file: borrowing ResultsFile, runs: [Int]
  ) throws(ShardError) -> [Value?] {
    guard column.isPerRun else {
      let value = try file.values(of: column, runs: 0..<0).value(at: 0, of: column)
      return Array(repeating: value, count: runs.count)
    }
    var values: [Value?] = []
    values.reserveCapacity(runs.count)
    var position = 0
    for start in stride(from: 0, to: file.runCount, by: 1 << 16) {
      let part = start..<min(start + 1 << 16, file.runCount)
      let block = try file.values(of: column, runs: part)
      while position < runs.count, runs[position] < part.upperBound {
        values.append(block.value(at: runs[position] - start, of: column))
        position += 1
      }
    }
    return values
  }

  /// An axis of the sweep: a column of the file, or what the specification alone knows, such as the
  /// rate r of 1 − β₂ = r η^p.
  private enum Axis {
    case column(String)
    case values(ParameterLevels)
  }

  private static func axes(
    of file: borrowing ResultsFile, runs: [Int], names: [String]
  ) throws(ShardError) -> [Axis] {
    guard let specification = try file.specification else { return [] }
    let grid = Grid(specification)
    // Otherwise the file is not, or not only, of this sweep.
    guard grid.runCount == file.runCount else { return [] }
    return grid.variedPaths.map { path in
      let name = Self.name(of: path, columns: names)
      if names.contains(name) { return .column(name) }
      let values = runs.map { grid[$0][path] }
      return .values(
        ParameterLevels(
          name: name, longName: path, units: nil,
          elementType: values.lazy.compactMap { $0 }.first?.elementType ?? .float64, values: values)
      )
    }
  }

  /// The name of a path: the key, or the block of a kind; with its block where the key alone would
  /// say too little.
  private static func name(of path: String, columns: [String]) -> String {
    let parts = path.split(separator: ".").map(String.init)
    guard parts.count > 1 else { return path }
    let short = parts[parts.count - 1] == "kind" ? parts[0] : parts[parts.count - 1]
    let isColumn = parts.count == 2 && columns.contains(short)
    return isColumn ? short : parts.suffix(2).joined(separator: "_")
  }
}

extension Value {
  fileprivate var elementType: ResultsColumn.ElementType {
    switch self {
    case .integer: .int64
    case .real: .float64
    case .text: .text
    case .seed: .uint64
    }
  }
}

extension ResultsColumn {
  /// What the column says of itself beside its long name and units, as text by attribute.
  fileprivate var meaningAttributes: [String: String] {
    [
      AttributeName.symbol: symbol, AttributeName.role: role?.rawValue,
      AttributeName.scale: scale?.rawValue,
    ].compactMapValues { $0 }
  }
}
