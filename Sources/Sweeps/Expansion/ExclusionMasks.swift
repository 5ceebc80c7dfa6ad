internal import Parameters

/// Which exclusions a run of one sub-grid still meets, axis by axis, as bits.
///
/// A run starts with ``initial`` and takes, at each axis, the intersection with the mask of its
/// value there. It is excluded when a bit is left at the end.
struct ExclusionMasks {
  /// What the values of one axis leave of a mask.
  struct Axis {
    /// Values that some exclusion names, by index, ascending.
    var named: [Int] = []
    /// The exclusions that each of them meets or does not care about.
    var masks: [UInt64] = []
    /// The exclusions that care about this axis.
    var caring: UInt64 = 0

    /// What every value that is not named leaves.
    var other: UInt64 { ~caring }
  }

  /// The exclusions that the constants of the sub-grid meet.
  private(set) var initial: UInt64 = 0
  private(set) var axes: [Axis]

  /// The most exclusions that one mask holds.
  static let limit = 64

  /// - Precondition: There are at most ``limit`` exclusions.
  init(_ exclusions: [Exclusion], constants: [Subgrid.Parameter], axes: [Subgrid.Axis]) {
    precondition(exclusions.count <= Self.limit, "more exclusions than bits")
    self.axes = axes.map { _ in Axis() }
    var masks: [[Int: UInt64]] = axes.map { _ in [:] }
    for (bit, exclusion) in exclusions.enumerated() {
      guard let met = Self.values(meeting: exclusion, constants, axes) else { continue }
      initial |= 1 << UInt64(bit)
      for (axis, indices) in met {
        self.axes[axis].caring |= 1 << UInt64(bit)
        for index in indices { masks[axis][index, default: 0] |= 1 << UInt64(bit) }
      }
    }
    for (axis, masks) in masks.enumerated() {
      self.axes[axis].named = masks.keys.sorted()
      self.axes[axis].masks = self.axes[axis].named.map {
        ~self.axes[axis].caring | masks[$0, default: 0]
      }
    }
  }

  /// For each axis that an exclusion names, the indices that meet it; nil when no run does.
  private static func values(
    meeting exclusion: Exclusion, _ constants: [Subgrid.Parameter], _ axes: [Subgrid.Axis]
  ) -> [Int: Set<Int>]? {
    var met: [Int: Set<Int>] = [:]
    for condition in exclusion.conditions {
      let values = Set(condition.values)
      if let constant = constants.first(where: { $0.path == condition.path }) {
        guard values.contains(constant.values[0]) else { return nil }
        continue
      }
      guard let axis = axes.firstIndex(where: { $0.component(at: condition.path) != nil }),
        let component = axes[axis].component(at: condition.path)
      else { return nil }
      let indices = Set(component.values.indices(of: values))
      met[axis] = met[axis]?.intersection(indices) ?? indices
      if met[axis]?.isEmpty == true { return nil }
    }
    return met
  }
}
