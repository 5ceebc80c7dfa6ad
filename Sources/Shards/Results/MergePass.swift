internal import HDF5

/// One walk over the shards of a merge, from the first to the last.
struct MergePass: ~Copyable {
  private let merger: ResultsMerger
  /// Which shards of each sweep there are.
  private let areThere: [[Bool]]
  private var rows: RowBatches
  private var counts: [RunState: Int] = [:]
  private var rowsWritten = 0
  private var repeatedRuns = 0
  private var damaged: [(shard: Int, error: ShardError)] = []
  /// The shard that a repeated run was compared with last.
  private var compared: (path: String, block: RecordBlock)?
  /// Runs whose own shard is missing, found in another sweep: by the place that has the row.
  private var adopted: [MergedRows.Place: (run: Int, path: String, block: RecordBlock)] = [:]

  init(_ merger: ResultsMerger, areThere: [[Bool]], writer: consuming ResultsWriter) {
    self.merger = merger
    self.areThere = areThere
    rows = RowBatches(writer, rowCount: merger.rows.count, shape: merger.shape)
  }

  /// Reads all shards that are there, and writes those that are sound.
  mutating func run() throws(ShardError) {
    for (index, source) in merger.sources.enumerated() {
      for shard in areThere[index].indices where areThere[index][shard] {
        try merge(source.reader(shard), ofSource: index)
      }
    }
    // After the first damaged shard the others were read for the list only.
    guard damaged.isEmpty else { throw .damagedShards(damaged) }
  }

  /// Closes the file.
  ///
  /// - Returns: Runs by how they ended, and runs that were there before.
  consuming func finish() throws(ShardError) -> (runs: [RunState: Int], repeatedRuns: Int) {
    let absent = merger.rows.count - rowsWritten
    let runs = counts.merging(absent > 0 ? [.absent: absent] : [:], uniquingKeysWith: +)
    let repeatedRuns = repeatedRuns
    do { try rows.close() } catch { throw .hdf5(error) }
    return (runs, repeatedRuns)
  }

  private mutating func merge(_ reader: ShardReader, ofSource index: Int) throws(ShardError) {
    let contents: ShardContents
    do {
      contents = try reader.contents()
    } catch .file(let error) {
      throw .file(error)
    } catch {
      damaged.append((reader.shard, error))
      return
    }
    guard damaged.isEmpty else { return }
    let shape = merger.sources[index].shape
    // About 16 MiB at once. Every NaN keeps its bits.
    try contents.read(
      shape: shape, rows: max(1, (16 << 20) / shape.bytesPerRun), keepsNaNs: true
    ) { block throws(ShardError) in
      try write(block, ofSource: index)
      if !merger.rows.firstPlaces.isEmpty { try compareRepeats(in: block, of: reader, index) }
    }
  }

  private mutating func write(_ block: RecordBlock, ofSource index: Int) throws(ShardError) {
    for segment in merger.rows.segments(ofRuns: block.runs, source: index) {
      if segment.runs == block.runs && block.shape == merger.shape {
        try write(block, row: segment.firstRow)
      } else {
        var part = RecordBlock(runs: segment.runs, shape: merger.shape)
        for run in segment.runs { part.copy(run: run, from: block, run: run) }
        try write(part, row: segment.firstRow)
      }
    }
  }

  private mutating func write(_ block: RecordBlock, row: Int) throws(ShardError) {
    for status in block.status { counts[RunState(rawValue: status) ?? .failed, default: 0] += 1 }
    rowsWritten += block.runs.count
    do throws(HDF5Error) { try rows.write(block, firstRow: row) } catch { throw .hdf5(error) }
  }

  // MARK: Runs that several sweeps have

  private mutating func compareRepeats(
    in block: RecordBlock, of reader: ShardReader, _ index: Int
  ) throws(ShardError) {
    for run in block.runs {
      let place = MergedRows.Place(source: index, run: run)
      guard let first = merger.rows.firstPlaces[place] else { continue }
      var own = RecordBlock(runs: first.run..<first.run + 1, shape: merger.shape)
      own.copy(run: first.run, from: block, run: run)
      let known: (run: Int, path: String, block: RecordBlock)
      if let found = try firstRecords(of: first) {
        known = found
      } else if let found = adopted[first] {
        known = found
      } else {
        try adopt(own, at: first, run: run, from: reader)
        continue
      }
      guard own.hasSameBits(as: known.block) else {
        throw .conflict(
          run: run, path: reader.path, otherRun: known.run, otherPath: known.path)
      }
      repeatedRuns += 1
    }
  }

  /// What the shard of the sweep that has the row holds of a run; nil where that is missing.
  private mutating func firstRecords(
    of first: MergedRows.Place
  ) throws(ShardError) -> (run: Int, path: String, block: RecordBlock)? {
    let source = merger.sources[first.source]
    let shard = source.shard(ofRun: first.run)
    guard areThere[first.source][shard] else { return nil }
    let reader = source.reader(shard)
    if compared?.path != reader.path {
      compared = (reader.path, try reader.readExactly(shape: source.shape))
    }
    guard let block = compared?.block else { return nil }
    var records = RecordBlock(runs: first.run..<first.run + 1, shape: merger.shape)
    records.copy(run: first.run, from: block, run: first.run)
    return (first.run, reader.path, records)
  }

  /// Writes a run in the row of its first place, whose own shard is missing.
  private mutating func adopt(
    _ block: RecordBlock, at first: MergedRows.Place, run: Int, from reader: ShardReader
  ) throws(ShardError) {
    let segments = merger.rows.segments(ofRuns: block.runs, source: first.source)
    guard let segment = segments.first else {
      preconditionFailure("the first of equal runs has a row")
    }
    try write(block, row: segment.firstRow)
    adopted[first] = (run, reader.path, block)
  }
}
