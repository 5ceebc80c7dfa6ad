internal import Parameters

/// A noise of the sweep file.
protocol NoiseKind: Kind {
  /// What perturbs a step.
  var noise: Run.Noise { get }
}
