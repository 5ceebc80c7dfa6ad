internal import ArrayFiles
internal import FileSystem
internal import HDF5
internal import Parameters
internal import Training

/// The numbers of a problem file, each dataset checked by itself: those in the root of an HDF5 file, the arrays
/// of a NumPy archive, or the columns of a table.
struct ProblemDatasets {
  /// A dataset as it was found.
  struct Numbers {
    var shape: [Int]
    var values: [Double]
  }

  /// The names a problem file may hold.
  static let names = [
    "design", "inputs", "targets", "w_star", "theta0", "v0", "noise_std", "test_design",
    "test_inputs", "test_targets", "probabilities", "entries", "test_entries", inputNames,
  ]

  /// The one that holds texts, and no numbers; an attribute of this name does too.
  private static let inputNames = "names"

  /// Those that may be groups with an array for each block of a model.
  private static let namesByBlock = ["theta0", "v0", "noise_std"]

  private let path: String
  private var found: [String: Numbers] = [:]
  private var texts: [String]?

  /// Reads every dataset of a known name: of an HDF5 file, of a NumPy archive, or of a table.
  init(of path: String) throws(ProblemFileError) {
    self.path = path
    do {
      switch try Self.form(of: path) {
      case .container: try readContainer()
      case .archive: try readArchive()
      case .table: try readTable()
      }
    } catch let error as ProblemFileError {
      throw error
    } catch let error as ArrayFileError {
      throw error.array.map { mistake($0, error.reason, hint: error.hint) }
        ?? ProblemFileError(path: path, reason: error.reason, hint: error.hint)
    } catch {
      throw ProblemFileError(path: path, reason: "\(error)")
    }
    for (name, numbers) in found.sorted(by: { $0.key < $1.key }) {
      guard let index = numbers.values.firstIndex(where: { !$0.isFinite }) else { continue }
      throw mistake(name, "holds \(numbers.values[index]) at element \(index), counted from 0")
    }
  }

  private enum Form { case container, archive, table }

  /// What a file is by its content; its name is the user's own.
  private static func form(of path: String) throws(FileError) -> Form {
    let start = try Files.read(path, atMost: 1 << 12)
    if NPZFile.isClaimed(by: start) { return .archive }
    // HDF5 has its signature at the start, or behind bytes of the user's own.
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
    for offset in [0, 512, 1024, 2048] where start.dropFirst(offset).starts(with: signature) {
      return .container
    }
    let isText = !start.isEmpty && start.allSatisfy { $0 >= 0x20 || [9, 10, 13].contains($0) }
    return isText ? .table : .container
  }

  private mutating func readContainer() throws {
    let file = try File.openForReading(at: path)
    for name in try file.linkNames() {
      switch try file.target(of: name) {
      case .group where Self.namesByBlock.contains(name): try readBlocks(name, in: file)
      case .group:
        // Others are the user's own.
        if Self.names.contains(name) {
          throw mistake(name, "is a group", hint: "it is a dataset")
        }
      case .dataset where name == Self.inputNames:
        texts = try wholeDataset(name, in: file).texts()
      case .dataset where Self.names.contains(name): found[name] = try read(name, in: file)
      case .dataset, .datatype: throw isNoneOfAProblem(name, hint: "put your own under a group")
      case .otherFile(let other):
        throw mistake(
          name, "is a link to \(other.map { "the file '\($0)'" } ?? "another file")",
          hint: Self.wholeness)
      case .nothing: throw mistake(name, "is a link to nothing", hint: Self.wholeness)
      }
    }
    try readNames(of: file)
    for name in ["design", "inputs"] where found[name] != nil {
      try readNames(of: file.openNumbers(name))
    }
  }

  /// Names of inputs that an attribute says.
  private mutating func readNames(of object: borrowing some HDF5Object & ~Copyable) throws {
    guard try object.hasAttribute(Self.inputNames) else { return }
    guard texts == nil else {
      throw ProblemFileError(
        path: path, reason: "the names of inputs are there twice", hint: "keep one of them")
    }
    do throws(HDF5Error) {
      texts = try object.textArrayAttribute(Self.inputNames)
    } catch {
      throw ProblemFileError(
        path: path, reason: "the attribute 'names' is no list of texts: \(error)",
        hint: "it has a name for each input")
    }
  }

  /// The datasets of a group, as `theta0/W`.
  private mutating func readBlocks(_ name: String, in file: borrowing File) throws {
    for block in try file.openGroup(name).linkNames() {
      let path = "\(name)/\(block)"
      switch try file.target(of: path) {
      case .dataset: found[path] = try read(path, in: file)
      case .group, .datatype:
        throw mistake(path, "is no dataset", hint: "a group '\(name)' has one for each block")
      case .otherFile, .nothing:
        throw mistake(path, "is a link out of the file or to nothing", hint: Self.wholeness)
      }
    }
  }

  private mutating func readArchive() throws {
    let archive = try NPZFile(Files.read(path, limit: Self.mostBytes))
    for name in archive.names {
      let isOfBlock = Self.namesByBlock.contains { name.hasPrefix("\($0)/") }
      guard isOfBlock || Self.names.contains(name) else {
        throw isNoneOfAProblem(name, hint: "keep your own in another file")
      }
      if name == Self.inputNames {
        texts = try archive.texts(name)
        continue
      }
      let array = try archive.array(name)
      found[name] = Numbers(shape: array.shape, values: array.values)
    }
  }

  /// The columns of a table, `target` and inputs in their order.
  private mutating func readTable() throws {
    let bytes = try Files.read(path, limit: Self.mostBytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ProblemFileError(path: path, reason: "the table is not UTF-8")
    }
    let table = try CSVTable(text)
    guard let target = table.names.firstIndex(of: Self.targetColumn), table.names.count > 1 else {
      throw ProblemFileError(
        path: path,
        reason: "the table has no column '\(Self.targetColumn)' beside columns of inputs",
        hint: "it has \(table.names.joined(separator: ", "))")
    }
    let (rows, columns) = (table.rowCount, table.names.count)
    let places = ["row", "column"].compactMap(table.names.firstIndex)
    let isOfEntries = columns == 3 && places.count == 2
    let inputs = isOfEntries ? places : (0..<columns).filter { $0 != target }
    found["targets"] = Numbers(
      shape: [rows], values: (0..<rows).map { table.values[$0 * columns + target] })
    if !isOfEntries { texts = inputs.map { table.names[$0] } }
    found[isOfEntries ? "entries" : "inputs"] = Numbers(
      shape: [rows, columns - 1],
      values: (0..<rows).flatMap { row in inputs.map { table.values[row * columns + $0] } })
  }

  private static let targetColumn = "target"

  /// An archive or a table of more bytes is none that a machine reads at once.
  private static let mostBytes = 1 << 40

  private func isNoneOfAProblem(_ name: String, hint: String) -> ProblemFileError {
    ProblemFileError(
      path: path, reason: "dataset '\(name)' is none of a problem",
      hint: "it may hold \(Self.names.joined(separator: ", ")); \(hint)")
  }

  /// What the file's SHA-256 must cover.
  private static let wholeness = "a data file holds all of its numbers itself: write them into it"

  /// Reads a dataset whose numbers are all in the file.
  private func read(_ name: String, in file: borrowing File) throws -> Numbers {
    let dataset = try wholeDataset(name, in: file)
    return Numbers(shape: try dataset.shape(), values: try dataset.read())
  }

  /// A dataset whose elements are all in the file: numbers, or texts where it is the names of inputs.
  private func wholeDataset(_ name: String, in file: borrowing File) throws -> NumberDataset {
    let dataset = try file.openNumbers(name)
    let isOfTexts = name == Self.inputNames
    let elements = try dataset.foreignElements()
    if isOfTexts ? elements != "text" : elements != nil {
      throw mistake(
        name, "holds \(elements ?? "numbers")",
        hint: isOfTexts ? "it holds a text for each input" : "it holds integers or reals")
    }
    switch try dataset.storage() {
    case .inFile: return dataset
    case .virtual(let source):
      throw mistake(name, "is virtual: its numbers are in '\(source)'", hint: Self.wholeness)
    case .externalFiles(let other):
      throw mistake(name, "has its numbers in the file '\(other)'", hint: Self.wholeness)
    case .unknownFilter(let filter):
      throw mistake(
        name, "was written with filter \(filter), which this HDF5 library does not have",
        hint: "write it without, or with gzip")
    case .notWritten(isInPart: false):
      throw mistake(name, "was never written: all of it would be fill values", hint: Self.wholeness)
    case .notWritten(isInPart: true):
      throw mistake(
        name, "was written in part: the rest would be fill values", hint: Self.wholeness)
    }
  }

  func mistake(_ name: String, _ what: String, hint: String? = nil) -> ProblemFileError {
    ProblemFileError(path: path, reason: "dataset '\(name)' \(what)", hint: hint)
  }

  func optional(_ name: String) -> Numbers? { found[name] }

  /// A dataset that goes by two names, and the one it has.
  func either(_ first: String, _ second: String) throws(ProblemFileError) -> (String, Numbers)? {
    switch (found[first], found[second]) {
    case (nil, nil): return nil
    case (let numbers?, nil): return (first, numbers)
    case (nil, let numbers?): return (second, numbers)
    case (.some, .some):
      throw mistake(second, "says what '\(first)' says", hint: "keep one of them")
    }
  }

  /// Samples: a design, or places of entries of a matrix.
  struct Samples {
    /// The dataset.
    var name: String
    /// n × q, n × r × c, or n × 2 of places.
    var shape: [Int]
    /// Row by row; empty where they are places.
    var design: [Double]
    /// Row by row; nil where they are no places.
    var entries: [Int]?
  }

  /// The samples of the data or, with the prefix `test_`, of a test set.
  func samples(_ prefix: String) throws(ProblemFileError) -> Samples {
    guard let samples = try samples(ifGiven: prefix) else { throw missing("\(prefix)design") }
    return samples
  }

  /// The samples of the data or, with the prefix `test_`, of a test set; nil where there are none.
  func samples(ifGiven prefix: String) throws(ProblemFileError) -> Samples? {
    if let places = found["\(prefix)entries"] {
      if let (name, _) = try either("\(prefix)design", "\(prefix)inputs") {
        throw mistake(name, "says what '\(prefix)entries' says", hint: "keep one of them")
      }
      return try entries(places, "\(prefix)entries")
    }
    guard let (name, design) = try either("\(prefix)design", "\(prefix)inputs") else { return nil }
    guard [2, 3].contains(design.shape.count), design.values.count > 0 else {
      throw mistake(
        name, "has shape \(design.shape)", hint: "it is n × q or n × r × c, one row a sample")
    }
    return Samples(name: name, shape: design.shape, design: design.values, entries: nil)
  }

  private func entries(_ places: Numbers, _ name: String) throws(ProblemFileError) -> Samples {
    let way = "a row of n × 2 is the row and the column of an entry, counted from 0"
    guard places.shape.count == 2, places.shape[1] == 2, !places.values.isEmpty else {
      throw mistake(name, "has shape \(places.shape)", hint: way)
    }
    let numbers = places.values.map { Int(exactly: $0) ?? -1 }
    if let index = numbers.firstIndex(where: { $0 < 0 || $0 > Parameter.mostEntries }) {
      throw mistake(
        name, "holds \(places.values[index]) in row \(index / 2), counted from 0", hint: way)
    }
    return Samples(name: name, shape: places.shape, design: [], entries: numbers)
  }

  func required(_ name: String) throws(ProblemFileError) -> Numbers {
    guard let numbers = found[name] else { throw missing(name) }
    return numbers
  }

  func missing(_ name: String) -> ProblemFileError {
    let others = found.keys.sorted().joined(separator: ", ")
    return ProblemFileError(
      path: path, reason: "there is no dataset '\(name)'",
      hint: others.isEmpty ? "it holds none of a problem" : "it holds \(others)")
  }

  /// The names of the inputs, if they are given: one for each column of the design.
  func names(of samples: Samples) throws(ProblemFileError) -> [String]? {
    guard let texts else { return nil }
    let name = Self.inputNames
    guard samples.entries == nil, samples.shape.count == 2 else {
      throw mistake(
        name, "names inputs, and samples are matrices or entries of one",
        hint: "names are of samples that are vectors")
    }
    guard texts.count == samples.shape[1] else {
      throw mistake(
        name, "has \(texts.count) elements",
        hint: "\(samples.name) has \(samples.shape[1]) columns, each with a name")
    }
    if let index = texts.firstIndex(where: { $0.utf8.contains(0) }) {
      throw mistake(name, "has a NUL in name \(index), counted from 0")
    }
    return texts
  }

  /// A vector with as many entries as the design has of what `unit` names.
  func vector(
    _ numbers: Numbers, _ name: String, count: Int, _ unit: String
  ) throws(ProblemFileError) -> [Double] {
    guard numbers.shape == [count] else {
      throw mistake(
        name, "has shape \(numbers.shape)",
        hint: "the design has \(count) \(unit), so it is [\(count)]")
    }
    return numbers.values
  }

  /// Numbers over the parameters, if they are given: an array, or one for each block.
  ///
  /// - Parameters:
  ///   - name: The dataset or group.
  ///   - maySeveral: Whether an array may have several rows of P numbers.
  ///   - isNonNegative: Whether they are at least 0.
  /// - Returns: The numbers; nil where there are none.
  /// - Throws: ``ProblemFileError`` where they have another shape or a number below 0.
  func parameters(
    _ name: String, maySeveral: Bool = false, isNonNegative: Bool = false
  ) throws(ProblemFileError) -> ParameterNumbers? {
    let blocks = found.filter { $0.key.hasPrefix("\(name)/") }
    for (name, numbers) in blocks.merging(
      found.filter({ $0.key == name }), uniquingKeysWith: { a, _ in a })
    where isNonNegative {
      if let index = numbers.values.firstIndex(where: { $0 < 0 }) {
        throw mistake(name, "holds \(numbers.values[index]) at element \(index)", hint: "it is ≥ 0")
      }
    }
    guard let numbers = found[name] else {
      let prefix = name.utf8.count + 1
      return blocks.isEmpty
        ? nil
        : ParameterNumbers(
          blocks: Dictionary(
            uniqueKeysWithValues: blocks.map {
              (String($0.key.utf8.dropFirst(prefix)) ?? $0.key, $0.value)
            }))
    }
    guard blocks.isEmpty else {
      throw mistake(name, "is there as one array and by block", hint: "keep one of them")
    }
    guard numbers.shape.count == 1 || maySeveral && numbers.shape.count == 2,
      !numbers.values.isEmpty
    else {
      throw mistake(
        name, "has shape \(numbers.shape)",
        hint: "it has one entry a parameter"
          + (maySeveral ? ", or a row of them for each start" : ""))
    }
    return ParameterNumbers(numbers)
  }
}
