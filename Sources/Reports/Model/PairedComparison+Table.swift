/// Paired comparisons as rows of a table.
extension PairedComparison {
  /// What the table shows, in a sentence.
  public static let explanation =
    "Runs with the same seeds have the same problem and the same noise. Of such pairs: in how many "
    + "both methods recovered the truth, only one or the other did, or neither; and p, the chance of so "
    + "uneven a split if neither method were better (exact sign test). Each at its tuned "
    + "parameters that recover the most often."

  /// The same in lines for a terminal.
  public static func explanationLines(width: Int) -> [String] {
    wrapped(explanation, width: width)
  }

  /// The heads of a table's columns: some of words, then numbers.
  public static let heads = [
    "problem", "method", "against", "both", "only it", "only other", "neither", "p",
  ]

  /// Columns of words.
  static let wordCount = 3

  /// The row of a table.
  public var cells: [String] {
    [
      problem.isEmpty ? "–" : problem, method, reference, "\(both)", "\(onlyMethod)",
      "\(onlyReference)", "\(neither)",
      significant(probability, digits: 2),
    ]
  }
}
