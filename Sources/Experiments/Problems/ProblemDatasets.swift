internal import HDF5

/// The numbers in the root of a problem file, each dataset checked by itself.
struct ProblemDatasets {
  /// A dataset as it was found.
  struct Numbers {
    var shape: [Int]
    var values: [Double]
  }

  /// The names a problem file may hold.
  static let names = ["design", "targets", "w_star", "theta0", "v0", "noise_std"]

  private let path: String
  private var found: [String: Numbers] = [:]

  /// Reads every dataset of a known name.
  init(of path: String) throws(ProblemFileError) {
    self.path = path
    do {
      let file = try File.openForReading(at: path)
      for name in try file.linkNames() {
        if Self.names.contains(name) {
          let (shape, values) = try file.readNumbers(name)
          found[name] = Numbers(shape: shape, values: values)
        } else if (try? file.openGroup(name)) == nil {
          throw ProblemFileError(
            path: path, reason: "dataset '\(name)' is none of a problem",
            hint: "it may hold \(Self.names.joined(separator: ", ")); put your own under a group")
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
        name, "has shape \(numbers.shape)", hint: "the design has \(count) \(unit), so it is [\(count)]")
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
