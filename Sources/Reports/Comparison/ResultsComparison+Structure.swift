internal import Shards

extension ResultsComparison {
  /// Compares what the files say of themselves.
  mutating func compareText(
    _ first: borrowing ResultsFile, _ second: borrowing ResultsFile
  ) throws(ShardError) {
    let counts = [
      ("runs", first.runCount, second.runCount),
      ("snapshots", first.snapshotCount, second.snapshotCount),
    ]
    for (word, a, b) in counts where a != b {
      structure.append("A has \(a) \(word), B has \(b)")
    }
    for (name, label) in [("title", "name"), ("question", "question")] {
      let (a, b) = (try first.attribute(name), try second.attribute(name))
      if a != b { notes.append("the sweep's \(label): \(a ?? "none") in A, \(b ?? "none") in B") }
    }
    if first.formatVersion != second.formatVersion {
      notes.append(
        """
        A has format \(first.formatVersion), B has \(second.formatVersion): parameters that only one \
        of them knows are not compared
        """)
    }
    if notes.isEmpty,
      try first.attribute("specification") != second.attribute("specification")
    {
      notes.append("the sweeps' specifications differ")
    }
  }

  /// The columns that can be compared; those that cannot are said.
  mutating func pairs(
    of first: borrowing ResultsFile, _ second: borrowing ResultsFile, _ tolerance: Tolerance
  ) throws(ShardError) -> [ColumnPair] {
    let (columns, others) = (try first.columns(), try second.columns())
    let names = Set(columns.map(\.name))
    // Format 1 has columns that no run has.
    let isOfTwoFormats = first.formatVersion != second.formatVersion
    structure += columns.filter { column in !others.contains { $0.name == column.name } }
      .filter { !($0.isParameter && isOfTwoFormats) }.map { "only A has the column \($0.name)" }
    structure += others.filter { !names.contains($0.name) }
      .filter { !($0.isParameter && isOfTwoFormats) }.map { "only B has the column \($0.name)" }
    for dimension in Set(columns.flatMap(\.axes)).sorted(by: { $0.rawValue < $1.rawValue })
    where try first.names(along: dimension) != second.names(along: dimension) {
      notes.append("the names along \(dimension.rawValue) differ")
    }
    var pairs: [ColumnPair] = []
    for a in columns {
      guard let b = others.first(where: { $0.name == a.name }) else { continue }
      guard a.elementType == b.elementType else {
        structure.append(
          "\(a.name) is \(a.elementType.rawValue) in A and \(b.elementType.rawValue) in B")
        continue
      }
      // What varies in one file only is compared run by run.
      let isComparable =
        a.dimensions == b.dimensions
        || a.isParameter && b.isParameter && a.dimensions.count + b.dimensions.count == 1
      guard isComparable else {
        structure.append("\(a.name) is \(shape(of: a)) in A and \(shape(of: b)) in B")
        continue
      }
      let extents = try self.extents(of: a, in: first)
      guard try self.extents(of: b, in: second).elementsEqual(extents, by: ==) else {
        if !a.axes.isEmpty {
          structure.append("\(a.name) has another number of entries in A than in B")
        }
        continue
      }
      let pair = ColumnPair(first: a, second: b, extents: extents)
      pairs.append(pair)
      if !pair.isPerRun { try compareConstant(pair, first, second, tolerance) }
    }
    return pairs
  }

  /// A parameter that is one value in each file.
  private mutating func compareConstant(
    _ pair: ColumnPair, _ first: borrowing ResultsFile, _ second: borrowing ResultsFile,
    _ tolerance: Tolerance
  ) throws(ShardError) {
    guard comparedRunCount > 0 else { return }
    let values = ValuePair(
      first: try first.values(of: pair.first, runs: 0..<1),
      second: try second.values(of: pair.second, runs: 0..<1))
    var sentences: [String] = []
    pair.forEachDifference(of: values, tolerance) { element in
      let (a, b) = values.texts(at: element.index)
      sentences.append(
        "\(pair.first.name) is \(a.isEmpty ? "missing" : a) in A and \(b.isEmpty ? "missing" : b) in B"
      )
    }
    structure += sentences
  }

  private func extents(
    of column: ResultsColumn, in file: borrowing ResultsFile
  ) throws(ShardError) -> [(dimension: ResultsColumn.Dimension, length: Int)] {
    var extents: [(dimension: ResultsColumn.Dimension, length: Int)] = []
    for dimension in column.dimensions where dimension != .run {
      extents.append((dimension, try file.extent(of: dimension)))
    }
    return extents
  }

  private func shape(of column: ResultsColumn) -> String {
    column.dimensions.isEmpty
      ? "one value" : column.dimensions.map(\.rawValue).joined(separator: " × ")
  }
}
