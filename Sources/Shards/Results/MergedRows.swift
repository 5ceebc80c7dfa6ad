/// Which row of the results each run of the merged sweeps gets.
///
/// Sweeps come one after the other, each in the order of its runs. Where several sweeps are merged,
/// a run that was there before gets no row of its own.
public struct MergedRows: Sendable {
  /// A run of a sweep: its place in the list of sweeps, and its index there, both from 0.
  struct Place: Hashable, Sendable {
    var source: Int
    var run: Int
  }

  /// Consecutive runs of one sweep in consecutive rows.
  struct Segment: Hashable, Sendable {
    var source: Int
    var runs: Range<Int>
    var firstRow: Int

    var rows: Range<Int> { firstRow..<firstRow + runs.count }
  }

  /// All rows, ascending and without gaps.
  private(set) var segments: [Segment] = []
  /// Runs without a row of their own, and where each was first.
  private(set) var firstPlaces: [Place: Place] = [:]
  /// Rows of the results.
  private(set) var count = 0

  /// The rows of one sweep: a row a run.
  init(runCount: Int) {
    segments = [Segment(source: 0, runs: 0..<runCount, firstRow: 0)]
    count = runCount
  }

  /// The rows of several sweeps.
  ///
  /// - Parameters:
  ///   - runCounts: Runs of each sweep.
  ///   - identity: Equal for runs that are the same, and for no others: run `run` of sweep `source`.
  /// - Complexity: O(n) in the number of runs, with about 100 bytes for each.
  public init(runCounts: [Int], identity: (_ source: Int, _ run: Int) -> UInt128) {
    var known: [UInt128: Place] = [:]
    known.reserveCapacity(runCounts.reduce(0, +))
    for (source, runCount) in runCounts.enumerated() {
      for run in 0..<runCount {
        let place = Place(source: source, run: run)
        let identity = identity(source, run)
        if let first = known[identity] {
          firstPlaces[place] = first
        } else {
          known[identity] = place
          append(place)
        }
      }
    }
  }

  private mutating func append(_ place: Place) {
    defer { count += 1 }
    if let last = segments.last, last.source == place.source, last.runs.upperBound == place.run {
      segments[segments.count - 1].runs = last.runs.lowerBound..<place.run + 1
    } else {
      segments.append(
        Segment(source: place.source, runs: place.run..<place.run + 1, firstRow: count))
    }
  }

  /// What of some runs of a sweep has rows of its own, ascending.
  func segments(ofRuns runs: Range<Int>, source: Int) -> [Segment] {
    segments.compactMap { segment in
      guard segment.source == source, segment.runs.overlaps(runs) else { return nil }
      let part = segment.runs.clamped(to: runs)
      return Segment(
        source: source, runs: part,
        firstRow: segment.firstRow + part.lowerBound - segment.runs.lowerBound)
    }
  }

  /// What is in some rows, ascending.
  func segments(inRows rows: Range<Int>) -> [Segment] {
    segments.compactMap { segment in
      guard segment.rows.overlaps(rows) else { return nil }
      let part = segment.rows.clamped(to: rows)
      let first = segment.runs.lowerBound + part.lowerBound - segment.firstRow
      return Segment(
        source: segment.source, runs: first..<first + part.count, firstRow: part.lowerBound)
    }
  }
}
