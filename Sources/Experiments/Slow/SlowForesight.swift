internal import Parameters
public import Sweeps
internal import Theory
internal import Training

/// What can be known, before a sweep runs, of where its slow equations do not reach.
///
/// Of some runs of the equations, the curvature across the manifold is found where the equation begins. That is
/// known where a file has `theta0`; else training comes first, and the projection of its initial point has to do.
public struct SlowForesight: Sendable {
  /// What to say of the runs, a text for each limit that some of them cross; see ``Caution``.
  public let texts: [String]
  /// The runs that were looked at.
  public let lookedAt: Int

  /// Lane-batches that are looked at, at most; of each the first and the last run.
  private static let mostLaneBatches = 64
  /// Multiply-adds of one run, about, from which on it is not looked at.
  private static let mostWork = 3e7

  /// Looks at a sweep.
  ///
  /// - Parameters:
  ///   - grid: The runs.
  ///   - number: A number in digits.
  ///   - problemPath: The path of a user's problem by the digest of its content.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  public init(
    _ grid: Grid, number: (Double) -> String,
    problemPath: @escaping (_ digest: String) -> String
  ) throws(ProblemFileError) {
    var problems = ProblemStore(path: problemPath)
    var found: [[Double]] = []
    var isEstimated = false
    for batch in Self.laneBatches(of: grid) {
      let indices = grid.runs(ofLaneBatch: batch)
      for index in Set([indices.lowerBound, indices.upperBound - 1]).sorted() {
        let run = Run(grid[index])
        guard run.dynamics.isSlow, Self.work(of: run) <= Self.mostWork else { continue }
        let problem = try problems.problem(of: run)
        guard let values = SlowEquations(of: run, on: problem).curvatureAtStart else { continue }
        isEstimated = isEstimated || problem.initialParameters == nil
        found.append(values)
      }
    }
    lookedAt = found.count
    texts = NormalCurvature.quantities.enumerated().compactMap { place, quantity in
      let values = found.map { $0[place] }
      guard let caution = quantity.caution, let worst = caution.worst(of: values) else {
        return nil
      }
      let count = values.count(where: caution.holds)
      let text = caution.text(
        runs: "\(count) of the \(found.count) runs of slow equations that were looked at",
        value: number(caution.number(worst)))
      return text
        + (isEstimated
          ? " This is judged from where the initial point projects to; training may lead elsewhere."
          : " This is judged at the start.")
    }
  }

  /// All lane-batches, or some that no period of the grid's axes meets.
  private static func laneBatches(of grid: Grid) -> [Int] {
    let count = grid.laneBatchCount
    guard count > mostLaneBatches else { return Array(0..<count) }
    // Multiples of the golden ratio lie evenly, and on no lattice.
    let places = (0..<mostLaneBatches).map { k in
      let turns = Double(k) * 0.618_033_988_749_894_9
      return min(Int((turns - turns.rounded(.down)) * Double(count)), count - 1)
    }
    return Set(places).sorted()
  }

  private static func work(of run: Run) -> Double {
    let rows = Double(run.sampleCount) * Double(run.data.outputCount)
    return rows * rows * (Double(run.model.parameterCount) + 10 * rows)
  }
}
