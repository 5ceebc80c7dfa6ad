import ElementaryFunctions
public import Parameters

// β₂ and 1 − β₂, whichever way the sweep gives them.
//
// What is computed with is 1 − β₂, for β₂ = 0.99 the difference of doubles 0.010000000000000009. Its
// label is 0.01: two spellings of one number make one label.

extension Parameter {
  /// β₂, where it is given by itself.
  public static let beta2 = Parameter(
    "beta2", .real(.belowOne), .varying, longName: "β₂", symbol: "β₂", role: .tuned
  ).with {
    $0.isComputedWith = false
    $0.group = "decay"
    $0.mayFollow = true
    $0.column = nil
  }

  /// 1 − β₂, one minus the decay of the second moment.
  public static let oneMinusBeta2 = Parameter(
    oneMinusBeta2Key, .real(RealRange(lower: .open(0), upper: .closed(1))), .varying,
    longName: "1 − β₂", symbol: "1−β₂", role: .tuned, scale: .logarithmic
  ).with {
    $0.group = "decay"
    $0.mayFollow = true
    $0.column = nil
    $0.law = Law([decayRate, decayPower], meaning: "{rate: 10, power: 2} means 1 − β₂ = 10 · η²")
  }

  fileprivate static let oneMinusBeta2Key = "one_minus_beta2"

  fileprivate static let decayRate = PowerLaw.rate(
    "C", of: "1 − β₂ = C η^s", column: "one_minus_beta2_rate", follows: DecayPaths.all
  ).with {
    $0.type = .real(.positive)
    $0.scale = .logarithmic
    $0.column?.place = 27
  }

  fileprivate static let decayPower = PowerLaw.power(
    "s", of: "1 − β₂ = C η^s", column: "one_minus_beta2_power", follows: DecayPaths.all
  ).with { $0.column?.place = 28 }
}

/// Where whatever 1 − β₂ follows from is given.
private enum DecayPaths {
  /// β₂, where it is given by itself.
  static let beta2 = Parameter.beta2.path(in: Block.optimizer)
  /// 1 − β₂ where it is not given by β₂.
  static let complement = PowerLaw(at: "\(Block.optimizer).\(Parameter.oneMinusBeta2Key)")
  /// Those that decide with the rate, or with the power, what a run's law is.
  static let all = [beta2] + complement.follows + [complement.stepSize]
}

extension Derived {
  /// The label of 1 − β₂; 0 for sgd, whose second moment never moves.
  private static func complementLabel(_ value: Values.Lookup) -> Double {
    if let beta2 = value(DecayPaths.beta2)?.asReal { return beta2.decimalComplement }
    if let given = value(DecayPaths.complement.number)?.asReal { return given }
    return DecayPaths.complement.value(value)?.derivedLabel ?? 0
  }

  /// The columns of β₂ and 1 − β₂, and the number that is computed with.
  static let decay: [Derived] = [
    decay(.beta2, place: 25).with {
      $0.otherwise = "1 of sgd: a second moment that never moves"
      $0.label = { value in
        value(DecayPaths.beta2) ?? .real(complementLabel(value).decimalComplement)
      }
    },
    decay(.oneMinusBeta2, place: 26).with {
      $0.otherwise = "0 of sgd"
      $0.path = DecayPaths.complement.number
      $0.computed = { value in
        (value(DecayPaths.beta2)?.asReal.map { 1 - $0 } ?? DecayPaths.complement.value(value))
          .map(Value.real)
      }
      $0.label = { value in .real(complementLabel(value)) }
    },
  ]

  private static func decay(_ parameter: Parameter, place: Int) -> Derived {
    Derived(of: parameter).with {
      $0.place = place
      $0.mayFollow = true
      let complement = DecayPaths.complement
      $0.follows =
        [Block.kind(of: Block.optimizer), DecayPaths.beta2] + complement.follows
      $0.followsWhere = [complement.rate: [complement.stepSize]]
      $0.owner = DecayPaths.beta2
      $0.needs = [DecayPaths.beta2, complement.number, complement.rate]
    }
  }
}

extension Constraint {
  /// rate · η^power must lie in (0, 1] on the whole grid; it is monotone in each of the three.
  static let powerLaw = Constraint(
    [DecayPaths.complement.stepSize, DecayPaths.complement.power, DecayPaths.complement.rate],
    reportedAt: DecayPaths.complement.rate
  ) { corners in
    for corner in corners {
      let numbers = corner.compactMap(\.asReal)
      let (eta, exponent, bound) = (numbers[0], numbers[1], numbers[2])
      let value = bound * Elementary.power(eta, exponent)
      guard !(value > 0 && value <= 1) else { continue }
      return [
        Mistake(
          """
          1 − β₂ = \(bound.shortestText) · \(eta.shortestText)^\(exponent.shortestText) \
          = \(value.shortestText) is not in (0, 1]
          """,
          hint: value > 1
            ? "choose a smaller rate or a larger power" : "choose a larger rate or a smaller power")
      ]
    }
    return []
  }
}
