/// Arrays of samples as a run by itself takes them: sixteen samples in a cell, element by element, and
/// sixteen elements in a vector, sample by sample.
///
/// Each array begins at a multiple of sixteen elements. What lies beyond the last sample is that one again.
final class SampleCells<Lanes: LaneVector> {
  /// n.
  let sampleCount: Int
  /// Shape `[elements, distance]`.
  let cells: LaneStorage<Lanes>
  /// How far apart the cells of two elements are; odd, so that they lie in different lines of a cache.
  let distance: Int
  /// The first elements of the arrays.
  let starts: [Int]
  /// Shape `[n, rowLength]`.
  private let rows: LaneStorage<Lanes>
  private let rowLength: Int

  /// Arrays of as many elements, each sample by sample.
  init(_ arrays: [(count: Int, numbers: [Lanes.Scalar])], sampleCount n: Int) {
    let width = Lanes.scalarCount
    sampleCount = n
    distance = (n + width - 1) / width | 1
    var (elements, starts) = (0, [Int]())
    for array in arrays {
      starts.append(elements)
      elements += (array.count + width - 1) / width * width
    }
    self.starts = starts
    rowLength = elements / width
    cells = LaneStorage(repeating: .zero, count: elements * distance)
    rows = LaneStorage(repeating: .zero, count: n * rowLength)
    for (start, array) in zip(starts, arrays) {
      for element in 0..<array.count {
        for s in 0..<width * distance {
          let number = array.numbers[min(s, n - 1) * array.count + element]
          cells.setScalar(width * distance * (start + element) + s, number)
          if s < n { rows.setScalar(width * rowLength * s + start + element, number) }
        }
      }
    }
  }

  /// The elements of a place, sixteen in a vector, from the first sample of a block on; nil where they do
  /// not lie so.
  func rows(
    of place: GraphPlace, along elements: Int, _ block: Int
  ) -> (cells: LaneCells<Lanes>, length: Int)? {
    let width = Lanes.scalarCount
    guard place.space == .samples, elements == distance,
      place.offset % (width * distance) == 0
    else { return nil }
    let first = width * block * place.block * rowLength + place.offset / (width * distance)
    return (rows.cells.advanced(by: first), rowLength)
  }
}
