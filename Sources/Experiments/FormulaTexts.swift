public import Sweeps
internal import Training

/// The formulas that the models of a sweep stand for.
public struct FormulaTexts {
  /// Blocks of a sweep file, each once, in the order of the sub-grids.
  public let texts: [String]

  /// Those of the first run of each sub-grid.
  public init(_ specification: Specification) {
    let grid = Grid(specification)
    var texts: [String] = []
    for run in grid.firstRuns {
      if let text = Run(grid[run]).model.formula, !texts.contains(text) { texts.append(text) }
    }
    self.texts = texts
  }
}
