import ElementaryFunctions
import Parameters

/// A number that follows from the step size: rate · η^power.
enum PowerLaw {
  /// The number, from the paths of the rate, of the power and of η; nil where the law is not given.
  static func value(
    _ value: Values.Lookup, _ rate: String, _ power: String, of stepSize: String
  ) -> Double? {
    guard let rate = value(rate)?.asReal, let power = value(power)?.asReal,
      let stepSize = value(stepSize)?.asReal
    else { return nil }
    return rate * Elementary.power(stepSize, power)
  }
}
