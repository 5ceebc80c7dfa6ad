private import Training

extension Run {
  /// What the time of a step follows from, in few words.
  ///
  /// For example `sign, 1000 × 200, adam, float64`.
  public var shape: String {
    let data =
      switch self.data.origin {
      case .drawn(let design): design.rawValue
      case .file: "file"
      }
    let what =
      switch dynamics {
      case .training: optimizer.name
      case .slowODE: "slow-ode"
      case .slowSDE: "slow-sde"
      case .gradientFlow: "gradient-flow"
      }
    return "\(data), \(model.sizes), n = \(sampleCount), \(what), \(precision.rawValue)"
  }
}
