internal import Parameters

/// Every key a sweep file may hold.
///
/// The table is data: names, types, ranges, defaults, and whether a key is uniform or varying.
/// What a parameter means is known to the modules that compute, not here.
public enum SweepSchema {
  /// The blocks whose keys are parameters; each may be a list, a union of sub-grids.
  static let blocks = ["model", "data", "noise", "optimizer"]
  /// Blocks that a sweep file cannot do without.
  static let requiredBlocks = ["model", "data", "noise", "optimizer"]
  static let texts = ["name", "question", "description"]
  static let record = "record"
  static let recordKeys = [
    "count", "spacing", "steps", "slow_times", "signal", "projection", "support_threshold",
  ]
  /// Axes that move together.
  static let zip = "zip"
  /// Runs that are left out.
  static let exclude = "exclude"

  /// Optimizers that divide by a second moment.
  static let adaptive = ["rmsprop", "adam", "adam-e", "adam-mini", "adalayer"]
  /// Optimizers that average the gradient.
  static let averaging = ["adam", "adam-e", "adam-mini", "adalayer"]

  static let diagonalNet = "diagonal-net"
  static let factorization = "matrix-factorization"
  static let file = "file"

  /// The theory's equations in place of training.
  static let slowODE = "slow-ode"
  static let slowSDE = "slow-sde"

  /// The parameters, in the order in which blocks and keys are described.
  static let parameters: [ParameterKey] = [
    ParameterKey(
      path: "model.kind", type: .choice([diagonalNet, factorization]), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "model.dimension", type: .integer(1...maximumSize), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "model.sparsity", type: .integer(1...maximumSize), binding: .uniform,
      kinds: [diagonalNet]),
    ParameterKey(
      path: "model.rank", type: .integer(1...maximumSize), binding: .uniform,
      kinds: [factorization]),
    // Its default, the dimension, is filled in where the value is used: it follows an axis.
    ParameterKey(
      path: "model.width", type: .integer(1...maximumSize), binding: .uniform,
      kinds: [factorization]),
    ParameterKey(
      path: "model.depth", type: .integer(2...maximumSize), binding: .uniform,
      kinds: [factorization], defaultValue: .integer(2)),
    ParameterKey(
      path: "model.initial_scale", type: .real(.positive), binding: .uniform,
      defaultValue: .real(0.1)),
    ParameterKey(
      path: "data.kind", type: .choice(["generated", file]), binding: .uniform,
      defaultValue: .text("generated")),
    ParameterKey(
      path: "data.design", type: .choice(["sign", "gaussian"]), binding: .uniform,
      kinds: ["generated"], defaultValue: .text("sign")),
    samples,
    ParameterKey(
      path: "data.path", type: .path, binding: .uniform, kinds: [file], isRequired: true),
    ParameterKey(
      path: "noise.kind", type: .choice(["label", "gradient", "none"]), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "noise.alpha", type: .real(.nonNegative), binding: .varying, kinds: ["label"],
      group: ["alpha", "delta"]),
    ParameterKey(
      path: "noise.delta", type: .real(.nonNegative), binding: .varying, kinds: ["label"],
      group: ["alpha", "delta"]),
    ParameterKey(
      path: "noise.batch", type: .integerOrWord(1...maximumSize, "full"), binding: .uniform,
      kinds: ["label"], defaultValue: .text("full")),
    ParameterKey(
      path: "noise.distribution", type: .choice(["rademacher", "gaussian"]), binding: .uniform,
      kinds: ["label"], defaultValue: .text("rademacher")),
    ParameterKey(
      path: "noise.std", type: .real(.nonNegative), binding: .varying, kinds: ["gradient"]),
    ParameterKey(
      path: "optimizer.kind", type: .choice(["sgd"] + adaptive), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "optimizer.step_size", type: .real(.positive), binding: .varying, isRequired: true),
    ParameterKey(
      path: "optimizer.beta1", type: .real(RealRange(lower: .closed(0), upper: .open(1))),
      binding: .varying, kinds: averaging, defaultValue: .real(0.9)),
    ParameterKey(
      path: "optimizer.beta2", type: .real(RealRange(lower: .closed(0), upper: .open(1))),
      binding: .varying, kinds: adaptive, group: ["beta2", "one_minus_beta2"]),
    ParameterKey(
      path: "optimizer.one_minus_beta2",
      type: .real(RealRange(lower: .open(0), upper: .closed(1))), binding: .varying,
      kinds: adaptive, group: ["beta2", "one_minus_beta2"]),
    ParameterKey(
      path: "optimizer.exponent", type: .real(RealRange(lower: .open(0), upper: .open(1))),
      binding: .varying, kinds: ["adam-e"], isRequired: true),
    ParameterKey(
      path: "optimizer.epsilon", type: .real(.positive), binding: .varying, kinds: adaptive,
      defaultValue: .real(1e-6)),
    ParameterKey(
      path: "optimizer.block_size", type: .integer(1...maximumSize), binding: .uniform,
      kinds: ["adam-mini"]),
    ParameterKey(
      path: "optimizer.bias_correction", type: .choice(["false", "true"]), binding: .uniform,
      kinds: adaptive, defaultValue: .text("false")),
    ParameterKey(
      path: "steps", type: .integer(1...maximumSteps), binding: .uniform, isRequired: true),
    // Required unless the three below are given, which take its place one by one.
    ParameterKey(path: "seed", type: .seed, binding: .uniform),
    ParameterKey(path: "data_seed", type: .seed, binding: .uniform),
    ParameterKey(path: "init_seed", type: .seed, binding: .uniform),
    ParameterKey(path: "noise_seed", type: .seed, binding: .varying),
    ParameterKey(
      path: "precision", type: .choice(["float64", "float32"]), binding: .uniform,
      defaultValue: .text("float64")),
    ParameterKey(
      path: "dynamics", type: .choice(["training", slowODE, slowSDE]), binding: .uniform,
      defaultValue: .text("training")),
    // Its default follows the stiffness of each run's equation.
    slowSteps,
  ]

  /// The steps of the stochastic equation.
  static let slowSteps = ParameterKey(
    path: "slow_steps", type: .integer(1...maximumSteps), binding: .uniform)

  /// 1 − β₂ = rate · η^power, written as a block under `one_minus_beta2`.
  static let rate = ParameterKey(
    path: "optimizer.one_minus_beta2.rate", type: .real(.positive), binding: .varying,
    kinds: adaptive, isRequired: true)
  static let power = ParameterKey(
    path: "optimizer.one_minus_beta2.power", type: .real(.any), binding: .varying,
    kinds: adaptive, isRequired: true)

  /// The number of steps as round(T/η²), written as a block under `steps`.
  static let slowTime = ParameterKey(
    path: "steps.slow_time", type: .real(.positive), binding: .uniform, isRequired: true)

  /// Samples n, given by the sweep or by the file that holds the data.
  static let samples = ParameterKey(
    path: "data.samples", type: .integer(1...maximumSize), binding: .uniform,
    kinds: ["generated"], isRequired: true)

  /// The seeds that `seed` stands for.
  static let seeds = ["data_seed", "init_seed", "noise_seed"]

  /// Dimensions and sample counts beyond this do not fit a machine.
  private static let maximumSize = 100_000_000
  /// Step numbers stay exact in a double, and so in every tool that reads the results.
  static let maximumSteps = 1 << 53

  static func parameters(ofBlock block: String) -> [ParameterKey] {
    parameters.filter { $0.path.hasPrefix(block + ".") }
  }

  static let topLevelParameters = parameters.filter { !$0.path.contains(".") }

  /// All keys allowed at the top level.
  static let topLevelKeys =
    texts + blocks + topLevelParameters.map(\.path) + [record, zip, exclude]

  private static let allParameters = parameters + [rate, power, slowTime]

  /// Every path that `zip` and `exclude` may name.
  static let paths = allParameters.map(\.path)

  /// The kinds of its block for which the parameter at a path has a meaning; nil for all of them.
  ///
  /// - Precondition: A sweep file may hold the path.
  public static func kinds(of path: String) -> [String]? {
    guard let key = parameter(at: path) else {
      preconditionFailure("no sweep file has a parameter \(path)")
    }
    return key.kinds
  }

  /// The parameter at a path such as `optimizer.step_size`.
  static func parameter(at path: String) -> ParameterKey? {
    allParameters.first { $0.path == path }
  }
}
