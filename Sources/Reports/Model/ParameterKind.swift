/// What a report knows of a parameter: its symbol and its part in a comparison.
struct ParameterKind {
  /// The part a parameter plays when runs are compared.
  enum Role: Hashable {
    /// What is to be solved; runs that differ here are not rivals.
    case problem
    /// How it is solved; what a sweep compares.
    case method
    /// What a user would tune for each method.
    case tuned
    /// Replicates.
    case seed
  }

  /// The parameter's name in the file.
  let name: String
  /// The paper's symbol, or a short word.
  let symbol: String
  /// Its role.
  let role: Role
  /// Whether it often follows from others, as 1 − β₂ from η, and then needs no column.
  let mayFollow: Bool

  /// The kind of a parameter; one that is not known is tuned and keeps its name.
  static func named(_ name: String) -> ParameterKind {
    known.first { $0.name == name }
      ?? ParameterKind(name: name, symbol: name, role: .tuned, mayFollow: true)
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
    kind("initial_scale", "init scale", .tuned), kind("step_size", "η", .tuned),
    kind("beta1", "β₁", .tuned, mayFollow: true),
    // 1 − β₂ = C η^s.
    kind("one_minus_beta2_power", "s", .tuned, mayFollow: true),
    kind("one_minus_beta2_rate", "C", .tuned, mayFollow: true),
    kind("one_minus_beta2", "1−β₂", .tuned, mayFollow: true),
    kind("beta2", "β₂", .tuned, mayFollow: true),
    kind("epsilon", "ε", .tuned, mayFollow: true),
    kind("alpha", "α", .tuned, mayFollow: true), kind("delta", "δ", .tuned, mayFollow: true),
    kind("noise_std", "σ", .tuned, mayFollow: true),
    kind("batch", "B", .tuned, mayFollow: true),
    kind("block_size", "block", .tuned, mayFollow: true),
    kind("steps", "steps", .tuned, mayFollow: true),
    kind("seed", "seed", .seed), kind("data_seed", "data seed", .seed),
    kind("init_seed", "init seed", .seed), kind("noise_seed", "noise seed", .seed),
  ]

  private static func kind(
    _ name: String, _ symbol: String, _ role: Role, mayFollow: Bool = false
  ) -> ParameterKind {
    ParameterKind(name: name, symbol: symbol, role: role, mayFollow: mayFollow)
  }
}
