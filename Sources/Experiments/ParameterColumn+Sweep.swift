public import Shards
public import Sweeps
internal import Training

extension ParameterColumn {
  /// The parameter columns of a sweep's results, in the order of the format's description.
  public static func columns(of grid: Grid) -> [ParameterColumn] {
    let varied = Set(grid.variedPaths)
    func column(
      _ name: String, _ longName: String, _ paths: [String],
      _ values: @escaping @Sendable ([RunParameters]) -> Values
    ) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: varied.isDisjoint(with: paths)) {
        values($0.map { RunParameters(grid[$0]) })
      }
    }
    func text(
      _ name: String, _ longName: String, _ path: String
    ) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: !varied.contains(path)) { runs in
        .text(runs.map { grid[$0][path]?.description ?? "" })
      }
    }
    /// A parameter of a part of the program that these sweeps do not use.
    func absent(_ name: String, _ longName: String) -> ParameterColumn {
      ParameterColumn(name: name, longName: longName, isConstant: true) { runs in
        .integer(Array(repeating: RecordBlock.integerFill, count: runs.count))
      }
    }
    // What only some kinds have varies with the kind.
    let kind = "optimizer.kind"
    let law = ["optimizer.one_minus_beta2.rate", "optimizer.one_minus_beta2.power"]
    // A power law varies with η; without one, η moves nothing.
    let decays =
      [kind, "optimizer.beta2", "optimizer.one_minus_beta2"] + law
      + (grid.hasPath(law[0]) ? ["optimizer.step_size"] : [])
    // α and δ convert into each other through n.
    func noise(derivedFrom other: String) -> [String] {
      ["noise.kind", "noise.alpha", "noise.delta"] + (grid.hasPath(other) ? ["data.samples"] : [])
    }
    return [
      text("model", "model", "model.kind"),
      text("optimizer", "optimizer", kind),
      text("dynamics", "dynamics", "dynamics"),
      text("design", "distribution of the design's entries", "data.design"),
      text("precision", "precision of parameters and moments", "precision"),
      column("dimension", "dimension d", ["model.dimension"]) {
        .integer($0.map { Int64($0.model.signalCount) })
      },
      column("samples", "samples n", ["data.samples"]) {
        .integer($0.map { Int64($0.sampleCount) })
      },
      column("sparsity", "non-zero entries k of the truth", ["model.sparsity"]) {
        .integer($0.map { Int64($0.sparsity) })
      },
      absent("rank", "rank of the truth"),
      absent("width", "width of the factorization"),
      absent("depth", "depth of the factorization"),
      column("initial_scale", "scale s of the initial parameters", ["model.initial_scale"]) {
        .real($0.map(\.initialScale))
      },
      column("batch", "samples B of a noisy batch", ["noise.kind", "data.samples"]) {
        .integer($0.map { $0.hasLabelNoise ? Int64($0.sampleCount) : RecordBlock.integerFill })
      },
      column("steps", "optimizer steps", ["steps"]) { .integer($0.map { Int64($0.steps) }) },
      column("step_size", "step size η", ["optimizer.step_size"]) { .real($0.map(\.stepSize)) },
      column("beta1", "β₁", [kind, "optimizer.beta1"]) { .real($0.map(\.beta1)) },
      column("beta2", "β₂", decays) { .real($0.map(\.beta2)) },
      column("one_minus_beta2", "1 − β₂", decays) { .real($0.map(\.oneMinusBeta2)) },
      column("exponent", "exponent λ", [kind, "optimizer.exponent"]) { .real($0.map(\.exponent)) },
      column("epsilon", "ε", [kind, "optimizer.epsilon"]) { .real($0.map(\.epsilon)) },
      column("alpha", "label noise α = δ²/B", noise(derivedFrom: "noise.delta")) {
        .real($0.map(\.alpha))
      },
      column("delta", "label noise δ", noise(derivedFrom: "noise.alpha")) {
        .real($0.map(\.delta))
      },
      absent("block_size", "coordinates a block of adam-mini"),
      column("seed", "seed", ["seed"]) { .seed($0.map(\.dataSeed)) },
      column("data_seed", "seed of design and truth", ["seed"]) { .seed($0.map(\.dataSeed)) },
      column("init_seed", "seed of the initial parameters", ["seed"]) {
        .seed($0.map(\.initSeed))
      },
      column("noise_seed", "seed of the label noise", ["seed"]) { .seed($0.map(\.noiseSeed)) },
    ]
  }
}
