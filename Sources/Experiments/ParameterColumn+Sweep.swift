public import Shards
public import Sweeps
internal import Training

extension ParameterColumn {
  /// The parameter columns of a sweep's results, in the order of the format's description.
  public static func columns(of grid: Grid) -> [ParameterColumn] {
    let varied = Set(grid.variedPaths)
    /// What all parameters of a run decide; columns of millions of runs are too many for it.
    func column(
      _ name: String, _ longName: String, _ paths: [String],
      _ values: @escaping @Sendable ([RunParameters]) -> Values
    ) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: varied.isDisjoint(with: paths)) {
        values($0.map { RunParameters(grid[$0]) })
      }
    }
    /// A word as the sweep file has it; empty where it has no meaning.
    func text(
      _ name: String, _ longName: String, _ paths: [String]
    ) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: varied.isDisjoint(with: paths)) {
        .text($0.map { grid[$0][paths[0]]?.description ?? "" })
      }
    }
    /// A number as the sweep file has it; NaN where it has no meaning.
    func number(_ name: String, _ longName: String, _ paths: [String]) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: varied.isDisjoint(with: paths)) {
        guard let path = paths.first else { return .real($0.map { _ in .nan }) }
        return .real($0.map { grid[$0][path]?.asReal ?? .nan })
      }
    }
    func points(
      _ name: String, _ longName: String, _ paths: [String],
      _ values: @escaping @Sendable (LazyMapSequence<Range<Int>, Point>) -> Values
    ) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: varied.isDisjoint(with: paths)) {
        values($0.lazy.map { grid[$0] })
      }
    }
    func seed(_ name: String, _ longName: String, _ path: String) -> ParameterColumn {
      points(name, longName, ["seed", path]) { .seed($0.map { $0.seed(path) }) }
    }
    let paths = DerivedPaths(grid)
    return [
      text("model", "model", ["model.kind"]),
      text("optimizer", "optimizer", ["optimizer.kind"]),
      text("dynamics", "dynamics", ["dynamics"]),
      text("noise", "what perturbs a step", ["noise.kind"]),
      column("design", "distribution of the design's entries", paths.source + ["data.design"]) {
        .text($0.map(\.designName))
      },
      text("problem", "SHA-256 of the file that holds the problem", paths.path),
      text("precision", "precision of parameters and moments", ["precision"]),
      column("dimension", "dimension d, or p of a p × p signal", ["model.dimension"]) {
        .integer($0.map { Int64($0.model.dimension) })
      },
      points("samples", "samples n", ["data.samples"] + paths.path) {
        .integer($0.map { Int64($0.integer("data.samples")) })
      },
      column("sparsity", "non-zero entries k of the truth", paths.optional("model.sparsity")) {
        .whole($0.map(\.sparsity))
      },
      column("rank", "rank r of the truth", paths.optional("model.rank")) {
        .whole($0.map(\.rank))
      },
      column("width", "width h of the factorization", paths.width) {
        .whole($0.map(\.model.width))
      },
      column("depth", "depth L of the factorization", paths.optional("model.depth")) {
        .whole($0.map(\.model.depth))
      },
      column("initial_scale", "scale s of the initial parameters", ["model.initial_scale"]) {
        .real($0.map(\.initialScale))
      },
      column("batch", "samples B of a noisy batch", paths.batch) {
        .whole($0.map(\.batchSize))
      },
      text(
        "noise_distribution", "distribution of the label noise",
        ["noise.distribution", "noise.kind"]),
      points("steps", "optimizer steps", paths.steps) { .integer($0.map { Int64($0.steps) }) },
      number("step_size", "step size η", ["optimizer.step_size"]),
      number("beta1", "β₁", paths.optional("optimizer.beta1")),
      points("beta2", "β₂", paths.decays) { .real($0.map { RunParameters.decay(of: $0).beta2 }) },
      points("one_minus_beta2", "1 − β₂", paths.decays) {
        .real($0.map { RunParameters.decay(of: $0).oneMinusBeta2 })
      },
      number("one_minus_beta2_rate", "C of 1 − β₂ = C η^s", paths.optional(DerivedPaths.law[0])),
      number("one_minus_beta2_power", "s of 1 − β₂ = C η^s", paths.optional(DerivedPaths.law[1])),
      number("exponent", "exponent λ", paths.optional("optimizer.exponent")),
      number("epsilon", "ε", paths.optional("optimizer.epsilon")),
      points("alpha", "label noise α = δ²/B", paths.noise(derivedFrom: "noise.delta")) {
        .real($0.map { RunParameters.labelNoise(of: $0).alpha })
      },
      points("delta", "label noise δ", paths.noise(derivedFrom: "noise.alpha")) {
        .real($0.map { RunParameters.labelNoise(of: $0).delta })
      },
      number("noise_std", "gradient noise σ", paths.optional("noise.std")),
      column(
        "block_size", "coordinates a block of adam-mini", paths.optional("optimizer.block_size")
      ) {
        .whole($0.map(\.blockSize))
      },
      column(
        "bias_correction", "whether the moments' bias is corrected, 0 or 1",
        paths.optional("optimizer.bias_correction")
      ) {
        .whole($0.map { $0.optimizer == .sgd ? nil : $0.correctsBias ? 1 : 0 })
      },
      seed("seed", "seed", "data_seed"),
      seed("data_seed", "seed of design and truth", "data_seed"),
      seed("init_seed", "seed of the initial parameters", "init_seed"),
      seed("noise_seed", "seed of the noise", "noise_seed"),
    ]
  }
}

extension ParameterColumn.Values {
  /// Whole numbers; nil where meaningless.
  fileprivate static func whole(_ values: [Int?]) -> Self {
    .integer(values.map { $0.map(Int64.init) ?? RecordBlock.integerFill })
  }
}

/// The paths that a derived column varies with.
private struct DerivedPaths {
  private let grid: Grid

  init(_ grid: Grid) { self.grid = grid }

  /// Rate C and power s of 1 − β₂ = C η^s.
  static let law = ["optimizer.one_minus_beta2.rate", "optimizer.one_minus_beta2.power"]

  let path = ["data.path", "data.kind"]
  let source = ["data.kind"]

  /// What only some kinds of its block have varies with the kind, where any has it.
  func optional(_ path: String) -> [String] {
    let block = path.prefix { $0 != "." }
    return grid.hasPath(path) ? [path, "\(block).kind", "data.kind"] : []
  }

  /// The width is the dimension where it is not given.
  var width: [String] {
    guard grid.hasPath("model.depth") else { return [] }
    return ["model.kind", "model.width", "model.dimension"]
  }

  /// The full batch is all samples.
  var batch: [String] { ["noise.kind", "noise.batch", "data.samples", "data.path"] }

  /// A horizon in slow time depends on η.
  var steps: [String] {
    ["steps", "steps.slow_time"]
      + (grid.hasPath("steps.slow_time") ? ["optimizer.step_size"] : [])
  }

  /// What only some kinds have varies with the kind; a power law varies with η.
  var decays: [String] {
    ["optimizer.kind", "optimizer.beta2", "optimizer.one_minus_beta2"] + Self.law
      + (grid.hasPath(Self.law[0]) ? ["optimizer.step_size"] : [])
  }

  /// α and δ convert into each other through B.
  func noise(derivedFrom other: String) -> [String] {
    ["noise.kind", "noise.alpha", "noise.delta"] + (grid.hasPath(other) ? batch : [])
  }
}

extension RunParameters {
  fileprivate var designName: String {
    if case .generated(let design, _) = source { design.rawValue } else { "file" }
  }

  fileprivate var sparsity: Int? {
    if case .generated(_, .sparse(_, let sparsity)) = source { sparsity } else { nil }
  }

  fileprivate var rank: Int? {
    if case .generated(_, .lowRank(_, let rank)) = source { rank } else { nil }
  }

  fileprivate var blockSize: Int? {
    if case .adamMini(let blockSize) = optimizer { blockSize } else { nil }
  }
}

extension Model {
  /// d, or p.
  fileprivate var dimension: Int {
    switch self {
    case .diagonalNet(let dimension), .matrixFactorization(let dimension, _, _): dimension
    }
  }

  fileprivate var width: Int? {
    if case .matrixFactorization(_, let width, _) = self { width } else { nil }
  }

  fileprivate var depth: Int? {
    if case .matrixFactorization(_, _, let depth) = self { depth } else { nil }
  }
}
