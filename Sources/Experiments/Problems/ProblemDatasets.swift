internal import HDF5

/// The numbers in the root of a problem file, each dataset checked by itself.
struct ProblemDatasets {
  /// A dataset as it was found.
  struct Numbers {
    var shape: [Int]
    var values: [Double]
  }

  /// The names a problem file may hold.
  static let names = [
    "design", "targets", "w_star", "theta0", "v0", "noise_std", "test_design", "test_targets",
  ]

  private let path: String
  private var found: [String: Numbers] = [:]

  /// Reads every dataset of a known name.
  init(of path: String) throws(ProblemFileError) {
    self.path = path
    do {
      let file = try File.openForReading(at: path)
      for name in try file.linkNames() {
        switch try file.target(of: name) {
        case .group:
          // Others are the user's own.
          if Self.names.contains(name) {
            throw mistake(name, "is a group", hint: "it is a dataset")
          }
        case .dataset where Self.names.contains(name): found[name] = try read(name, in: file)
        case .dataset, .datatype:
          throw ProblemFileError(
            path: path, reason: "dataset '\(name)' is none of a problem",
            hint: "it may hold \(Self.names.joined(separator: ", ")); put your own under a group")
        case .otherFile(let other):
          throw mistake(
            name, "is a link to \(other.map { "the file '\($0)'" } ?? "another file")",
            hint: Self.wholeness)
        case .nothing: throw mistake(name, "is a link to nothing", hint: Self.wholeness)
        }
      }
    } catch let error as ProblemFileError {
      throw error
    } catch {
      throw ProblemFileError(path: path, reason: "\(error)")
    }
    for (name, numbers) in found.sorted(by: { $0.key < $1.key }) {
      guard let index = numbers.values.firstIndex(where: { !$0.isFinite }) else { continue }
      throw mistake(name, "holds \(numbers.values[index]) at element \(index), counted from 0")
    }
  }

  /// What the file's SHA-256 must cover.
  private static let wholeness = "a data file holds all of its numbers itself: write them into it"

  /// Reads a dataset whose numbers are all in the file.
  private func read(_ name: String, in file: borrowing File) throws -> Numbers {
    let dataset = try file.openNumbers(name)
    if let elements = try dataset.foreignElements() {
      throw mistake(name, "holds \(elements)", hint: "it holds integers or reals")
    }
    switch try dataset.storage() {
    case .inFile: return Numbers(shape: try dataset.shape(), values: try dataset.read())
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

  func required(_ name: String) throws(ProblemFileError) -> Numbers {
    guard let numbers = found[name] else {
      let others = found.keys.sorted().joined(separator: ", ")
      throw ProblemFileError(
        path: path, reason: "there is no dataset '\(name)'",
        hint: others.isEmpty ? "it holds none of a problem" : "it holds \(others)")
    }
    return numbers
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

  /// A vector over the parameters, if it is given.
  func parameters(
    _ name: String, isNonNegative: Bool = false
  ) throws(ProblemFileError) -> [Double]? {
    guard let numbers = found[name] else { return nil }
    guard numbers.shape.count == 1, !numbers.values.isEmpty else {
      throw mistake(name, "has shape \(numbers.shape)", hint: "it has one entry a parameter")
    }
    if isNonNegative, let index = numbers.values.firstIndex(where: { $0 < 0 }) {
      throw mistake(name, "holds \(numbers.values[index]) at element \(index)", hint: "it is ≥ 0")
    }
    return numbers.values
  }
}
