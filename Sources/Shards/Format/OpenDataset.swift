internal import HDF5

/// A dataset that stays open while its owner writes to it again and again.
final class OpenDataset<Element: HDF5Scalar> {
  private var dataset: Dataset<Element>?
  private let shape: [Int]

  init(_ dataset: consuming Dataset<Element>) throws(HDF5Error) {
    shape = try dataset.shape()
    self.dataset = consume dataset
  }

  func write(_ values: [Element], rows: Range<Int>) throws(HDF5Error) {
    try dataset?.write(values.span, rows: rows, ofShape: shape)
  }

  /// Closes it and reports a failure to flush; nothing is written afterwards.
  func close() throws(HDF5Error) { try dataset.take()?.close() }
}
