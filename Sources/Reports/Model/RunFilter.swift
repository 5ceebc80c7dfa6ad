internal import FileSystem

/// A condition on runs: `samples=20,28`, or `seed=0..9` for ten whole numbers.
public struct RunFilter: Sendable {
  /// The parameter's name.
  public let name: String
  /// The condition as it was written.
  public let text: String
  private let words: [String]
  private let numbers: [Double]
  private let ranges: [ClosedRange<Double>]

  /// Reads `NAME=VALUE,…`; nil where it is not of that form.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    self.text = text
    name = parts[0]
    words = parts[1].split(separator: ",").map(String.init)
    numbers = words.compactMap(Double.init)
    ranges = words.compactMap(Self.range)
  }

  /// The parameters that the condition looks at: a user's file goes by its name, too.
  var parameterNames: [String] { [name + Self.ofName, name] }
  /// What ends the name of a column that has the names of files.
  private static let ofName = "_name"

  /// Whether a value of one of these parameters is wanted: the name of a file may be given without its
  /// ending, and with more of its path.
  func accepts(_ value: String, of parameter: String) -> Bool {
    guard parameter.hasSuffix(Self.ofName), !value.isEmpty else { return accepts(value) }
    let last = value.split(separator: "/").last.map(String.init) ?? value
    let names = [value, last].flatMap { [$0, Self.withoutEnding($0)] }
    return words.contains { names.contains($0) || $0.hasSuffix("/\(value)") }
  }

  private static func withoutEnding(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// Fewer digits of a digest than these name nothing.
  private static let leastDigits = 4
  /// Values that a refusal lists at most.
  private static let mostListed = 12

  /// What runs have for the parameter, as a refusal says it: `samples: 4, 6`.
  ///
  /// - Parameter values: The values, each at least once, in the order of the file.
  /// - Returns: The sentence's part.
  public func alternatives(_ values: some Sequence<String>) -> String {
    let levels = ParameterAxis.ordered(values).map { level -> String in
      if level.isEmpty || level.isDigest { return level.isEmpty ? "–" : String(level.prefix(8)) }
      return Int(level) == nil ? Double(level).map(exact) ?? level : level
    }
    let shown =
      levels.count <= Self.mostListed
      ? levels
      : levels.prefix(Self.mostListed - 2) + ["…", levels[levels.count - 1]]
    return "\(name): \(shown.joined(separator: ", "))"
      + (shown.count < levels.count ? " (\(counted(levels.count, "value")))" : "")
  }

  private static func range(_ word: String) -> ClosedRange<Double>? {
    guard let dots = word.firstRange(of: ".."), let first = Int(word[..<dots.lowerBound]),
      let last = Int(word[dots.upperBound...]), first <= last
    else { return nil }
    return Double(first)...Double(last)
  }

  /// Whether a parameter's value, as text, is one of those wanted; numbers are compared as numbers,
  /// and a digest may be given by its first digits.
  public func accepts(_ value: String) -> Bool {
    if words.contains(value) { return true }
    if value.isDigest {
      return words.contains { $0.count >= Self.leastDigits && value.hasPrefix($0) }
    }
    guard let number = Double(value) else { return false }
    return numbers.contains(number)
      || (number == number.rounded() && ranges.contains { $0.contains(number) })
  }
}
