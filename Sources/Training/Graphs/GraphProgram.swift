/// A formula, or several, as lists of operations on arrays in memory.
///
/// A step runs ``step``, then ``forward`` for each block of samples; after the residuals ``backward``
/// for each block, then ``totals``. ``once`` is run when there are values for the constants.
struct GraphProgram {
  /// Samples of a block, or cells that hold some; the last may have less.
  let blockLength: Int
  let sampleCount: Int
  /// The program's own cells.
  let arenaCount: Int
  /// The first of them, which ``once`` and what is given before it fill for good.
  let lastingCount: Int
  /// Sums over samples in the lanes, and the cells that one of them needs while it is under way.
  let sumCount: Int
  let scratchCount: Int
  /// Numbers to begin with, by the index of the first cell.
  let numbers: [(offset: Int, values: [Double])]

  let once: [GraphCommand]
  let step: [GraphCommand]
  let forward: [GraphCommand]
  let backward: [GraphCommand]
  let totals: [GraphCommand]

  /// The blocks of samples.
  var blockCount: Int { (sampleCount + blockLength - 1) / blockLength }

  /// Samples of a block, or the cells that hold them.
  func count(ofBlock block: Int) -> Int { min(blockLength, sampleCount - block * blockLength) }
}
