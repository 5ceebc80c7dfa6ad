import Testing

@testable import Training

/// The average of θ beside training.
@Suite struct ParameterAverageTests {
  private func batch(
    _ average: ParameterAverage?, _ model: Model, _ precision: Precision, _ optimizer: Optimizer
  ) -> TrainingConfiguration {
    var batch = configuration(
      samples: 15, model: model, optimizer: optimizer, precision: precision,
      lanes: variedLanes(5), steps: 30, snapshotSteps: Array(0...30))
    batch.average = average
    return batch
  }

  private static let averages: [ParameterAverage] = [
    .decay(0.9), .decay(0.5), .tail(1), .tail(0.3), .tail(0.001),
  ]

  /// Lanes and runs by themselves, against a loop over the recorded θ in the precision of the run.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func lanesHaveTheBitsOfALoop(model: Model, precision: Precision) {
    for (place, average) in Self.averages.enumerated() {
      let batch = batch(average, model, precision, .adam)
      let plain = self.batch(nil, model, precision, .adam)
      let (found, without) = (trained(batch).snapshots, trained(plain).snapshots)
      #expect(found.map(\.theta) == without.map(\.theta))
      #expect(without.allSatisfy { $0.average.isEmpty })
      var means: [Int: [Double]] = [:]
      var seen = 0
      for snapshot in found {
        let (k, lane) = (snapshot.step, snapshot.lane)
        if k == 0 {
          means[lane] = snapshot.theta
        } else if let weight = average.weight(atStep: k, of: 30) {
          means[lane] = zip(means[lane] ?? [], snapshot.theta).map { old, new in
            if weight == 1 { return new }
            if precision == .float64 { return old.addingProduct(weight, new - old) }
            return Double(Float(old).addingProduct(Float(weight), Float(new) - Float(old)))
          }
        }
        if average.hasBegun(atStep: k, of: 30) {
          seen += 1
          let mean = means[lane, default: []]
          #expect(bits(snapshot.average) == bits(mean), "\(average) \(k)")
        } else {
          #expect(snapshot.average.isEmpty)
        }
      }
      #expect(seen == 5 * [31, 31, 30, 9, 1][place])
    }
  }

  /// A tail that begins at the last step is θ itself; of all steps it is their mean.
  @Test func aTailIsTheMeanOfItsSteps() {
    let model = Model.linear(dimension: 7)
    let last = trained(batch(.tail(0.01), model, .float64, .sgd)).snapshots.suffix(5)
    #expect(last.allSatisfy { $0.average == $0.theta })
    let all = trained(batch(.tail(1), model, .float64, .sgd)).snapshots
    for lane in 0..<5 {
      let states = all.filter { $0.lane == lane && $0.step > 0 }
      #expect(states.count == 30)
      for p in 0..<7 {
        let mean = states.reduce(0) { $0 + $1.theta[p] } / 30
        #expect(abs(states[29].average[p] - mean) < 1e-13)
      }
    }
  }

  /// The state of a suspended batch has the average; one without it is another batch's.
  @Test func itTravelsInStates() throws {
    for optimizer in [Optimizer.sgd, .adam(correctsBias: true)] {
      let batch = batch(.decay(0.9), .diagonalNet(dimension: 9), .float64, optimizer)
      let whole = trained(batch).snapshots.suffix(5)
      let outcome = train(
        batch, from: nil, askingEvery: 1, recording: { _ in }, shouldContinue: { $0 < 12 })
      guard case .suspended(let state) = outcome else {
        Issue.record("it was not suspended")
        continue
      }
      let read = try #require(TrainingState(bytes: state.bytes))
      var rest: [Snapshot] = []
      _ = train(batch, from: read, recording: { rest.append($0) }, shouldContinue: { _ in true })
      #expect(Array(rest.suffix(5)) == Array(whole))
      var plain = batch
      plain.average = nil
      #expect(!read.fits(plain))
      plain.average = .decay(0.8)
      #expect(!read.fits(plain))
      var longer = batch
      longer.steps = 50
      #expect(read.fits(longer))
      longer.average = .tail(0.5)
      #expect(!read.fits(longer))
    }
  }
}
