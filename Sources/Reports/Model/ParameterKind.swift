/// What a report knows of a parameter: its symbol and its part in a comparison.
struct ParameterKind {
  /// The part a parameter plays when runs are compared.
  enum Role: Hashable {
    /// What is to be solved; runs that differ here are not rivals.
    case problem
    /// How it is solved; what a sweep compares.
    case method
    /// Any other varied parameter, as noise or initial scale: each of its values is shown, none is
    /// chosen.
    case studied
    /// What is chosen for each method, as no two methods have the same best one.
    case tuned
    /// Replicates.
    case seed
  }

  /// The parameter's name in the file.
  let name: String
  /// The paper's symbol, or a short word.
  let symbol: String
  /// Its role.
  var role: Role
  /// Whether it often follows from others, as 1 − β₂ from η, and then needs no column.
  let mayFollow: Bool

  /// The kind of a parameter; one that is not known is studied and keeps its name.
  static func named(_ name: String) -> ParameterKind {
    known.first { $0.name == name }
      ?? ParameterKind(name: name, symbol: name, role: .studied, mayFollow: true)
  }

  /// The place of a parameter in tables.
  static func rank(of name: String) -> Int {
    known.firstIndex { $0.name == name } ?? known.count
  }

  /// Known parameters in the order of a table's columns.
  ///
  /// 1 − β₂ comes before β₂, which cannot hold a tiny 1 − β₂, and α before δ = √(αB).
  static let known: [ParameterKind] = [
    kind("model", "model", .problem), kind("design", "design", .problem),
    kind("problem_name", "problem", .problem, mayFollow: true),
    kind("problem", "problem", .problem, mayFollow: true),
    kind("dimension", "d", .problem), kind("samples", "n", .problem),
    kind("sparsity", "k", .problem), kind("rank", "rank", .problem),
    kind("width", "width", .problem, mayFollow: true), kind("depth", "depth", .problem),
    kind("dynamics", "dynamics", .method), kind("optimizer", "optimizer", .method),
    kind("exponent", "λ", .method, mayFollow: true), kind("precision", "precision", .method),
    kind("noise", "noise", .method), kind("noise_distribution", "ξ", .method, mayFollow: true),
    kind("bias_correction", "bias correction", .method, mayFollow: true),
    kind("initial_scale", "init scale", .studied), kind("step_size", "η", .tuned),
    kind("beta1", "β₁", .studied, mayFollow: true),
    // 1 − β₂ = C η^s.
    kind("one_minus_beta2_power", "s", .studied, mayFollow: true),
    kind("one_minus_beta2_rate", "C", .studied, mayFollow: true),
    kind("one_minus_beta2", "1−β₂", .studied, mayFollow: true),
    kind("beta2", "β₂", .studied, mayFollow: true),
    kind("epsilon", "ε", .studied, mayFollow: true),
    kind("alpha", "α", .studied, mayFollow: true), kind("delta", "δ", .studied, mayFollow: true),
    kind("noise_std", "σ", .studied, mayFollow: true),
    kind("batch", "B", .studied, mayFollow: true),
    kind("block_size", "block", .studied, mayFollow: true),
    kind("slow_time", "T", .studied, mayFollow: true),
    kind("steps", "steps", .studied, mayFollow: true),
    kind("seed", "seed", .seed), kind("data_seed", "data seed", .seed),
    kind("init_seed", "init seed", .seed), kind("noise_seed", "noise seed", .seed),
  ]

  private static func kind(
    _ name: String, _ symbol: String, _ role: Role, mayFollow: Bool = false
  ) -> ParameterKind {
    ParameterKind(name: name, symbol: symbol, role: role, mayFollow: mayFollow)
  }
}
