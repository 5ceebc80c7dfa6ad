internal import Parameters
internal import Sweeps

/// β₂, 1 − β₂ and its law as labels of a run, the same whichever of them the sweep file gives.
///
/// What is computed with is ``RunParameters/oneMinusBeta2``, for β₂ = 0.99 the difference of doubles
/// 0.010000000000000009. Its label is 0.01: two spellings of one number make one label.
struct DecayLabels {
  /// β₂; 1 for sgd, whose second moment never moves.
  let beta2: Double
  /// 1 − β₂; 0 for sgd.
  let oneMinusBeta2: Double
  /// C of 1 − β₂ = C η^s; −1 where the sweep gives no law.
  let rate: Double
  /// s of it: 0 where the sweep gives no law.
  let power: Double

  init(of point: Point) {
    if let beta2 = point["optimizer.beta2"]?.asReal {
      self.beta2 = beta2
      oneMinusBeta2 = beta2.decimalComplement
    } else if let value = point["optimizer.one_minus_beta2"]?.asReal {
      beta2 = value.decimalComplement
      oneMinusBeta2 = value
    } else {
      // Of sgd NaN, which is none.
      let value = SecondMomentDecay { point[$0] }?.oneMinusBeta2 ?? .nan
      oneMinusBeta2 = value.isNaN ? 0 : value.derivedLabel
      beta2 = oneMinusBeta2.decimalComplement
    }
    rate = point["optimizer.one_minus_beta2.rate"]?.asReal ?? -1
    power = point["optimizer.one_minus_beta2.power"]?.asReal ?? 0
  }
}
