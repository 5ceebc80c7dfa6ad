internal import FileSystem
internal import HDF5

/// A file whose dimensions are the varied parameters, made of a results file.
public enum GridFile {
  /// What was written.
  public struct Outcome: Sendable {
    /// The dimensions with their lengths, slowest first.
    public var dimensions: [(name: String, count: Int)]
    /// Parameters that follow from dimensions, with these.
    public var coordinates: [(name: String, along: [String])]
    /// Cells of the grid.
    public var cellCount: Int
    /// Cells that have a run.
    public var filledCount: Int
    /// Runs left out because an earlier one has the same parameters.
    public var repeatedCount: Int
  }

  /// Version of the layout of grid files.
  static let version: Int64 = 1

  /// Writes the grid of some runs to `path`, replacing what is there in one step.
  ///
  /// Dimensions are the varied parameters (seeds included), then `snapshot`, then `entry`; a cell
  /// without a run has fills, and `status` absent. Where sub-grids overlap, the first run counts.
  ///
  /// - Parameters:
  ///   - file: The results.
  ///   - runs: Which of them, ascending; nil for all.
  ///   - path: Where the grid goes.
  /// - Returns: What was written.
  /// - Throws: ``GridError``; then `path` is untouched.
  public static func write(
    _ file: borrowing ResultsFile, runs: [Int]? = nil, to path: String
  ) throws(GridError) -> Outcome {
    let layout = try GridLayout(file, runs: runs ?? Array(0..<file.runCount))
    let temporary = Files.temporaryPath(for: path)
    do throws(ShardError) {
      let columns = try file.columns().filter { $0.isPerRun && !$0.isParameter }
      try fill(temporary, with: columns, of: file, layout)
      do { try Files.publish(temporary, as: path) } catch { throw ShardError.file(error) }
    } catch {
      try? Files.remove(temporary)
      throw .shard(error)
    }
    let filled = Set(layout.cells).count
    let names = layout.dimensions.map(\.name)
    return Outcome(
      dimensions: layout.dimensions.map { ($0.name, $0.count) },
      coordinates: layout.coordinates.map { ($0.parameter.name, $0.dimensions.map { names[$0] }) },
      cellCount: layout.cellCount, filledCount: filled,
      repeatedCount: layout.runs.count - filled)
  }

  private static func fill(
    _ path: String, with columns: [ResultsColumn], of file: borrowing ResultsFile,
    _ layout: GridLayout
  ) throws(ShardError) {
    do {
      let writer = try GridWriter.create(path: path, layout: layout, of: file)
      try writer.writeRuns()
      for column in columns { try writer.copy(column, of: file) }
      try writer.close()
    } catch {
      throw .hdf5(error)
    }
  }
}
