internal import Parameters
internal import Sweeps

/// What a sweep's file gives, in the form in which it gives it: δ where it says `delta`, though the
/// results know α, too.
struct AskedParameters {
  /// Names that its paths go by.
  let names: Set<String>
  /// The horizon T of each run, where several were swept: the results know the steps alone.
  let slowTimes: RunParameter?

  /// Nothing is known to be asked.
  static let none = AskedParameters(names: [], slowTimes: nil)

  private init(names: Set<String>, slowTimes: RunParameter?) {
    self.names = names
    self.slowTimes = slowTimes
  }

  /// Reads the sweep's specification; runs that it does not number, as those of several sweeps merged,
  /// have no T.
  init(specification json: String, runCount: Int, known: [ColumnDescription]) {
    guard let specification = try? Specification(canonicalJSON: Array(json.utf8)) else {
      self = .none
      return
    }
    let paths = Set(specification.subgrids.flatMap(\.parameters).map(\.path))
    names = Set(paths.flatMap(Self.names))
      .union(known.filter { !paths.isDisjoint(with: $0.givenAt) }.map(\.name))
    let grid = Grid(specification)
    guard let time = known.first(where: { $0.part == .slowTime }), let path = time.path,
      grid.variedPaths.contains(path), grid.runCount == runCount
    else {
      slowTimes = nil
      return
    }
    slowTimes = RunParameter(
      ParameterKind(time.name, known: known),
      values: (0..<runCount).map { grid[$0][path]?.description ?? "" })
  }

  /// `one_minus_beta2_rate`, `noise_std`: a path's name in the results, with its block or without.
  private static func names(of path: String) -> [String] {
    let parts = path.split(separator: ".")
    return [parts, Array(parts.dropFirst())].map { $0.joined(separator: "_") }
  }
}
