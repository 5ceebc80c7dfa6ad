internal import Parameters

extension RecordBlock {
  /// Copies all that one run of another block recorded, bit for bit, into a run of this one.
  ///
  /// The blocks may belong to sweeps with other sizes of columns. A quantity of which the run has
  /// nothing but fills stays unset if it was, and what this block has no dataset of is left out.
  ///
  /// - Precondition: Both have the runs, both keep arrays at the same snapshots, and what the run has
  ///   fits this block's columns.
  public mutating func copy(run: Int, from other: RecordBlock, run otherRun: Int) {
    let (target, source) = (run - runs.lowerBound, otherRun - other.runs.lowerBound)
    precondition(status.indices.contains(target) && other.status.indices.contains(source))
    precondition(
      shape.arrays == other.shape.arrays || shape.keepsArrays(like: other.shape),
      "arrays are kept at the same snapshots")
    status[target] = other.status[source]
    divergedAtStep[target] = other.divergedAtStep[source]
    slowStartStep[target] = other.slowStartStep[source]
    let (width, otherWidth) = (shape.snapshotCount, other.shape.snapshotCount)
    let (start, otherStart) = (target * width, source * otherWidth)
    for k in 0..<min(width, otherWidth) {
      step[start + k] = other.step[otherStart + k]
      projectionStatus[start + k] = other.projectionStatus[otherStart + k]
    }
    for (variable, values) in other.variables where shape.has(variable) {
      let row = values[otherStart..<otherStart + otherWidth]
      if row.allSatisfy({ $0.bitPattern == Double.nan.bitPattern }) { continue }
      let fills = runs.count * width
      for (k, value) in row.prefix(width).enumerated() {
        variables[variable, default: Array(repeating: .nan, count: fills)][start + k] = value
      }
    }
    for (index, array) in shape.arrays.enumerated() {
      guard let found = other.shape.arrays.firstIndex(where: { $0.content == array.content })
      else { continue }
      let otherArray = other.shape.arrays[found]
      let first = target * array.count(ofSnapshots: width)
      let otherFirst = source * otherArray.count(ofSnapshots: otherWidth)
      for snapshot in 0..<(array.isSeries ? min(width, otherWidth) : 1) {
        let (start, otherStart) = (
          first + snapshot * array.count, otherFirst + snapshot * otherArray.count
        )
        array.forEachCommonRow(with: otherArray.lengths) { own, others, count in
          for k in 0..<count {
            arrays[index][start + own + k] = other.arrays[found][otherStart + others + k]
          }
        }
      }
    }
  }

  /// Takes the records of consecutive runs from a block with columns of the same sizes.
  ///
  /// - Precondition: Both have as many runs, and each block has its own.
  mutating func copy(runs targets: Range<Int>, from other: RecordBlock, runs sources: Range<Int>) {
    precondition(shape == other.shape && targets.count == sources.count)
    precondition(targets.clamped(to: runs) == targets && sources.clamped(to: other.runs) == sources)
    let (target, source) = (
      targets.lowerBound - runs.lowerBound, sources.lowerBound - other.runs.lowerBound
    )
    func copy<Value>(_ values: [Value], to own: inout [Value], width: Int) {
      own.replaceSubrange(
        target * width..<(target + targets.count) * width,
        with: values[source * width..<(source + sources.count) * width])
    }
    let width = shape.snapshotCount
    copy(other.status, to: &status, width: 1)
    copy(other.divergedAtStep, to: &divergedAtStep, width: 1)
    copy(other.slowStartStep, to: &slowStartStep, width: 1)
    copy(other.step, to: &step, width: width)
    copy(other.projectionStatus, to: &projectionStatus, width: width)
    let fills = runs.count * width
    for (variable, values) in other.variables {
      copy(
        values, to: &variables[variable, default: Array(repeating: .nan, count: fills)],
        width: width)
    }
    for (index, array) in shape.arrays.enumerated() {
      copy(other.arrays[index], to: &arrays[index], width: array.count(ofSnapshots: width))
    }
  }
}
