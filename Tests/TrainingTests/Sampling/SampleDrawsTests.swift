import Testing

@testable import Training

/// The samples of minibatches.
@Suite struct SampleDrawsTests {
  private func samples(
    _ sampling: Sampling, of count: Int, seed: UInt64 = 3, atStep step: Int
  ) -> [Int] {
    let draws = SampleDraws(sampling, sampleCount: count, seed: seed)
    draws.draw(atStep: step)
    return (0..<sampling.count(atStep: step, of: count)).map { draws[$0] }
  }

  @Test func anEpochSeesEverySampleOnce() {
    for (count, batch) in [(10, 3), (10, 5), (7, 7), (1, 1), (33, 32), (8, 1)] {
      let sampling = Sampling.shuffled(batch)
      let steps = sampling.stepsOfEpoch(of: count)
      #expect(steps == (count + batch - 1) / batch)
      var orders: Set<[Int]> = []
      for epoch in 0..<5 {
        let seen = (1...steps).flatMap {
          samples(sampling, of: count, atStep: epoch * steps + $0)
        }
        #expect(seen.sorted() == Array(0..<count))
        orders.insert(seen)
      }
      #expect(count < 7 || orders.count == 5, "epochs have orders of their own")
    }
  }

  @Test func theLastBatchOfAnEpochIsWhatIsLeft() {
    #expect(
      (1...8).map { Sampling.shuffled(3).count(atStep: $0, of: 10) } == [3, 3, 3, 1, 3, 3, 3, 1])
    #expect(Sampling.withReplacement(30).count(atStep: 5, of: 10) == 30)
    #expect(Sampling.full.count(atStep: 5, of: 10) == 10)
  }

  @Test func withoutReplacementSamplesAreDistinctAndFresh() {
    let sampling = Sampling.withoutReplacement(4)
    let draws = SampleDraws(sampling, sampleCount: 9, seed: 1)
    var counts = Array(repeating: 0, count: 9)
    for step in 1...3_000 {
      draws.draw(atStep: step)
      let drawn = (0..<4).map { draws[$0] }
      #expect(Set(drawn).count == 4)
      #expect(step % 500 != 0 || drawn == samples(sampling, of: 9, seed: 1, atStep: step))
      for i in drawn { counts[i] += 1 }
    }
    // 12 000 draws of 9 samples: six standard deviations of a binomial count are 163.
    #expect(counts.allSatisfy { abs($0 - 12_000 / 9) < 163 }, "\(counts)")
  }

  @Test func stepsMayComeInAnyOrder() {
    for sampling in [Sampling.withReplacement(5), .withoutReplacement(5), .shuffled(5)] {
      let draws = SampleDraws(sampling, sampleCount: 12, seed: 9)
      for step in [7, 1, 40, 2, 7, 3] {
        draws.draw(atStep: step)
        let expected = samples(sampling, of: 12, seed: 9, atStep: step)
        #expect(expected.indices.map { draws[$0] } == expected, "\(sampling) \(step)")
      }
    }
  }
}
