/// When a value of a formula is computed; each stage uses those before it.
enum GraphStage: Int, Comparable {
  /// When the program is made: of numbers, constants and fixed blocks.
  case once
  /// Once a step: of θ, but of no sample.
  case step
  /// For each sample.
  case samples
  /// Once a step, from sums over samples.
  case totals

  static func < (a: GraphStage, b: GraphStage) -> Bool { a.rawValue < b.rawValue }
}

/// An array in a buffer: element (i, j) is element `offset + i · row + j · column` of it.
///
/// A transpose, a slice, a diagonal or a repetition is the same buffer with other strides. A vector is a
/// row.
struct GraphView: Hashable {
  var buffer: Int
  var offset = 0
  var row: Int
  var column: Int
}

/// A value of a program under way.
struct GraphValue {
  var view: GraphView
  var shape: GraphShape
  var stage: GraphStage
  /// Numbers that the lanes share, in the place of cells.
  var isShared = false
}

/// Rows and columns of an array: a vector is a row, a number is 1 × 1.
struct GraphShape: Hashable {
  var rows: Int
  var columns: Int

  var count: Int { rows * columns }
}

/// What a program's places point into.
enum GraphSpace: UInt8 {
  /// The program's own cells.
  case arena
  /// θ, f, ∂L/∂f and ∂L/∂θ, which are given with each call.
  case theta, predictions, residuals, gradient
  /// Numbers of the samples, which the runs share.
  case numbers
  /// Arrays of the samples in cells that hold samples.
  case samples
  /// Sums over samples as numbers.
  case sums
}

/// What the lanes of a program's cells hold; what the lanes share is numbers.
enum GraphContent {
  /// A run each: they share the data.
  case runs
  /// Sixteen samples of one run: they share θ, and sums over samples.
  case samples
  /// Sixteen entries of vectors of one run, all of one length: they share numbers.
  case entries
}

/// An array in memory, in cells, or in numbers where they are shared by the lanes.
///
/// Element (i, j) of sample s of block b is `offset + b · block + i · row + j · column + s · inner`. Where
/// no sample is met the columns are the innermost, and a row is a column.
struct GraphPlace {
  var space = GraphSpace.arena
  var offset = 0
  var block = 0
  var row = 0
  var column = 0
  var inner = 0
}
