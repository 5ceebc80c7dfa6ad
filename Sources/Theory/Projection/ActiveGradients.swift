/// The rows D∇f of Kᵀ and a vector b at one point, D = Diag(|θ|) with 0 for a coordinate that is
/// not active, in orthonormal coordinates in which the rows are short.
///
/// Where predictions are z_ij w_j of a signal and w_j a sum of functions of single parameters, row i has
/// z_ij (α, β, …) at the parameters of w_j, with α, β, … up to a factor that is the same everywhere the
/// products of D and their slopes: one direction for all i. For two of them the rotations
///
///     s = (α b₁ + β b₂)/ρ,   o = (β b₁ − α b₂)/ρ,   ρ = √(α² + β²)
///
/// leave ρ z_ij of it along s and nothing along o, half of the numbers where all are active; a third
/// one is rotated into s after that. In other models the active coordinates stay as they are.
struct ActiveGradients {
  /// b in the coordinates of the rows, padded to whole lanes.
  let along: [SIMD8<Double>]
  /// b in the other coordinates, in which all rows are 0, padded likewise.
  let across: [SIMD8<Double>]
  /// The rows, up to a factor that all have in common, one for every prediction, padded to whole lanes.
  ///
  /// They are made anew, so that whoever takes them may write over them without a copy.
  let rows: () -> [[SIMD8<Double>]]
}
