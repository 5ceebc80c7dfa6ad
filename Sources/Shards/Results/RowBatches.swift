internal import HDF5

/// Gathers rows and writes them in batches that begin at the multiples of one length.
///
/// Where the parts of a file come to lie depends on what is written together. Like this the bytes do
/// not depend on how the runs were cut into shards.
struct RowBatches: ~Copyable {
  private let writer: ResultsWriter
  private let rowCount: Int
  private let shape: RecordShape
  /// Rows of a batch, about 1 MiB, which stays in a near cache.
  private let length: Int
  /// Its runs are rows.
  private var batch: RecordBlock?
  /// The rows of the batch that are there, and what lies between them.
  private var filled = 0..<0

  /// Batches of the rows of a results file with columns of the given sizes.
  init(_ writer: consuming ResultsWriter, rowCount: Int, shape: RecordShape) {
    self.writer = writer
    self.rowCount = rowCount
    self.shape = shape
    length = max(1, (1 << 20) / shape.bytesPerRun)
  }

  /// Takes the records of a block of runs, its first run at row `firstRow`.
  ///
  /// - Precondition: The block has columns of the file's sizes.
  mutating func write(_ block: RecordBlock, firstRow: Int) throws(HDF5Error) {
    precondition(block.shape == shape)
    let end = firstRow + block.runs.count
    var row = firstRow
    while row < end {
      let start = row / length * length
      let rows = row..<min(end, start + length)
      let first = block.runs.lowerBound + row - firstRow
      try write(rows, from: block, runs: first..<first + rows.count)
      row = rows.upperBound
    }
  }

  /// Takes rows of one batch.
  private mutating func write(
    _ rows: Range<Int>, from block: RecordBlock, runs: Range<Int>
  ) throws(HDF5Error) {
    let start = rows.lowerBound / length * length
    if let current = batch?.runs.lowerBound, start < current {
      // A row that was left out, and whose batch is written.
      var late = RecordBlock(runs: rows, shape: shape)
      late.copy(runs: rows, from: block, runs: runs)
      return try writer.write(late, firstRow: rows.lowerBound)
    }
    if batch?.runs.lowerBound != start {
      try flush()
      batch = RecordBlock(runs: start..<min(start + length, rowCount), shape: shape)
      filled = rows
    }
    batch?.copy(runs: rows, from: block, runs: runs)
    filled =
      min(filled.lowerBound, rows.lowerBound)..<max(filled.upperBound, rows.upperBound)
  }

  private mutating func flush() throws(HDF5Error) {
    guard let batch else { return }
    self.batch = nil
    if filled == batch.runs { return try writer.write(batch, firstRow: filled.lowerBound) }
    var part = RecordBlock(runs: filled, shape: shape)
    part.copy(runs: filled, from: batch, runs: filled)
    try writer.write(part, firstRow: filled.lowerBound)
  }

  /// Writes what is left and closes the file.
  consuming func close() throws(HDF5Error) {
    try flush()
    try writer.close()
  }
}
