/// The lanes of a batch by noise seed, so that each seed is read once a step.
struct SeedGroups<Lanes: LaneVector> {
  /// The distinct seeds, in order of their first lane.
  let seeds: [UInt64]
  /// The lanes of each seed; every lane belongs to one.
  private let masks: [Lanes.MaskStorage]

  /// Empty lanes take the seed of the last run.
  init(_ values: LaneValues<Lanes>) {
    let runs = values.runs
    let laneSeeds = (0..<Lanes.scalarCount).map { runs[min($0, runs.count - 1)].noiseSeed }
    var seeds: [UInt64] = []
    for seed in laneSeeds where !seeds.contains(seed) { seeds.append(seed) }
    self.seeds = seeds
    masks = seeds.map { seed in Lanes.bits { laneSeeds[$0] == seed } }
  }

  /// All bits of the lanes of a group.
  @inline(__always)
  func mask(ofGroup group: Int) -> Lanes.MaskStorage { masks[group] }
}
