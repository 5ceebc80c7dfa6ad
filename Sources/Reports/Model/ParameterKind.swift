public import Parameters
public import Shards

/// What a report knows of a parameter: its symbol and its part in a comparison.
public struct ParameterKind: Hashable, Sendable {
  /// The part a parameter plays when runs are compared.
  public enum Role: Hashable, Sendable {
    /// What is to be solved; runs that differ here are not rivals.
    case problem
    /// How it is solved; what a sweep compares.
    case method
    /// Any other varied parameter, as noise or initial scale: each of its values is shown, none is
    /// chosen.
    case studied
    /// What is chosen for each method, as no two methods have the same best one.
    case tuned
    /// Replicates.
    case seed
  }

  /// The parameter's name in the file.
  public let name: String
  /// What it is, in words.
  public let longName: String
  /// The paper's symbol, or a short word.
  public let symbol: String
  /// Its role.
  public internal(set) var role: Role
  /// Whether its values are drawn by ratios.
  public let isLogarithmic: Bool
  /// Whether it often follows from others, as 1 − β₂ from η, and then needs no column.
  public let mayFollow: Bool
  /// What figures know it as.
  public let part: Part?
  /// Its place in tables.
  let rank: Int

  /// What it is in few words: up to the first comma.
  var shortName: String { String(longName.prefix { $0 != "," }) }

  /// What is known of a parameter by its file, and else by what is declared of parameters.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - column: What the file says; nil where there is no column.
  ///   - known: Descriptions in the order of tables. A parameter that is in none of them and of which
  ///     the file says nothing is studied and keeps its name.
  public init(
    _ name: String, column: ResultsColumn? = nil, known: [ColumnDescription] = []
  ) {
    let rank = known.firstIndex { $0.name == name } ?? known.count
    let description = known.indices.contains(rank) ? known[rank] : nil
    self.name = name
    self.rank = rank
    let saidName = column?.longName == name ? nil : column?.longName
    longName = saidName ?? description?.longName ?? name
    symbol = column?.symbol ?? description?.symbol ?? name
    isLogarithmic = (column?.scale ?? description?.scale) == .logarithmic
    mayFollow = description?.mayFollow ?? true
    part = description?.part
    role =
      switch column?.role ?? description?.role {
      case .problem: .problem
      case .method: .method
      case .seed: .seed
      case .tuned, .record, nil: description?.isChosen == true ? .tuned : .studied
      }
  }
}
