import ElementaryFunctions
import Parameters

/// A number that a sweep gives by itself, or as a law of the step size, rate · η^power: where it does.
struct PowerLaw {
  /// Where the number is given by itself.
  let number: String
  /// η.
  let stepSize = Parameter.stepSize.path(in: Block.optimizer)

  private static let (rateKey, powerKey) = ("rate", "power")

  init(at number: String) { self.number = number }

  var rate: String { "\(number).\(Self.rateKey)" }
  var power: String { "\(number).\(Self.powerKey)" }

  /// All that the number follows from but η, which it follows from where there is a rate.
  var follows: [String] { [number, rate, power] }

  /// The number, whichever way it is given; nil where it is not.
  func value(_ value: Values.Lookup) -> Double? {
    if let given = value(number)?.asReal { return given }
    guard let rate = value(rate)?.asReal, let power = value(power)?.asReal,
      let stepSize = value(stepSize)?.asReal
    else { return nil }
    return rate * Elementary.power(stepSize, power)
  }
}

extension PowerLaw {
  /// The key of a rate, r of ρ = r η^p.
  ///
  /// - Parameters:
  ///   - symbol: r.
  ///   - equation: The law.
  ///   - column: The dataset's name.
  ///   - follows: Paths that decide whether there is a law.
  /// - Returns: The key, of any number ≥ 0.
  static func rate(
    _ symbol: String, of equation: String, column: String, follows: [String]
  ) -> Parameter {
    key(rateKey, .nonNegative, symbol, equation, column, absence: -1, follows)
  }

  /// The key of a power, p of ρ = r η^p.
  ///
  /// - Parameters:
  ///   - symbol: p.
  ///   - equation: The law.
  ///   - column: The dataset's name.
  ///   - follows: Paths that decide whether there is a law.
  /// - Returns: The key, of any number.
  static func power(
    _ symbol: String, of equation: String, column: String, follows: [String]
  ) -> Parameter {
    key(powerKey, .any, symbol, equation, column, absence: 0, follows)
  }

  private static func key(
    _ key: String, _ range: RealRange, _ symbol: String, _ equation: String, _ column: String,
    absence: Double, _ follows: [String]
  ) -> Parameter {
    Parameter(
      key, .real(range), .varying, longName: "\(symbol) of \(equation)", symbol: symbol,
      role: .tuned, isRequired: true
    ).with {
      $0.mayFollow = true
      $0.column = Column(
        column, absence: .label(.real(absence)), otherwise: "where the sweep gives no law",
        alsoFollows: follows)
    }
  }
}
