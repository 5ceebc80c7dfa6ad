import ElementaryFunctions
import Parameters

/// A number that follows from the step size: rate · η^power.
enum PowerLaw {
  /// The number; nil where the law is not given.
  ///
  /// - Parameters:
  ///   - value: Gives values by path.
  ///   - rate: The path of the rate.
  ///   - power: The path of the power.
  ///   - stepSize: The path of η.
  static func value(
    _ value: Values.Lookup, _ rate: String, _ power: String, of stepSize: String
  ) -> Double? {
    guard let rate = value(rate)?.asReal, let power = value(power)?.asReal,
      let stepSize = value(stepSize)?.asReal
    else { return nil }
    return rate * Elementary.power(stepSize, power)
  }
}
