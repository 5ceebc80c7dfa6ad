internal import Experiments
private import FileSystem
internal import Parameters
public import Sweeps

/// The overrides that make a sweep file the sweep of one run.
///
/// A parameter that varies within the sub-grids becomes one override. Where the sweep is a union,
/// the blocks that differ between sub-grids become one override each, with all their keys, because
/// keys of one kind are mistakes in another. What the sweep leaves out is no condition any more.
public struct RunOverrides: Sendable {
  /// `path=value`, as `--set` takes it.
  public let arguments: [String]

  /// The overrides for run `run`, counted from 0.
  ///
  /// - Parameters:
  ///   - run: The run's index.
  ///   - specification: The sweep.
  ///   - problemPath: The path of a user's problem by the digest of its content.
  /// - Precondition: The sweep has the run.
  public init(
    run: Int, of specification: Specification,
    problemPath: @escaping (_ digest: String) -> String
  ) {
    let grid = Grid(specification)
    let point = RunPoint(point: grid[run], problemPath: problemPath)
    let subgrids = specification.subgrids
    let listed = Self.listedBlocks(of: subgrids)
    var arguments = Self.blocks.filter(listed.contains).map { block in
      "\(block)={\(Self.keys(of: block, at: point, in: subgrids).joined(separator: ", "))}"
    }
    for path in grid.variedPaths where !listed.contains(Self.block(of: path)) {
      if let value = point[path] { arguments.append("\(path)=\(Self.text(value))") }
    }
    if !specification.exclusions.isEmpty { arguments.append("exclude=[]") }
    self.arguments = arguments
  }

  /// The arguments of a command that repeats the run, each quoted for a shell where need be.
  public var commandLine: String {
    arguments.map { "--set " + $0.shellWord }.joined(separator: " ")
  }

  private static let blocks = Language.schema.families.filter { $0.parent == nil }.map(\.block)

  private static func block(of path: String) -> String {
    path.split(separator: ".").first.map(String.init) ?? path
  }

  /// The blocks that are lists in the sweep file, as far as the sub-grids tell.
  private static func listedBlocks(of subgrids: [Subgrid]) -> Set<String> {
    guard subgrids.count > 1 else { return [] }
    let variants = blocks.map { block in
      Set(
        subgrids.map { subgrid in
          subgrid.parameters.filter { self.block(of: $0.path) == block }
        }
      ).count
    }
    // Entries that say the same are not told apart; then every block is given.
    guard variants.reduce(1, *) == subgrids.count else { return Set(blocks) }
    return Set(zip(blocks, variants).filter { $0.1 > 1 }.map(\.0))
  }

  /// `key: value` for each key of a block that the point has, in the order of the paths; the two
  /// keys of a power law share one.
  private static func keys(
    of block: String, at point: RunPoint, in subgrids: [Subgrid]
  ) -> [String] {
    let paths = Set(
      subgrids.flatMap(\.parameters).map(\.path).filter { self.block(of: $0) == block })
    var keys: [String] = []
    var nested: [String: [String]] = [:]
    for path in paths.sorted() {
      let type = Language.schema.key(at: path)?.parameter.type
      // What names there are is said by the names themselves.
      guard let value = point[path], type != .names else { continue }
      let text = type == .structure ? value.description : text(value)
      let parts = path.split(separator: ".").map(String.init)
      if parts.count > 2 {
        nested[parts[1], default: []].append("\(parts[2]): \(text)")
      } else {
        keys.append("\(parts[parts.count - 1]): \(text)")
      }
    }
    return keys
      + nested.sorted { $0.key < $1.key }
      .map { "\($0.key): {\($0.value.joined(separator: ", "))}" }
  }

  /// A character between YAML's double quotes, the only place for control characters.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\"" || scalar == "\\" { return "\\" + String(scalar) }
    guard scalar.isControl else { return String(scalar) }
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// A value as a sweep file has it; a word that YAML could read as something else is quoted.
  private static func text(_ value: Value) -> String {
    guard case .text(let word) = value else { return value.description }
    let isPlain =
      word.first?.isLetter ?? false
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
    if isPlain { return word }
    guard !word.unicodeScalars.contains(where: \.isControl) else {
      return "\"" + word.unicodeScalars.map(escaped).joined() + "\""
    }
    return "'" + word.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }
}

/// The values of a run as a sweep file would have them.
private struct RunPoint {
  let point: Point
  let problemPath: (_ digest: String) -> String

  subscript(path: String) -> Value? {
    let schema = Language.schema
    // The file says how many samples there are.
    if let file = schema.path(bringing: path), point[file] != nil { return nil }
    guard schema.key(at: path)?.parameter.type == .path, case .text(let digest) = point[path] else {
      return point[path]
    }
    return .text(problemPath(digest))
  }
}
