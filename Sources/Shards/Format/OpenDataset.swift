internal import HDF5

/// A dataset that stays open while its owner writes to it again and again.
final class OpenDataset<Element: HDF5Scalar> {
  private var dataset: Dataset<Element>?

  init(_ dataset: consuming Dataset<Element>) { self.dataset = consume dataset }

  func write(_ values: [Element], rows: Range<Int>) throws(HDF5Error) {
    try dataset?.write(values, rows: rows)
  }

  /// Closes it and reports a failure to flush; nothing is written afterwards.
  func close() throws(HDF5Error) { try dataset.take()?.close() }
}
