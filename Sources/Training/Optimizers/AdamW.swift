import Parameters

/// Adam whose weights decay beside the gradient, with the defaults of torch.optim.AdamW: ε = 10⁻⁸, bias
/// correction, a weight decay of 0.01.
///
///     θ ← fma(−ηλ, θ, θ), then ``AdamRule``
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", arXiv 1711.05101, algorithm
/// 2; there λ is not multiplied by η, in PyTorch it is.
struct AdamW: OptimizerKind {
  static let name = "adamw"
  static let synonyms = ["adam-w"]
  static let parameters: [Parameter] = .likePyTorch() + [.weightDecay(0.01)]
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw]
  static let since = 3
  static let exponent: PreconditionerExponent = .constant(0.5)
  static let decouplesWeightDecay = true

  let correctsBias: Bool

  init(correctsBias: Bool = true) { self.correctsBias = correctsBias }

  init(_ values: borrowing Values) { correctsBias = values.flag(.biasCorrection) }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    correctsBias
      ? maker.elementwise(AdamRule<Corrected<M.Lanes>>(maker.values))
      : maker.elementwise(AdamRule<Uncorrected<M.Lanes>>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    .adam(correctsBias: correctsBias)
  }
}

extension Optimizer {
  /// Adam whose weights decay beside the gradient.
  public static let adamW = adamW(correctsBias: true)

  /// Adam whose weights decay beside the gradient.
  ///
  /// - Parameter correctsBias: Whether the moments are divided by 1 − βᵗ.
  /// - Returns: The optimizer.
  public static func adamW(correctsBias: Bool) -> Optimizer {
    Optimizer(AdamW(correctsBias: correctsBias))
  }
}

extension [Parameter] {
  /// The keys of Adam's kin that came with PyTorch's defaults.
  static func likePyTorch(_ own: [Parameter] = []) -> [Parameter] {
    [Parameter].adaptive(own).map { parameter in
      switch parameter.key {
      case Parameter.epsilon.key: parameter.withDefault(1e-8)
      case Parameter.biasCorrection.key: parameter.with { $0.defaultValue = .text("true") }
      default: parameter
      }
    }
  }
}
