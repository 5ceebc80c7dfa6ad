public import Parameters
public import Training

/// How the loss is curved across Γ where a state projects to, as its optimizer sees it: where the slow
/// equations hold, and where they do not.
///
/// At a distance from Γ the normal fluctuations relax as e^{−2eλk} with the eigenvalues λ of S^½ H S^½; see
/// `docs/theory.md`, "Where the equations do not reach".
public struct NormalCurvature: Sendable, Hashable {
  /// λ_max of S H.
  public let largest: Double
  /// 1 − λ₂/λ_max of S H.
  public let gap: Double
  /// λ_min of S H, of those that are not 0.
  public let least: Double
  /// λ_min of H, of those that are not 0.
  public let leastOfHessian: Double

  /// The curvature at Φ_I(θ); nil where there is no such point, or no finite S.
  ///
  /// - Parameters:
  ///   - theta: θ, shape `[model.parameterCount]`; a point of Γ stays.
  ///   - problem: The data; with soft labels, none of them certain.
  ///   - model: The parametrization.
  ///   - preconditioner: S.
  /// - Complexity: A projection, then twice a step of it and 8 n³ multiply-adds.
  public init?(
    of theta: [Double], problem: RegressionProblem, model: Model,
    preconditioner: StatePreconditioner
  ) {
    let landscape = Landscape(problem, model)
    let projection = landscape.project(theta, metric: nil)
    guard case .converged = projection.status else { return nil }
    let point = landscape.point(projection.theta)
    guard let spectrum = NormalSpectrum(point, metric: preconditioner.metric),
      let plain = NormalSpectrum(point, metric: .identity(theta.count)),
      let least = spectrum.values.last, let leastOfHessian = plain.values.last
    else { return nil }
    (self.least, self.leastOfHessian) = (least, leastOfHessian)
    largest = spectrum.values[0]
    gap = spectrum.gap
  }

  /// One number for each of ``quantities``.
  ///
  /// - Parameters:
  ///   - step: e, the effective step of the state.
  ///   - horizon: The slow time of the run's last step.
  ///   - decay: w, the weight decay of a step over e²; 0 for none.
  ///   - isDecayPreconditioned: Whether S multiplies the decay.
  ///   - needsGap: Whether the equation asks for a λ_max that is simple.
  /// - Returns: The numbers; NaN for a gap that is not needed.
  public func values(
    step: Double, horizon: Double, decay: Double, isDecayPreconditioned: Bool, needsGap: Bool
  ) -> [Double] {
    let layer = step / (2 * least)
    let softest = isDecayPreconditioned ? leastOfHessian : least
    return [
      largest, least, needsGap ? gap : .nan, layer, layer / horizon,
      decay == 0 ? 0 : step * decay / softest,
      step * largest,
    ]
  }

  /// Nothing is known.
  public static var missing: [Double] { quantities.map { _ in .nan } }

  /// From `preconditioned_sharpness_on_manifold` to `step_times_sharpness`.
  public static let quantities = [
    Quantity(
      "preconditioned_sharpness_on_manifold",
      longName: "largest eigenvalue of S H on the minimizer manifold", symbol: "λ_max(SH)",
      head: "λ_max(SH)", label: "λ_{max}(SH) on Γ"
    ).with { ($0.since, $0.isMarked) = (3, false) },
    Quantity(
      "least_curvature_on_manifold",
      longName: "smallest eigenvalue of S H on the minimizer manifold that is not 0",
      symbol: "λ_min(SH)", head: "λ_min(SH)", label: "λ_{min}(SH) on Γ"
    ).with { ($0.since, $0.isMarked) = (3, false) },
    Quantity(
      "sharpness_gap_on_manifold",
      longName: "1 − λ₂/λ_max of H on the minimizer manifold, of normalized SAM without noise",
      symbol: "1 − λ₂/λ_max", label: "1 − λ_2/λ_{max} of H"
    ).with {
      $0.since = 3
      $0.caution = Caution(
        .below(0.02), isShare: true,
        fact: "λ_max(H) comes within # of the next eigenvalue",
        advice: """
          The equation of normalized SAM without noise holds while λ_max is simple, and ends where they \
          meet. Shorten the horizon, or compare only what lies before.
          """)
    },
    Quantity(
      "initial_layer", longName: "slow time e/(2λ_min) of the initial layer",
      symbol: "e/(2λ_min)", label: "initial layer e/(2λ_{min})"
    ).with { $0.since = 3 },
    Quantity(
      "initial_layer_share", longName: "the initial layer over the slow time of the run",
      symbol: "layer/T", label: "initial layer over horizon"
    ).with {
      $0.since = 3
      $0.caution = Caution(
        .above(0.03), isShare: true,
        fact: "the initial layer e/(2λ_min) takes up to # of the horizon",
        advice: """
          Until it has passed, the drift is not that of the slow equation. A smaller step size, or a longer \
          horizon, makes it a smaller part.
          """)
    },
    Quantity(
      "decay_offset",
      longName: "how far weight decay holds θ off the manifold, e w/λ_min, over ‖ζ‖",
      symbol: "e w/λ_min", label: "e w/λ_{min}"
    ).with {
      $0.since = 3
      $0.caution = Caution(
        .above(0.1), fact: "weight decay holds θ off the manifold: e w/λ_min is up to #",
        advice: """
          The error is in proportion to the step only below 0.1. A smaller step size at the same w, or a \
          smaller w, lessens it.
          """)
    },
    Quantity(
      "step_times_sharpness", longName: "effective step times the largest eigenvalue of S H",
      symbol: "e λ_max", label: "e λ_{max}(SH)"
    ).with {
      $0.since = 3
      $0.caution = Caution(
        .above(1), fact: "the effective step times λ_max(SH) is up to #",
        advice: """
          Errors of the slow equation are of its order, and from 2 on steps without momentum grow. A smaller \
          step size lessens it.
          """)
    },
  ]
}
