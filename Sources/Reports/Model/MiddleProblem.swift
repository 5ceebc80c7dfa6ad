/// The problem that figures of a single one and the sentence above them show: the middle one.
///
/// It is the lower middle of each varied parameter of the problem in turn, among the problems that
/// the most methods were tried on; then the lower middle of each studied parameter, among the values
/// that all methods with such a parameter were tried at. Where there is no such value the parameter
/// stays free, and is chosen for each method as what is tuned.
struct MiddleProblem {
  private let grouping: Grouping
  /// The level at each place of the key that is fixed.
  let levels: [Int: Int]

  init(_ grouping: Grouping) {
    self.grouping = grouping
    let computed = grouping.groups.filter { $0.computedCount > 0 }
    let places = grouping.places(.problem)
    let key = Self.problemKey(computed, grouping)
    var levels = Dictionary(uniqueKeysWithValues: zip(places, key))
    var rest = computed.filter { $0.key(at: places) == key }
    let methods = grouping.places(.method)
    for place in grouping.places(.studied) {
      var methodsOfLevel: [Int: Set<[Int]>] = [:]
      for group in rest where grouping.hasMeaning(group, at: place) {
        methodsOfLevel[group.key[place], default: []].insert(group.key(at: methods))
      }
      let all = methodsOfLevel.values.reduce(into: Set<[Int]>()) { $0.formUnion($1) }
      let common = methodsOfLevel.filter { $0.value.count == all.count }.keys.sorted()
      guard !common.isEmpty else { continue }
      let middle = common[(common.count - 1) / 2]
      levels[place] = middle
      rest.removeAll { grouping.hasMeaning($0, at: place) && $0.key[place] != middle }
    }
    self.levels = levels
  }

  private static func problemKey(_ groups: [RunGroup], _ grouping: Grouping) -> [Int] {
    let places = grouping.places(.problem)
    var methods: [[Int]: Set<[Int]>] = [:]
    for group in groups {
      methods[group.key(at: places), default: []].insert(group.key(at: grouping.places(.method)))
    }
    let most = methods.values.map(\.count).max() ?? 0
    var candidates = methods.filter { $0.value.count == most }.map(\.key)
    for place in places.indices {
      let levels = Set(candidates.map { $0[place] }).sorted()
      guard !levels.isEmpty else { break }
      let middle = levels[(levels.count - 1) / 2]
      candidates.removeAll { $0[place] != middle }
    }
    return candidates.first ?? []
  }

  /// Whether a group belongs to it, but for what it has at some places.
  ///
  /// A studied parameter that means nothing to the group, as β₂ to sgd, does not part it from the
  /// others.
  func holds(_ group: RunGroup, except free: [Int] = []) -> Bool {
    levels.allSatisfy { place, level in
      group.key[place] == level || free.contains(place)
        || grouping.keyAxes[place].kind.role == .studied && !grouping.hasMeaning(group, at: place)
    }
  }

  /// `d = 100, n = 36, α = 0.1`, but for some places; empty where there is but one problem.
  func label(except free: [Int] = []) -> String {
    levels.keys.sorted().filter { !free.contains($0) }
      .compactMap { grouping.keyAxes[$0].label(ofLevel: levels[$0] ?? 0) }
      .joined(separator: ", ")
  }

  /// Places of the key that are chosen for each method here: what is tuned, and studied parameters
  /// without a common value.
  var chosenPlaces: [Int] { grouping.places(.studied, .tuned).filter { levels[$0] == nil } }
}
