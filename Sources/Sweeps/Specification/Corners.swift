public import Parameters

/// The corners of a sub-grid in some of its parameters: where a rule that is monotone in each of
/// them holds, it holds everywhere.
public struct Corners {
  private let subgrid: Subgrid

  /// More combinations than any check walks.
  private static let limit = 1_000_000

  /// The corners of a sub-grid.
  public init(_ subgrid: Subgrid) { self.subgrid = subgrid }

  /// The values at `paths`, in their order, of each corner; none where the sub-grid lacks a path.
  ///
  /// Parameters that move together are taken as they do, value by value. Where those are too many,
  /// each is taken by itself, which is more than the grid has, but never less.
  ///
  /// - Parameters:
  ///   - paths: The parameters.
  ///   - walked: Those of them in which a rule is not monotone: every value counts, and not the ends. None
  ///     are returned where these are too many.
  /// - Returns: The corners.
  public func values(at paths: [String], walking walked: Set<String> = []) -> [[Value]] {
    let parameters = paths.map { path in subgrid.parameters.first { $0.path == path } }
    guard parameters.allSatisfy({ $0 != nil }) else { return [] }
    let owners = paths.map { path in
      subgrid.axes.firstIndex { $0.component(at: path) != nil }
    }
    // For each path its candidates: indices along its axis.
    func isJoint(_ position: Int) -> Bool {
      owners[position] != nil
        && paths.indices.contains { other in
          other != position && owners[other] == owners[position]
        }
    }
    let ends = parameters.map { $0.map { Self.ends(of: $0.values) } ?? [] }
    func product(joining: Bool) -> [[Value]]? {
      var corners: [[Int]] = [[]]
      for position in paths.indices {
        let isJoint = joining && isJoint(position)
        let count = parameters[position]?.values.count ?? 0
        let earlier = owners[..<position].firstIndex { $0 == owners[position] && $0 != nil }
        if isJoint, let earlier {
          corners = corners.map { $0 + [$0[earlier]] }
          continue
        }
        let isWalked = isJoint || walked.contains(paths[position])
        let digits = isWalked ? Array(0..<min(count, Self.limit + 1)) : ends[position]
        guard corners.count <= Self.limit / max(digits.count, 1) else { return nil }
        corners = corners.flatMap { corner in digits.map { corner + [$0] } }
      }
      return corners.map { corner in
        zip(corner, parameters).compactMap { digit, parameter in parameter?.values[digit] }
      }
    }
    return product(joining: true) ?? product(joining: false) ?? []
  }

  /// The indices of the smallest and the largest number, and of every word.
  private static func ends(of values: ParameterValues) -> [Int] {
    guard case .list(let list) = values else { return [0, values.count - 1] }
    let numbers = list.indices.filter { list[$0].asReal != nil }
    func number(_ index: Int) -> Double { list[index].asReal ?? 0 }
    guard let low = numbers.min(by: { number($0) < number($1) }),
      let high = numbers.max(by: { number($0) < number($1) })
    else { return Array(list.indices) }
    let words = list.indices.filter { list[$0].asReal == nil }
    return (low == high ? [low] : [low, high]) + words
  }
}
