import Parameters

/// A loss of C predictions for a sample and the probabilities y of its C classes, which are 0 and 1
/// where the class is known.
///
/// In lanes for the step, in double precision for observables.
protocol ClassLoss: LossKind {
  /// Writes ∂ℓ/∂f times a factor, C residuals from index `first` on.
  ///
  /// - Parameters:
  ///   - residuals: Shape `[n · C]`.
  ///   - predictions: f, likewise.
  ///   - outputs: The first index of the sample and those behind it, C of them.
  ///   - factor: 1/n.
  ///   - target: y of an index.
  func write<Lanes: LaneVector>(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    at outputs: Range<Int>, factor: Lanes.Scalar, target: (_ index: Int) -> Lanes)

  /// ℓ of one sample.
  func value(_ f: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double

  /// ∂ℓ/∂f of one sample, shape `[C]`.
  func residuals(_ f: ArraySlice<Double>, _ y: ArraySlice<Double>) -> [Double]

  /// ∂²ℓ/∂f² of one sample, row-major, shape `[C, C]`.
  func curvatures(_ f: ArraySlice<Double>, _ y: ArraySlice<Double>) -> [Double]
}

extension ClassLoss {
  /// Classes.
  static var targets: Targets { .classes }
}

/// Turns a step's predictions of classes into ∂L/∂f.
///
/// The canonical order of a minibatch is that of ``ResidualSource``.
final class ClassResidualSource<Loss: ClassLoss, Lanes: LaneVector> {
  let outputs: OutputLayout
  private let loss: Loss
  /// y, shape `[n · C]`.
  private let targets: LaneStorage<Lanes.Scalar>
  private let sampling: Sampling
  private let groups: SeedGroups<Lanes>
  /// The samples of a minibatch, for each noise seed.
  private let draws: [SampleDraws]
  /// Residuals of a draw, and sums over the draws of a minibatch, +0 between steps.
  private let drawn: LaneStorage<Lanes>
  private let sums: LaneStorage<Lanes>
  /// Labels that are drawn; nil where they are the targets.
  private let labels: DrawnClasses<Lanes>?

  init(
    _ loss: Loss, _ sampling: Sampling, _ classes: ClassTargets, _ values: LaneValues<Lanes>,
    labels law: LabelLaw = .none
  ) {
    self.loss = loss
    self.sampling = sampling
    outputs = OutputLayout(sampleCount: classes.sampleCount, outputCount: classes.count)
    targets = LaneStorage(classes.probabilities.map { Lanes.Scalar($0) })
    groups = SeedGroups(values)
    draws = groups.seeds.map {
      SampleDraws(sampling, sampleCount: classes.sampleCount, seed: $0)
    }
    let count = sampling == .full ? 0 : outputs.count
    drawn = LaneStorage(repeating: .zero, count: count)
    sums = LaneStorage(repeating: .zero, count: count)
    labels = DrawnClasses(
      law, classes, count: sampling.batch ?? classes.sampleCount, groups, values)
  }

  /// Writes the residuals of the predictions f, both at least `[n · C]`, for the step leading from
  /// θ_{step−1} to θ_step.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    precondition(residuals.count >= outputs.count && predictions.count >= outputs.count)
    let count = sampling.count(atStep: step, of: outputs.sampleCount)
    let factor = 1 / Lanes.Scalar(count)
    labels?.draw(atStep: step)
    if sampling == .full {
      if let labels {
        for group in draws.indices {
          for i in 0..<outputs.sampleCount { labels.set(sample: i, toDraw: i, ofGroup: group) }
        }
        for i in 0..<outputs.sampleCount {
          loss.write(residuals, of: predictions, at: range(ofSample: i), factor: factor) {
            labels.labels[$0]
          }
        }
        return
      }
      for i in 0..<outputs.sampleCount {
        loss.write(residuals, of: predictions, at: range(ofSample: i), factor: factor) {
          Lanes(repeating: targets[$0])
        }
      }
    } else {
      takeBatch(of: count, predictions, atStep: step)
      for c in 0..<outputs.count {
        residuals[c] = sums[c] * factor
        sums[c] = .zero
      }
    }
  }

  /// Sums the residuals of a minibatch, draw by draw.
  private func takeBatch(
    of count: Int, _ predictions: borrowing LaneStorage<Lanes>, atStep step: Int
  ) {
    for group in draws.indices {
      let (samples, mask) = (draws[group], groups.mask(ofGroup: group))
      samples.draw(atStep: step)
      for b in 0..<count {
        let range = range(ofSample: samples[b])
        if let labels {
          labels.set(sample: samples[b], toDraw: b, ofGroup: group)
          loss.write(drawn, of: predictions, at: range, factor: 1) { labels.labels[$0] }
        } else {
          loss.write(drawn, of: predictions, at: range, factor: 1) { Lanes(repeating: targets[$0]) }
        }
        for c in range { sums[c] = sums[c].replacing(with: sums[c] + drawn[c], whereSet: mask) }
      }
    }
  }

  @inline(__always)
  private func range(ofSample i: Int) -> Range<Int> {
    i &* outputs.outputCount..<(i &+ 1) &* outputs.outputCount
  }
}
