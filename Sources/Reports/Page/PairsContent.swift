/// The table of paired comparisons.
struct PairsContent {
  struct Cell {
    let text: String
    let isWord: Bool
  }

  struct Row {
    let cells: [Cell]
  }

  let explanation = prose(PairedComparison.explanation)
  let heads = cells(PairedComparison.heads)
  let rows: [Row]

  /// Nil where nothing was compared.
  init?(_ pairs: [PairedComparison]) {
    guard !pairs.isEmpty else { return nil }
    rows = pairs.map { Row(cells: Self.cells($0.cells)) }
  }

  private static func cells(_ texts: [String]) -> [Cell] {
    texts.enumerated().map { Cell(text: $1, isWord: $0 < PairedComparison.wordCount) }
  }
}
