/// The table of paired comparisons.
extension ReportPage {
  var pairSection: String {
    guard !pairs.isEmpty else { return "" }
    let heads = PairedComparison.heads.enumerated().map { place, head in
      element("th", [("scope", "col")] + (place < 3 ? [("class", "word")] : []), escaped(head))
    }
    let rows = pairs.map { pair in
      let cells = pair.cells.enumerated().map { place, text in
        element("td", place < 3 ? [("class", "word")] : [], escaped(text))
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let table = element(
      "div",
      [
        ("class", "scroll"), ("tabindex", "0"), ("role", "group"),
        ("aria-label", "Paired comparisons"),
      ],
      "<table><caption class=\"unseen\">Paired comparisons</caption>"
        + "<thead><tr>\(heads.joined())</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody>"
        + "</table>")
    return section("pairs", "Run by run", "<p>\(prose(PairedComparison.explanation))</p>\(table)")
  }
}

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

  /// The heads of a table's columns; three of words, then numbers.
  public static let heads = [
    "problem", "method", "against", "both", "only it", "only other", "neither", "p",
  ]

  /// The row of a table.
  public var cells: [String] {
    [
      problem.isEmpty ? "–" : problem, method, reference, "\(both)", "\(onlyMethod)",
      "\(onlyReference)", "\(neither)",
      significant(probability, digits: 2),
    ]
  }
}
