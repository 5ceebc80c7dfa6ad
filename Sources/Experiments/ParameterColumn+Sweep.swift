internal import Parameters
public import Shards
public import Sweeps
internal import Training

extension ParameterColumn {
  /// The parameter columns of a sweep's results, in the order of the format's description.
  ///
  /// - Parameters:
  ///   - grid: The sweep's runs.
  ///   - problemNames: What the user calls the files that hold data, by their digests.
  /// - Returns: Every column, also those that no run has.
  public static func columns(
    of grid: Grid, problemNames: [String: String] = [:]
  ) -> [ParameterColumn] {
    let columns = SweepColumns(grid)
    return columns.kinds + columns.problem(problemNames) + columns.sizes + columns.noise
      + columns.optimizer + columns.seeds
  }
}

/// Makes the columns of a sweep.
///
/// A run that lacks a parameter gets the value that the mathematics says: λ is 0 for sgd and ½ for
/// adam, whose S(v) is v^½ + ε; sgd has β₁ = 0, ε = 0 and a second moment that never moves, β₂ = 1;
/// without label noise δ is 0, without gradient noise σ. Where it says nothing, there is −1 or a word.
private struct SweepColumns {
  private let grid: Grid
  private let varied: Set<String>

  init(_ grid: Grid) {
    self.grid = grid
    varied = Set(grid.variedPaths)
  }

  // MARK: Columns

  var kinds: [ParameterColumn] {
    [
      word("model", "model", .problem, "model.kind"),
      word("optimizer", "optimizer", .method, "optimizer.kind"),
      word("dynamics", "dynamics", .method, "dynamics"),
      word("noise", "noise", .method, "noise.kind", longName: "what perturbs a step"),
      runs(
        "design", "design", .problem, "distribution of the design's entries",
        follows: ["data.kind", "data.design"], scale: nil
      ) { .text($0.map(\.designName)) },
      word(
        "precision", "precision", .method, "precision",
        longName: "precision of parameters and moments"),
    ]
  }

  func problem(_ names: [String: String]) -> [ParameterColumn] {
    let owners = ColumnOwners(column: "design", words: ["file"])
    let isMeaningful = grid.hasPath("data.path")
    @Sendable func digest(_ point: Point) -> String {
      point["data.path"]?.description ?? Values.missingText
    }
    return [
      points(
        "problem", "problem", .problem, "SHA-256 of the file that holds the problem",
        follows: ["data.path", "data.kind"], scale: nil, owners: owners, missing: Self.missing,
        isMeaningful: isMeaningful
      ) { .text($0.map(digest)) },
      points(
        "problem_name", "problem", .problem, "name of the file that holds the problem",
        follows: ["data.path", "data.kind"], scale: nil, owners: owners, missing: Self.missing,
        isMeaningful: isMeaningful && !names.isEmpty
      ) { .text($0.map { names[digest($0)] ?? digest($0) }) },
    ]
  }

  var sizes: [ParameterColumn] {
    [
      points(
        "dimension", "d", .problem, "dimension d, or p of a p × p signal",
        follows: ["model.dimension"]
      ) { .integer($0.map { Int64($0.integer("model.dimension")) }) },
      points("samples", "n", .problem, "samples n", follows: ["data.samples", "data.path"]) {
        .integer($0.map { Int64($0.integer("data.samples")) })
      },
      whole(
        "sparsity", "k", .problem, "non-zero entries k of the truth", "model.sparsity",
        alsoFollows: ["data.kind"]),
      whole(
        "rank", "rank", .problem, "rank r of the truth", "model.rank",
        alsoFollows: ["data.kind"]),
      runs(
        "width", "width", .problem, "width h of the factorization",
        follows: ["model.kind", "model.width", "model.dimension"],
        owners: owners("model.width"), missing: Self.missing,
        isMeaningful: grid.hasPath("model.depth")
      ) { .integer($0.map { $0.model.width.map { Int64($0) } ?? Values.missingNumber }) },
      // u⊙u − v⊙v is a product of two layers, too.
      whole("depth", "depth", .problem, "depth L of the factorization", "model.depth", absent: 2),
      number(
        "initial_scale", "init scale", .tuned, "scale s of the initial parameters",
        "model.initial_scale", scale: .logarithmic),
      points(
        "batch", "B", .tuned, "samples B of a batch",
        follows: ["noise.kind", "noise.batch", "data.samples", "data.path"],
        owners: owners("noise.batch")
      ) {
        .integer($0.map { Int64($0["noise.batch"]?.asInteger ?? $0.integer("data.samples")) })
      },
      points(
        "steps", "steps", .tuned, "optimizer steps",
        follows: ["steps", "steps.slow_time"]
          + (grid.hasPath("steps.slow_time") ? ["optimizer.step_size"] : [])
      ) { .integer($0.map { Int64($0.steps) }) },
      runs(
        "slow_steps", "slow steps", .tuned, "steps of the slow stochastic equation",
        follows: ["slow_steps", "dynamics", "noise.kind"], missing: Self.missing,
        isMeaningful: grid.hasPath("slow_steps")
      ) { .integer($0.map { $0.slowSteps.map { Int64($0) } ?? Values.missingNumber }) },
    ]
  }

  var noise: [ParameterColumn] {
    // α and δ convert into each other through B.
    func follows(derivedFrom other: String) -> [String] {
      ["noise.kind", "noise.alpha", "noise.delta"]
        + (grid.hasPath(other) ? ["noise.batch", "data.samples", "data.path"] : [])
    }
    let isLabelNoise = grid.hasPath("noise.alpha") || grid.hasPath("noise.delta")
    return [
      points(
        "noise_distribution", "ξ", .method, "distribution of the noise",
        follows: ["noise.distribution", "noise.kind"], scale: nil,
        owners: owners("noise.distribution"), missing: Self.missing,
        isMeaningful: grid.hasPath("noise.distribution")
      ) {
        .text(
          $0.map { point in
            if let word = point["noise.distribution"] { return word.description }
            return point["noise.kind"] == .text("gradient") ? "gaussian" : Values.missingText
          })
      },
      points(
        "alpha", "α", .tuned, "label noise α = δ²/B", follows: follows(derivedFrom: "noise.delta"),
        scale: .logarithmic,
        owners: owners("noise.alpha"), isMeaningful: isLabelNoise
      ) { .real($0.map { NoiseLabels(of: $0).alpha }) },
      points(
        "delta", "δ", .tuned, "label noise δ", follows: follows(derivedFrom: "noise.alpha"),
        scale: .logarithmic,
        owners: owners("noise.delta"), isMeaningful: isLabelNoise
      ) { .real($0.map { NoiseLabels(of: $0).delta }) },
      points(
        "noise_std", "σ", .tuned, "gradient noise σ", follows: ["noise.std", "noise.kind"],
        scale: .logarithmic, owners: owners("noise.std"), missing: Self.missing,
        isMeaningful: grid.hasPath("noise.std")
      ) {
        .real(
          $0.map { point in
            if let scale = point["noise.std"]?.asReal { return scale }
            // The file with the data gives one for each parameter.
            return point["noise.kind"] == .text("gradient") ? Double(Values.missingNumber) : 0
          })
      },
    ]
  }

  var optimizer: [ParameterColumn] {
    let isDecaying = grid.hasPath("optimizer.epsilon")
    let law = ["optimizer.one_minus_beta2.rate", "optimizer.one_minus_beta2.power"]
    let isLaw = grid.hasPath(law[0])
    let follows =
      ["optimizer.kind", "optimizer.beta2", "optimizer.one_minus_beta2"] + law
      + (isLaw ? ["optimizer.step_size"] : [])
    func decay(
      _ name: String, _ symbol: String, _ longName: String, _ scale: ColumnMeaning.Scale,
      missing: Double? = nil, isMeaningful: Bool,
      _ value: @escaping @Sendable (DecayLabels) -> Double
    ) -> ParameterColumn {
      points(
        name, symbol, .tuned, longName, follows: follows, scale: scale,
        owners: owners("optimizer.beta2"), missing: missing, isMeaningful: isMeaningful
      ) { .real($0.map { value(DecayLabels(of: $0)) }) }
    }
    return [
      number("step_size", "η", .tuned, "step size η", "optimizer.step_size", scale: .logarithmic),
      number("beta1", "β₁", .tuned, "β₁", "optimizer.beta1"),
      decay("beta2", "β₂", "β₂", .linear, isMeaningful: isDecaying, \.beta2),
      decay(
        "one_minus_beta2", "1−β₂", "1 − β₂", .logarithmic, isMeaningful: isDecaying,
        \.oneMinusBeta2),
      decay(
        "one_minus_beta2_rate", "C", "C of 1 − β₂ = C η^s", .logarithmic,
        missing: Self.missing, isMeaningful: isLaw, \.rate),
      decay(
        "one_minus_beta2_power", "s", "s of 1 − β₂ = C η^s", .linear, missing: 0,
        isMeaningful: isLaw, \.power),
      points(
        "exponent", "λ", .method, "exponent λ",
        follows: ["optimizer.exponent", "optimizer.kind"], owners: owners("optimizer.exponent")
      ) { .real($0.map { RunParameters($0).effectiveExponent }) },
      number("epsilon", "ε", .tuned, "ε", "optimizer.epsilon", scale: .logarithmic),
      whole(
        "block_size", "block", .tuned, "coordinates a block of adam-mini",
        "optimizer.block_size", alsoFollows: ["model.kind"]),
      runs(
        "bias_correction", "bias correction", .method,
        "whether the moments' bias is corrected, 0 or 1",
        follows: ["optimizer.bias_correction", "optimizer.kind"],
        owners: owners("optimizer.bias_correction"),
        isMeaningful: grid.hasPath("optimizer.bias_correction")
      ) { .integer($0.map { $0.correctsBias ? 1 : 0 }) },
    ]
  }

  var seeds: [ParameterColumn] {
    func seed(_ name: String, _ longName: String, _ path: String) -> ParameterColumn {
      points(name, name.replacing("_", with: " "), .seed, longName, follows: ["seed", path]) {
        .seed($0.map { $0.seed(path) })
      }
    }
    return [
      seed("seed", "seed", "data_seed"), seed("data_seed", "seed of design and truth", "data_seed"),
      seed("init_seed", "seed of the initial parameters", "init_seed"),
      seed("noise_seed", "seed of the noise", "noise_seed"),
    ]
  }

  // MARK: Forms

  /// The usual label of numbers that a run does not have.
  private static let missing = Double(Values.missingNumber)
  private typealias Values = ParameterColumn.Values
  private typealias Points = LazyMapSequence<Range<Int>, Point>

  /// The runs that a key of a block belongs to, by the block's kinds.
  private func owners(_ path: String) -> ColumnOwners? {
    SweepSchema.kinds(of: path).map {
      ColumnOwners(column: String(path.prefix { $0 != "." }), words: $0)
    }
  }

  /// A column of what the sweep file says of points.
  ///
  /// `follows` are the paths that decide a label.
  private func points(
    _ name: String, _ symbol: String, _ role: ColumnMeaning.Role, _ longName: String,
    follows: [String], scale: ColumnMeaning.Scale? = .linear, owners: ColumnOwners? = nil,
    missing: Double? = nil, isMeaningful: Bool = true,
    _ values: @escaping @Sendable (Points) -> Values
  ) -> ParameterColumn {
    ParameterColumn(
      name: name,
      meaning: ColumnMeaning(longName: longName, symbol: symbol, role: role, scale: scale),
      owners: owners, missingLabel: missing, isMeaningful: isMeaningful,
      isConstant: varied.isDisjoint(with: follows)
    ) { [grid] runs in values(runs.lazy.map { grid[$0] }) }
  }

  /// A column of what all parameters of a run decide.
  private func runs(
    _ name: String, _ symbol: String, _ role: ColumnMeaning.Role, _ longName: String,
    follows: [String], scale: ColumnMeaning.Scale? = .linear, owners: ColumnOwners? = nil,
    missing: Double? = nil, isMeaningful: Bool = true,
    _ values: @escaping @Sendable ([RunParameters]) -> Values
  ) -> ParameterColumn {
    points(
      name, symbol, role, longName, follows: follows, scale: scale, owners: owners,
      missing: missing, isMeaningful: isMeaningful
    ) { values($0.map { RunParameters($0) }) }
  }

  /// A word that every run has.
  private func word(
    _ name: String, _ symbol: String, _ role: ColumnMeaning.Role, _ path: String,
    longName: String? = nil
  ) -> ParameterColumn {
    points(name, symbol, role, longName ?? name, follows: [path], scale: nil) {
      .text($0.map { $0[path]?.description ?? Values.missingText })
    }
  }

  /// A number as the sweep file has it, 0 for kinds of its block that have none.
  private func number(
    _ name: String, _ symbol: String, _ role: ColumnMeaning.Role, _ longName: String,
    _ path: String, scale: ColumnMeaning.Scale = .linear
  ) -> ParameterColumn {
    points(
      name, symbol, role, longName, follows: [path, kind(of: path)], scale: scale,
      owners: owners(path), isMeaningful: grid.hasPath(path)
    ) { .real($0.map { $0[path]?.asReal ?? 0 }) }
  }

  /// A whole number as the sweep file has it, `absent` for runs that have none.
  private func whole(
    _ name: String, _ symbol: String, _ role: ColumnMeaning.Role, _ longName: String,
    _ path: String, alsoFollows: [String] = [], absent: Int64 = Values.missingNumber
  ) -> ParameterColumn {
    points(
      name, symbol, role, longName, follows: [path, kind(of: path)] + alsoFollows,
      owners: owners(path), missing: absent == Values.missingNumber ? Self.missing : nil,
      isMeaningful: grid.hasPath(path)
    ) { .integer($0.map { $0[path]?.asInteger.map { Int64($0) } ?? absent }) }
  }

  private func kind(of path: String) -> String { "\(path.prefix { $0 != "." }).kind" }
}

extension RunParameters {
  fileprivate var designName: String {
    if case .generated(let design, _) = source { design.rawValue } else { "file" }
  }
}

extension Model {
  /// Rows of the first matrix, if there is one.
  fileprivate var width: Int? { layout.blocks.first { $0.shape.count == 2 }?.shape[0] }
}
