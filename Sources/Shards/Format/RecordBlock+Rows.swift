internal import Parameters

extension RecordBlock {
  /// Copies all that one run of another block recorded, bit for bit, into a run of this one.
  ///
  /// The blocks may belong to sweeps with other sizes of columns. A quantity of which the run has
  /// nothing but fills stays unset if it was, and one that this block has no dataset of is left out.
  ///
  /// - Precondition: Both have the runs, both keep signals at the same times, and what the run has
  ///   fits this block's columns.
  public mutating func copy(run: Int, from other: RecordBlock, run otherRun: Int) {
    let (target, source) = (run - runs.lowerBound, otherRun - other.runs.lowerBound)
    precondition(status.indices.contains(target) && other.status.indices.contains(source))
    precondition(shape.signal == other.shape.signal, "signals are kept at the same times")
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
    let series = shape.signal == .all ? min(width, otherWidth) : shape.signal == .last ? 1 : 0
    let (entries, otherEntries) = (shape.entryCount, other.shape.entryCount)
    let (first, otherFirst) = (
      target * shape.signalValuesPerRun, source * other.shape.signalValuesPerRun
    )
    for snapshot in 0..<series {
      for entry in 0..<min(entries, otherEntries) {
        signal[first + snapshot * entries + entry] =
          other.signal[otherFirst + snapshot * otherEntries + entry]
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
    copy(other.signal, to: &signal, width: shape.signalValuesPerRun)
  }
}
