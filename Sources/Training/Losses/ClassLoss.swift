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
  ///   - targets: y, likewise, the same for all runs.
  ///   - outputs: The first index of the sample and those behind it, C of them.
  ///   - factor: 1/n.
  func write<Lanes: LaneVector>(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    _ targets: borrowing LaneStorage<Lanes.Scalar>, at outputs: Range<Int>, factor: Lanes.Scalar)

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
final class ClassResidualSource<Loss: ClassLoss, Lanes: LaneVector> {
  let outputs: OutputLayout
  private let loss: Loss
  /// y, shape `[n · C]`.
  private let targets: LaneStorage<Lanes.Scalar>
  /// 1/n.
  private let factor: Lanes.Scalar

  init(_ loss: Loss, _ classes: ClassTargets) {
    self.loss = loss
    outputs = OutputLayout(sampleCount: classes.sampleCount, outputCount: classes.count)
    targets = LaneStorage(classes.probabilities.map { Lanes.Scalar($0) })
    factor = 1 / Lanes.Scalar(classes.sampleCount)
  }

  /// Writes the residuals of the predictions f, both at least `[n · C]`.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(residuals.count >= outputs.count && predictions.count >= outputs.count)
    let count = outputs.outputCount
    for i in 0..<outputs.sampleCount {
      loss.write(
        residuals, of: predictions, targets, at: i &* count..<(i &+ 1) &* count, factor: factor)
    }
  }
}
