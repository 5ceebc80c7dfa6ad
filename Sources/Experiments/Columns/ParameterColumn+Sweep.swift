internal import Parameters
public import Shards
public import Sweeps
internal import Training

extension ParameterColumn {
  /// The parameter columns of a sweep's results: those of format 2 in its order, then later ones in that
  /// of the registry.
  ///
  /// - Parameters:
  ///   - grid: The sweep's runs.
  ///   - problemNames: What the user calls the files that hold data, by their digests.
  /// - Returns: Every column, also those that no run has.
  public static func columns(
    of grid: Grid, problemNames: [String: String] = [:]
  ) -> [ParameterColumn] {
    let columns = SweepColumns(grid)
    let all =
      (Language.schema.allKeys + columns.namedKeys).flatMap {
        columns.columns(of: $0, problemNames)
      }
      + Language.allDerived.compactMap(columns.column)
    // Of one place: a file, then its name.
    return all.enumerated().sorted {
      ($0.element.place ?? .max, $0.offset) < ($1.element.place ?? .max, $1.offset)
    }.map(\.element.column)
  }
}

/// Makes the columns of a sweep from what is declared of its parameters.
private struct SweepColumns {
  /// A column and its place.
  typealias Placed = (place: Int?, column: ParameterColumn)

  private let grid: Grid
  private let varied: Set<String>
  private let subgrids: [Subgrid]

  init(_ grid: Grid) {
    self.grid = grid
    varied = Set(grid.variedPaths)
    subgrids = grid.inhabitedSubgrids
  }

  // MARK: What the sweep file says

  /// The keys of names that the sweep file gives itself, in the order of its sub-grids.
  var namedKeys: [Schema.Key] {
    let known = Set(Language.schema.allKeys.map(\.path))
    var paths: [String] = []
    for path in subgrids.flatMap(\.parameters).map(\.path) where !known.contains(path) {
      if !paths.contains(path) { paths.append(path) }
    }
    return paths.compactMap { Language.schema.key(at: $0) }
  }

  /// The column of a parameter; of a file's path also that of its name; none where others say the same.
  func columns(of key: Schema.Key, _ problemNames: [String: String]) -> [Placed] {
    let parameter = key.parameter
    guard let column = parameter.column, let name = parameter.columnName else { return [] }
    var follows = [key.path] + column.alsoFollows
    if column.followsKind, let block = key.block { follows.append(Block.kind(of: block)) }
    follows += [parameter.fallback, Language.schema.path(bringing: key.path)].compactMap { $0 }
    func made(
      _ name: String, _ longName: String, isMeaningful: Bool,
      _ label: @escaping @Sendable (Point) -> Value
    ) -> Placed {
      (
        column.place,
        ParameterColumn(
          name: name,
          meaning: ColumnMeaning(
            longName: longName, symbol: parameter.symbol, role: parameter.role,
            scale: parameter.type.isText ? nil : parameter.scale),
          owners: owners(of: key), missingLabel: Self.missingLabel(column.absence),
          isMeaningful: isMeaningful, isConstant: varied.isDisjoint(with: follows),
          values: values(parameter.type, label))
      )
    }
    let label = label(of: key, column.absence)
    let isMeaningful = isMeaningful(key)
    let own = made(name, parameter.longName, isMeaningful: isMeaningful, label)
    guard parameter.type == .path else { return [own] }
    let ofName = made(
      "\(name)_name", "name of the file that holds the \(name)",
      isMeaningful: isMeaningful && !problemNames.isEmpty
    ) { point in
      let digest = label(point)
      return problemNames[digest.description].map(Value.text) ?? digest
    }
    return [own, ofName]
  }

  /// The label of a run: what it says, or what stands for that, or what the mathematics says where it
  /// has nothing.
  private func label(
    of key: Schema.Key, _ absence: Column.Absence
  ) -> @Sendable (Point) -> Value {
    let absent =
      switch absence {
      case .value(let value), .label(let value): value
      }
    let (path, kinds) = (key.path, key.kinds)
    let (fallback, standard) = (key.parameter.fallback, key.parameter.defaultValue)
    let kindPath = key.block.map(Block.kind)
    return { point in
      if let value = point[path] { return value }
      guard fallback != nil || standard != nil else { return absent }
      // Only a run that has the parameter has a default.
      let kind = kindPath.flatMap { point[$0]?.asText }
      guard kinds.map({ $0.contains(kind ?? "") }) ?? true else { return absent }
      return fallback.flatMap { point[$0] } ?? standard ?? absent
    }
  }

  /// Whether some run has the parameter, also where the sweep file does not say it.
  private func isMeaningful(_ key: Schema.Key) -> Bool {
    if grid.hasPath(key.path) { return true }
    guard key.parameter.fallback != nil else { return false }
    guard let kinds = key.kinds, let block = key.block else { return true }
    return subgrids.contains { subgrid in
      subgrid.constants.contains {
        $0.path == Block.kind(of: block) && kinds.contains($0.values[0].description)
      }
    }
  }

  // MARK: What follows

  /// The column of a quantity that follows from others; nil where it has none.
  func column(of derived: Derived) -> Placed? {
    guard let label = derived.label else { return nil }
    let further = derived.followsWhere.filter { grid.hasPath($0.key) }.flatMap(\.value)
    return (
      derived.place,
      ParameterColumn(
        name: derived.name,
        meaning: ColumnMeaning(
          longName: derived.longName, symbol: derived.symbol, role: derived.role,
          scale: derived.scale),
        owners: derived.givenAt.contains(where: grid.hasPath)
          ? nil : derived.owner.flatMap { Language.schema.key(at: $0) }.flatMap(owners),
        missingLabel: derived.missing.map { $0.asReal ?? -1 },
        isMeaningful: derived.needs.isEmpty || derived.needs.contains(where: grid.hasPath),
        isConstant: varied.isDisjoint(with: derived.follows + further),
        values: values(Self.type(of: label { _ in nil })) { point in label { point[$0] } })
    )
  }

  private static func type(of value: Value) -> ValueType {
    switch value {
    case .text: .choice([])
    case .real: .real(.any)
    case .integer: .integer(0...0)
    case .seed: .seed
    }
  }

  // MARK: Forms

  /// The runs that a key of a block belongs to, by the block's kinds.
  private func owners(of key: Schema.Key) -> ColumnOwners? {
    guard let kinds = key.kinds, let family = key.block.flatMap(Language.schema.family),
      let column = family.owners
    else { return nil }
    // Those of the sweep alone: a kind that the program learns later changes no file.
    let path = family.key.path(in: family.block)
    let present = Set(
      subgrids.compactMap { subgrid in
        (subgrid.constants.first { $0.path == path }?.values[0] ?? family.key.defaultValue)?.asText
      })
    // What all kinds of the frozen format have goes without saying where no other kind is there.
    let others = family.kinds.filter { $0.since <= Schema.frozenFormat && !kinds.contains($0.name) }
    return ColumnOwners(
      column: column, words: kinds.filter(present.contains),
      areAll: others.isEmpty && present.isSubset(of: kinds))
  }

  private static func missingLabel(_ absence: Column.Absence) -> Double? {
    guard case .label(let value) = absence else { return nil }
    return value.asReal ?? Double(ParameterColumn.Values.missingNumber)
  }

  /// The labels of runs as a column of one type.
  private func values(
    _ type: ValueType, _ label: @escaping @Sendable (Point) -> Value
  ) -> @Sendable (Range<Int>) -> ParameterColumn.Values {
    let grid = grid
    return { runs in
      let labels = runs.lazy.map { label(grid[$0]) }
      switch type {
      case .real: return .real(labels.map { $0.asReal ?? .nan })
      case .integer, .integerOrWord: return .integer(labels.map { Int64($0.asInteger ?? -1) })
      case .text, .formula:
        // In one line.
        return .text(
          labels.map { label in
            label.description.split(whereSeparator: \.isNewline).joined(separator: "; ")
          })
      case .choice, .path, .structure, .names, .integers:
        return .text(labels.map(\.description))
      case .flag: return .integer(labels.map { $0 == .text("true") ? 1 : 0 })
      case .seed:
        return .seed(labels.map { label in if case .seed(let seed) = label { seed } else { 0 } })
      }
    }
  }
}
