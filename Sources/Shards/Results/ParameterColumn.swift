internal import Parameters

/// A parameter of the runs as a labelled column of the results file.
///
/// Every run has a label: its own value, or, where the sweep file gives it none, the value that the
/// mathematics says, as λ = ½ for adam, or else one that no run can have. NaN is no label: readers
/// put what has it in the place of another.
public struct ParameterColumn: Sendable {
  /// The values of consecutive runs.
  public enum Values: Hashable, Sendable {
    /// Words.
    case text([String])
    /// Reals.
    case real([Double])
    /// Whole numbers.
    case integer([Int64])
    /// Seeds, 0…2⁶⁴−1.
    case seed([UInt64])
  }

  /// The dataset's name.
  public let name: String
  /// What the parameter is, for people, plots and reports.
  public let meaning: ColumnMeaning
  /// The runs that have the parameter, the others having a label only; nil for all.
  public let owners: ColumnOwners?
  /// The label of numbers that stands for a run that has no value at all; of texts it is `none`.
  ///
  /// Nil where every run has a value.
  public let missingLabel: Double?
  /// Whether some run has the parameter; if not, a results file lacks the column.
  public let isMeaningful: Bool
  /// Whether all runs of the sweep have the same label.
  public let isConstant: Bool
  /// The labels of a range of runs.
  public let values: @Sendable (Range<Int>) -> Values

  /// A column whose values are computed from run indices.
  public init(
    name: String, meaning: ColumnMeaning, owners: ColumnOwners? = nil,
    missingLabel: Double? = nil, isMeaningful: Bool = true, isConstant: Bool,
    values: @escaping @Sendable (Range<Int>) -> Values
  ) {
    self.name = name
    self.meaning = meaning
    self.owners = owners
    self.missingLabel = missingLabel
    self.isMeaningful = isMeaningful
    self.isConstant = isConstant
    self.values = values
  }
}

extension ParameterColumn.Values {
  /// The label of text where a run has no value at all.
  public static let missingText = "none"
  /// The label of a number where a run has no value at all, and no value is negative.
  public static let missingNumber: Int64 = -1

  /// Whether a label says that the run has no value at all; `missing` is that of the column's numbers.
  ///
  /// - Precondition: `index` is in `0..<count`.
  func isMissingLabel(at index: Int, missing: Double?) -> Bool {
    guard let missing else { return false }
    return switch self {
    case .text(let values): values[index] == Self.missingText
    case .real(let values): values[index] == missing
    case .integer(let values): Double(values[index]) == missing
    case .seed: false
    }
  }

  /// Label `index`, counted from 0, in the shortest form that reads back as the same.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func label(at index: Int) -> String {
    switch self {
    case .text(let values): values[index]
    case .real(let values): "\(values[index])"
    case .integer(let values): "\(values[index])"
    case .seed(let values): "\(values[index])"
    }
  }

  /// Label `index` as people write it: a whole number without a point.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func plainLabel(at index: Int) -> String {
    if case .real(let values) = self { values[index].shortestText } else { label(at: index) }
  }
}

extension [ParameterColumn] {
  /// The parameters that a run has, with their values as text; those of which it has but a label
  /// are left out.
  public func own(ofRun run: Int) -> [(column: ParameterColumn, text: String)] {
    func word(_ name: String) -> String? {
      first { $0.name == name }?.values(run..<run + 1).label(at: 0)
    }
    return filter(\.isMeaningful).compactMap { column in
      let values = column.values(run..<run + 1)
      if values.isMissingLabel(at: 0, missing: column.missingLabel) { return nil }
      if let owners = column.owners, let word = word(owners.column), !owners.words.contains(word) {
        return nil
      }
      return (column, values.plainLabel(at: 0))
    }
  }
}
