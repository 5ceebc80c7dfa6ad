extension ParameterColumn {
  /// The same parameter in several sweeps, as a column of their merged rows.
  init(joining columns: [ParameterColumn], rows: MergedRows) {
    let first = columns[0].values(0..<1)
    let owners = columns.compactMap(\.owners)
    let words = owners.flatMap(\.words).reduce(into: [String]()) { words, word in
      if !words.contains(word) { words.append(word) }
    }
    self.init(
      name: columns[0].name, meaning: columns[0].meaning,
      owners: owners.first.map {
        ColumnOwners(
          column: $0.column, words: words, areAll: owners.allSatisfy(\.areAll))
      },
      missingLabel: columns[0].missingLabel,
      isMeaningful: columns.contains(where: \.isMeaningful),
      isConstant: columns.allSatisfy { $0.isConstant && $0.values(0..<1) == first }
    ) { range in
      let parts = rows.segments(inRows: range).map { columns[$0.source].values($0.runs) }
      return parts.dropFirst().reduce(parts.first ?? first) { $0.appending($1) }
    }
  }
}

extension ParameterColumn {
  /// The column of a sweep whose runs do not have the parameter.
  var lackedByAll: ParameterColumn {
    let (first, missing) = (values(0..<1), missingLabel)
    return ParameterColumn(
      name: name, meaning: meaning,
      owners: owners.map { ColumnOwners(column: $0.column, words: []) },
      missingLabel: missing, isMeaningful: false, isConstant: true
    ) { runs in
      switch first {
      case .text: .text(runs.map { _ in Values.missingText })
      case .real: .real(runs.map { _ in missing ?? 0 })
      case .integer: .integer(runs.map { _ in missing.map { Int64($0) } ?? 0 })
      case .seed: .seed(runs.map { _ in 0 })
      }
    }
  }
}

extension ParameterColumn.Values {
  /// - Precondition: Both are of one kind.
  fileprivate func appending(_ other: Self) -> Self {
    switch (self, other) {
    case (.text(let own), .text(let others)): return .text(own + others)
    case (.real(let own), .real(let others)): return .real(own + others)
    case (.integer(let own), .integer(let others)): return .integer(own + others)
    case (.seed(let own), .seed(let others)): return .seed(own + others)
    default: preconditionFailure("a parameter has one type in all sweeps")
    }
  }
}
