public import Parameters

/// How far one gradient moves θ in all steps together, in units of η: the effective step e = gain · η takes
/// the place of η in the slow equations and their clock, t = k e².
///
/// Near the manifold θ moves by η² a step, and the gradients of as many steps as momentum remembers differ
/// by less. So a constant gradient g counts, which moves θ by e g a step once the buffer is full.
public struct Gain: Sendable {
  /// The optimizer's keys that it follows from.
  public let keys: [Parameter]
  private let gain: @Sendable (_ value: Values.Lookup) -> Double

  private init(
    _ keys: [Parameter], _ gain: @escaping @Sendable (_ value: Values.Lookup) -> Double
  ) {
    (self.keys, self.gain) = (keys, gain)
  }

  /// The gain of a run whose values are found by path.
  public func callAsFunction(_ value: Values.Lookup) -> Double { gain(value) }

  /// A step goes as far as η says: also with an average of gradients, as Adam's.
  static let one = Gain([]) { _ in 1 }

  /// 1/√v₀ where v starts at v₀ > 0 and adds up: the first step is one of sgd with η/√v₀.
  ///
  /// From v₀ = 0 a step shrinks like 1/√k and slow time grows like log k; the gain is then 1.
  static func ofStart(_ start: Parameter) -> Gain {
    Gain([start]) { value in
      let start = value(start.path(in: Block.optimizer))?.asReal ?? 0
      return start == 0 ? 1 : 1 / start.squareRoot()
    }
  }

  /// (1 − d)/(1 − μ) of a buffer b ← μb + (1 − d) g, whatever the form of momentum; 1 where μ = 0.
  ///
  /// Nesterov's direction g + μb, d being 0, comes to the same: 1 + μ/(1 − μ).
  ///
  /// - Parameter isDamped: Whether the optimizer has a dampening d.
  /// - Returns: The gain.
  static func ofMomentum(isDamped: Bool = false) -> Gain {
    let keys: [Parameter] = isDamped ? [.momentum, .dampening] : [.momentum]
    return Gain(keys) { value in
      let numbers = keys.map { value($0.path(in: Block.optimizer))?.asReal ?? 0 }
      let (momentum, dampening) = (numbers[0], isDamped ? numbers[1] : 0)
      return momentum == 0 ? 1 : (1 - dampening) / (1 - momentum)
    }
  }
}
