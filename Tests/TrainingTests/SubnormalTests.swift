import Testing

@testable import Training

/// Numbers below the normal range are 0 in training, and nowhere else.
@Suite struct SubnormalTests {
  @inline(never)
  private func half(of x: Double) -> Double { x / 2 }

  @Test func theyAreZeroInsideAndComeBackOutside() {
    let least = Double.leastNormalMagnitude
    #expect(flushingSubnormals { half(of: least) } == 0)
    #expect(half(of: least) > 0)
    #expect(flushingSubnormals { half(of: least.nextDown) } == 0)
    #expect(flushingSubnormals { flushingSubnormals { half(of: 2 * least) } } == least)
  }

  /// Parameters whose squares underflow, beside ordinary ones: in every layout, alone or together,
  /// and after a suspension, the bits are the same; and what died out is 0.
  @Test(arguments: Precision.allCases) func collapsedCoordinatesAreTheSameInEveryLayout(
    precision: Precision
  ) {
    for optimizer in [Optimizer.sgd, .rmsprop, .adam, .adamE] {
      var batch = configuration(
        dimension: 37, optimizer: optimizer, precision: precision, lanes: variedLanes(16),
        steps: 60, snapshotSteps: [60])
      let tiny = precision == .float64 ? 1e-163 : 1e-24
      for p in stride(from: 0, to: 74, by: 3) { batch.initialParameters[p] *= tiny }
      batch.initialParameters[6] = precision == .float64 ? .leastNormalMagnitude / 8 : 1e-42
      let together = trained(batch).snapshots
      for (k, lane) in batch.lanes.enumerated() {
        let alone = trained(selecting([lane], of: batch)).snapshots
        #expect(bits(alone[0].theta) == bits(together[k].theta), "\(optimizer), lane \(k)")
      }
      for layout in [LaneLayout.separatePasses, .runsInLanes, .parametersInLanes] {
        let found = flushingSubnormals {
          makeLaneGroups(batch, layout: layout).flatMap { group -> [[Double]] in
            group.advance(60)
            return (0..<group.laneCount).map(group.theta)
          }
        }
        #expect(found.map(bits) == together.map { bits($0.theta) }, "\(optimizer), \(layout)")
      }
    }
  }
}
