internal import Parameters

extension RecordBlock {
  /// Appends the block: first run and the one after the last, then status, steps of divergence,
  /// steps of slow starts, snapshot steps, projections and all arrays one after the other, each with its
  /// length, then the variables that were set by name.
  func write(to writer: inout LittleEndianWriter) {
    writer.write(runs.lowerBound)
    writer.write(runs.upperBound)
    writer.write(status.map { UInt8(bitPattern: $0) })
    writer.write(divergedAtStep)
    writer.write(slowStartStep)
    writer.write(step)
    writer.write(projectionStatus.map { UInt8(bitPattern: $0) })
    writer.write(Array(arrays.joined()))
    let present = shape.quantities.filter { variables[$0] != nil }
    writer.write(present.count)
    for variable in present {
      writer.write(variable.name)
      writer.write(variables[variable] ?? [])
    }
  }

  /// Whether both hold the same bits for the same runs, NaN or not.
  func hasSameBits(as other: RecordBlock) -> Bool {
    var (own, others) = (LittleEndianWriter(), LittleEndianWriter())
    write(to: &own)
    other.write(to: &others)
    return own.bytes == others.bytes
  }

  /// Reads what ``write(to:)`` wrote; nil for anything but a block of this shape that holds some of
  /// the given runs.
  init?(from reader: inout LittleEndianReader, shape: RecordShape, within runs: Range<Int>) {
    guard let first = reader.number(), let end = reader.number(),
      runs.lowerBound <= first, first <= end, end <= runs.upperBound,
      let status = reader.byteArray(), status.count == end - first,
      let diverged = reader.words(), diverged.count == status.count,
      let slowStart = reader.words(), slowStart.count == status.count,
      let step = reader.words(), step.count == status.count * shape.snapshotCount,
      let projection = reader.byteArray(), projection.count == step.count,
      let numbers = reader.words(), numbers.count == status.count * shape.arrayValuesPerRun,
      let variableCount = reader.number(),
      (0...shape.quantities.count).contains(variableCount)
    else { return nil }
    var variables: [Quantity: [Double]] = [:]
    for _ in 0..<variableCount {
      guard let name = reader.text(),
        let variable = shape.quantities.first(where: { $0.name == name }),
        let values = reader.words(), values.count == step.count
      else { return nil }
      variables[variable] = values.map(Double.init(bitPattern:))
    }
    var rest = numbers[...]
    let arrays = shape.arrays.map { array in
      let count = status.count * array.count(ofSnapshots: shape.snapshotCount)
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).map(Double.init(bitPattern:))
    }
    self.init(
      runs: first..<end, shape: shape, status: status.map(Int8.init(bitPattern:)),
      divergedAtStep: diverged.map(Int64.init(bitPattern:)),
      slowStartStep: slowStart.map(Int64.init(bitPattern:)),
      step: step.map(Int64.init(bitPattern:)),
      projectionStatus: projection.map(Int8.init(bitPattern:)),
      arrays: arrays, variables: variables)
  }
}
