public import Parameters

/// Every key that a sweep file may hold, handed in by whoever knows what they mean.
///
/// Here a key is a name with a type, a range, a default, and a binding. The order of families and
/// parameters is that of messages and documents.
public struct Schema: Sendable {
  /// The blocks whose keys are parameters; each may be a list, a union of sub-grids.
  public let families: [Family]
  /// The parameters at the top level.
  public let parameters: [Parameter]
  /// Rules between parameters at the top level and others.
  public let constraints: [Constraint]
  /// How a run's steps and their size are given.
  public let clock: Clock
  /// What may be recorded, in the order of columns.
  public let quantities: [Quantity]
  /// What is wrong with a sweep, given its runs; the way to each mistake goes from the top.
  public let faults: @Sendable (Specification) -> [KindError]
  /// What other libraries and papers have and this program has not, in small letters without hyphens.
  ///
  /// Some of it reads like a misspelling, but whoever writes it means no other thing.
  public let foreignWords: Set<String>
  /// The keys of each family, of each of its kinds.
  private let keysOfKinds: [String: [String: [Key]]]
  /// The keys of each block, whichever the kind, in one order.
  private let keysOfBlocks: [String: [Key]]
  let topLevelKeys: [Key]
  /// Every key, blocks first.
  public let keys: [Key]

  /// The format that all sweep files of the first release have: what came later is left out where it
  /// is at its default.
  public static let frozenFormat = 2
  /// Step numbers stay exact in a double, and so in every tool that reads the results.
  public static let maximumSteps = 1 << 53

  /// The schema of these blocks and keys.
  ///
  /// - Precondition: No path is there twice with another type or binding, and those of `clock` are there.
  public init(
    families: [Family], parameters: [Parameter], constraints: [Constraint] = [], clock: Clock,
    quantities: [Quantity] = [], foreignWords: Set<String> = [],
    faults: @escaping @Sendable (Specification) -> [KindError] = { _ in [] }
  ) {
    self.families = families
    self.parameters = parameters
    self.constraints = constraints
    self.clock = clock
    self.quantities = quantities
    self.foreignWords = foreignWords
    self.faults = faults
    var keysOfKinds: [String: [String: [Key]]] = [:]
    var keysOfBlocks: [String: [Key]] = [:]
    for family in families {
      var ofKinds: [String: [Key]] = [:]
      for kind in family.kinds {
        ofKinds[kind.name] = family.parameters(of: kind).map { parameter in
          let owners = family.kinds.filter { other in
            family.parameters(of: other).contains { known in
              known.key == parameter.key || known.brings.contains { $0.key == parameter.key }
            }
          }
          return Key(
            block: family.block, parameter,
            kinds: owners.count == family.kinds.count ? nil : owners.map { $0.name })
        }
      }
      keysOfKinds[family.block] = ofKinds
      keysOfBlocks[family.block] = Self.union(
        of: family.kinds.map { ofKinds[$0.name, default: []] })
    }
    self.keysOfKinds = keysOfKinds
    self.keysOfBlocks = keysOfBlocks
    topLevelKeys = parameters.map { Key(block: nil, $0, kinds: nil) }
    keys = families.flatMap { keysOfBlocks[$0.block, default: []] } + topLevelKeys
    let paths = Set(keys.flatMap { [$0.path] + $0.parts.map(\.path) })
    precondition(paths.isSuperset(of: clock.paths), "the clock is among the parameters")
  }

  /// The keys of several kinds in one order, which agrees with that of each.
  private static func union(of lists: [[Key]]) -> [Key] {
    lists.reduce(into: []) { union, list in
      for (index, key) in list.enumerated() where !union.contains(where: { $0.path == key.path }) {
        // Before the first that is known of those that follow it.
        let place = list[index...].compactMap { next in
          union.firstIndex { $0.path == next.path }
        }.first
        union.insert(key, at: place ?? union.endIndex)
      }
    }
  }

  /// The family of a block.
  public func family(_ block: String) -> Family? { families.first { $0.block == block } }

  /// The keys of a block; of one kind where it is known.
  func keys(ofBlock block: String, kind: String? = nil) -> [Key] {
    kind.flatMap { keysOfKinds[block]?[$0] } ?? keysOfBlocks[block, default: []]
  }

  /// Every key and every part of one, in their order.
  public var allKeys: [Key] { keys.flatMap { [$0] + $0.parts } }

  /// The key at a path such as `optimizer.step_size`; of one kind where several have keys of one name.
  public func key(at path: String, kind: String? = nil) -> Key? {
    let block = innermostFamily(of: path)?.block
    let candidates = block.map { keys(ofBlock: $0, kind: kind) } ?? topLevelKeys
    if let key = candidates.flatMap({ [$0] + $0.parts }).first(where: { $0.path == path }) {
      return key
    }
    return candidates.lazy.compactMap { key in
      path.hasPrefix(key.path + ".")
        ? key.entry(named: String(path.dropFirst(key.path.count + 1))) : nil
    }.first
  }

  /// The innermost family whose block the parameter at a path is in; nil at the top level.
  public func innermostFamily(of path: String) -> Family? {
    families.filter { path.hasPrefix($0.block + ".") }.max { $0.block.count < $1.block.count }
  }

  /// The families whose blocks stand in a block; those at the top level for nil.
  func families(in block: String?) -> [Family] { families.filter { $0.parent == block } }

  /// The path of the files that give the parameter at a path, as their number of samples; nil for what
  /// none gives.
  public func path(bringing path: String) -> String? {
    guard let block = innermostFamily(of: path)?.block else { return nil }
    return keysOfKinds[block, default: [:]].values.joined()
      .first { $0.pathsBrought.contains(path) }?.path
  }

  /// The format that a sweep needs: the latest one among those that brought what it uses.
  ///
  /// A program that knows no such format refuses the sweep, and does not pass over what it cannot do.
  public func format(of specification: Specification) -> Int {
    let used = specification.subgrids.flatMap { subgrid in
      subgrid.parameters.map { parameter -> Int in
        let family = innermostFamily(of: parameter.path)
        let kind = family.flatMap { family in
          subgrid.constants.first { $0.path == family.key.path(in: family.block) }
        }
        let known = kind?.values[0].asText.flatMap { family?.kind(named: $0) }
        let key = key(at: parameter.path, kind: known?.name)
        return max(key?.parameter.since ?? 0, known?.since ?? 0)
      }
    }
    return used.reduce(Self.frozenFormat, max)
  }

  // MARK: The parts of a sweep file that are no parameters

  static let texts = ["name", "question", "description"]
  static let record = "record"
  static let recordKeys = [
    "count", "spacing", "steps", "slow_times", "signal", "parameters", "projection",
    "support_threshold", "only", "also", "formulas", "averages",
  ]
  /// Axes that move together.
  static let zip = "zip"
  /// Runs that are left out.
  static let exclude = "exclude"

  /// All keys allowed at the top level.
  var topLevelNames: [String] {
    Self.texts + families(in: nil).map(\.block) + topLevelKeys.map(\.path)
      + [Self.record, Self.zip, Self.exclude]
  }
}
