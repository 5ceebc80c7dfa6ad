import Parameters

/// The blocks of a sweep file whose kinds are here.
public enum Block {
  /// The parametrization.
  public static let model = "model"
  /// What is fitted.
  public static let data = "data"
  /// What is minimized.
  public static let loss = "loss"
  /// Which samples a step sees.
  public static let batches = "batches"
  /// What perturbs a step.
  public static let noise = "noise"
  /// What moves the parameters.
  public static let optimizer = "optimizer"
  /// What multiplies the step size.
  public static let schedule = "optimizer.schedule"
  /// Where the gradient is taken.
  public static let ascent = "optimizer.sam"

  /// The path of a block's kind.
  public static func kind(of block: String) -> String { "\(block).kind" }
}

extension Values {
  /// The kind of another block, which does not count as read; nil where the sweep file does not say it.
  func kind(of block: String) -> Value? {
    of(block).peek(Parameter("kind", .path, longName: "kind", role: .problem))
  }
}
