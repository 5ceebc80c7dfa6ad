internal import Parameters
internal import Shards

/// Two methods on the same problems with the same noise: which of them found the truth.
public struct PairedComparison: Hashable, Sendable, Encodable {
  /// The problem, as `d = 100, n = 18`; empty where there is but one.
  public var problem: String
  /// The method and the tuned parameters it was given.
  public var method: String
  /// What it is compared with.
  public var reference: String
  /// Pairs in which both found the truth.
  public var both: Int
  /// Pairs in which only the method did.
  public var onlyMethod: Int
  /// Pairs in which only the reference did.
  public var onlyReference: Int
  /// Pairs in which neither did.
  public var neither: Int
  /// The exact sign test's probability of a split at least as uneven, if neither is better.
  public var probability: Double

  private enum CodingKeys: String, CodingKey {
    case problem, method, reference, both, neither, probability
    case onlyMethod = "only_method"
    case onlyReference = "only_reference"
  }
}

extension SweepAnalysis {
  /// The best group of each method on each problem and at each value of what is studied, by the share
  /// recovered.
  private var contenders: [RunGroup] {
    guard grouping.knowsRecovery, grouping.axis(of: .optimizer) != nil
    else { return [] }
    return grouping.best(
      of: comparedGroups, foreach: grouping.places(.problem, .studied) + methodPlaces,
      by: .recovery)
  }

  /// The runs whose seeds ``pairs(_:)`` needs, ascending.
  public var pairedRuns: [Int] { contenders.flatMap(\.rows).sorted() }

  /// Each method against sgd, or the first one where there is no sgd, run by run over common
  /// random numbers; each at the tuned parameters that recover the most often.
  public func pairs(_ replicates: Replicates) -> [PairedComparison] {
    let problems = grouping.places(.problem)
    let byProblem = Dictionary(grouping: contenders) { $0.key(at: problems) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return byProblem.flatMap { _, groups -> [PairedComparison] in
      guard let first = groups.first(where: { methodLabel(of: $0) == "sgd" }) ?? groups.first
      else { return [] }
      let method = first.key(at: methodPlaces)
      let references = groups.filter { $0.key(at: methodPlaces) == method }
      return groups.filter { $0.key(at: methodPlaces) != method }.compactMap { group in
        // At the same value of what is studied, where it means something to both.
        let rivals = references.filter { agree(group, $0, at: grouping.places(.studied)) }
        return grouping.best(of: rivals, foreach: [], by: .recovery).first
          .flatMap { compare(group, with: $0, replicates) }
      }
    }
  }

  private func compare(
    _ group: RunGroup, with reference: RunGroup, _ replicates: Replicates
  ) -> PairedComparison? {
    let outcomes = { (group: RunGroup) in
      let computed = group.rows.filter { table.isComputed($0) }
      let known = computed.compactMap { row in
        replicates[row].map { ($0, table.isRecovered(row, by: grouping.selection)) }
      }
      return Dictionary(known) { first, _ in first }
    }
    let (of, others) = (outcomes(group), outcomes(reference))
    let pairs = of.compactMap { seeds, isRecovered in others[seeds].map { (isRecovered, $0) } }
    guard !pairs.isEmpty else { return nil }
    let (gained, lost) = (pairs.count { $0 && !$1 }, pairs.count { !$0 && $1 })
    return PairedComparison(
      problem: grouping.label(of: group, at: grouping.places(.problem, .studied)),
      method: tunedLabel(of: group), reference: tunedLabel(of: reference),
      both: pairs.count { $0 && $1 }, onlyMethod: gained, onlyReference: lost,
      neither: pairs.count { !$0 && !$1 }, probability: SignTest.probability(gained, lost))
  }

  /// Method and tuned parameters.
  private func tunedLabel(of group: RunGroup) -> String {
    let tuned = grouping.label(of: group, at: grouping.places(.tuned))
    return methodLabel(of: group) + (tuned.isEmpty ? "" : ", \(tuned)")
  }
}
