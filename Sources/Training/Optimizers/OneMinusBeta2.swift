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

  fileprivate static let decayRate = Parameter(
    "rate", .real(.positive), .varying, longName: "C of 1 − β₂ = C η^s", symbol: "C", role: .tuned,
    scale: .logarithmic, isRequired: true
  ).with {
    $0.mayFollow = true
    $0.column = Column(
      "one_minus_beta2_rate", place: 27, absence: .label(.real(-1)),
      otherwise: "where the sweep gives no law", alsoFollows: DecayPaths.all)
  }

  fileprivate static let decayPower = Parameter(
    "power", .real(.any), .varying, longName: "s of 1 − β₂ = C η^s", symbol: "s", role: .tuned,
    isRequired: true
  ).with {
    $0.mayFollow = true
    $0.column = Column(
      "one_minus_beta2_power", place: 28, absence: .label(.real(0)),
      otherwise: "where the sweep gives no law", alsoFollows: DecayPaths.all)
  }
}

/// Where whatever 1 − β₂ follows from is given.
private enum DecayPaths {
  /// β₂, where it is given by itself.
  public static let beta2 = Parameter.beta2.path(in: Block.optimizer)
  static let complement = "\(Block.optimizer).\(Parameter.oneMinusBeta2Key)"
  static let rate = Parameter.decayRate.path(in: complement)
  static let power = Parameter.decayPower.path(in: complement)
  static let stepSize = Parameter.stepSize.path(in: Block.optimizer)
  /// Those that decide with the rate, or with the power, what a run's law is.
  static let all = [beta2, complement, complement + ".rate", complement + ".power", stepSize]
}

extension Derived {
  /// 1 − β₂ where it is not given by β₂; nil for sgd.
  private static func complement(_ value: Values.Lookup) -> Double? {
    if let given = value(DecayPaths.complement)?.asReal { return given }
    guard let rate = value(DecayPaths.rate)?.asReal, let power = value(DecayPaths.power)?.asReal,
      let stepSize = value(DecayPaths.stepSize)?.asReal
    else { return nil }
    return rate * Elementary.power(stepSize, power)
  }

  /// The label of 1 − β₂; 0 for sgd, whose second moment never moves.
  private static func complementLabel(_ value: Values.Lookup) -> Double {
    if let beta2 = value(DecayPaths.beta2)?.asReal { return beta2.decimalComplement }
    if let given = value(DecayPaths.complement)?.asReal { return given }
    return complement(value)?.derivedLabel ?? 0
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
      $0.path = DecayPaths.complement
      $0.computed = { value in
        (value(DecayPaths.beta2)?.asReal.map { 1 - $0 } ?? complement(value)).map(Value.real)
      }
      $0.label = { value in .real(complementLabel(value)) }
    },
  ]

  private static func decay(_ parameter: Parameter, place: Int) -> Derived {
    Derived(of: parameter).with {
      $0.place = place
      $0.mayFollow = true
      $0.follows = [
        Block.kind(of: Block.optimizer), DecayPaths.beta2, DecayPaths.complement, DecayPaths.rate,
        DecayPaths.power,
      ]
      $0.followsWhere = [DecayPaths.rate: [DecayPaths.stepSize]]
      $0.owner = DecayPaths.beta2
      $0.needs = [DecayPaths.beta2, DecayPaths.complement, DecayPaths.rate]
    }
  }
}

extension Constraint {
  /// rate · η^power must lie in (0, 1] on the whole grid; it is monotone in each of the three.
  static let powerLaw = Constraint(
    [DecayPaths.stepSize, DecayPaths.power, DecayPaths.rate], reportedAt: DecayPaths.rate
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
