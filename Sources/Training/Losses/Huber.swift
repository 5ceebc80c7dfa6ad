public import Parameters

/// ½ r² where |r| ≤ δ, else δ (|r| − ½ δ), with r = f − y: quadratic near a target, linear far from it.
///
/// ∂ℓ/∂f is r, held between −δ and δ. Near Γ it is the squared loss. As `torch.nn.HuberLoss`.
///
/// Source: P. J. Huber, "Robust Estimation of a Location Parameter", Ann. Math. Statist. 35 (1964) 73.
struct Huber: ScalarLoss {
  static let name = "huber"
  static let parameters: [Parameter] = [.huberDelta]
  static let since = 3

  /// δ > 0.
  let delta: Double

  init(delta: Double) { self.delta = delta }

  init(_ values: borrowing Values) { delta = values.real(.huberDelta) }

  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes) -> Lanes {
    let (r, limit) = (f - y, Lanes(repeating: Lanes.Scalar(delta)))
    // NaN is neither above nor below, and stays.
    return r.replacing(with: limit, where: r .> limit).replacing(with: -limit, where: r .< -limit)
  }

  func python() -> PythonText {
    PythonText("r = abs(f - y)\nwhere(r > delta, delta * (r - delta / 2), r ** 2 / 2)")
  }

  func value(_ f: Double, _ y: Double) -> Double {
    let r = abs(f - y)
    return r > delta ? delta * (r - 0.5 * delta) : 0.5 * (r * r)
  }

  func residual(_ f: Double, _ y: Double) -> Double {
    let r = f - y
    return r > delta ? delta : r < -delta ? -delta : r
  }

  func curvature(_ f: Double, _ y: Double) -> Double { abs(f - y) > delta ? 0 : 1 }

  func minimizer(_ y: Double) -> Double? { y }

  /// That of ±δ′ held between −δ and δ.
  func noiseVariance(_: Double, _ noise: Double) -> Double {
    let held = min(noise, delta)
    return held * held
  }
}

extension Loss {
  /// ½ r² where |r| ≤ δ, else δ (|r| − ½ δ).
  public static func huber(delta: Double = 1) -> Loss { Loss(Huber(delta: delta)) }
}

extension Parameter {
  /// δ of the Huber loss, in units of the targets.
  public static let huberDelta = Parameter(
    "delta", .real(.positive), longName: "δ of the Huber loss", symbol: "δ", role: .problem,
    default: .real(1)
  ).with {
    $0.column = Column("loss_delta", absence: .label(.real(-1)))
    $0.since = 3
  }
}
