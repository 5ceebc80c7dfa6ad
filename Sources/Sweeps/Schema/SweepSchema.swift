/// Every key a sweep file may hold.
///
/// The table is data: names, types, ranges, defaults, and whether a key is uniform or varying.
/// What a parameter means is known to the modules that compute, not here.
enum SweepSchema {
  /// The blocks whose keys are parameters; each may be a list, a union of sub-grids.
  static let blocks = ["model", "data", "noise", "optimizer"]
  /// Blocks that a sweep file cannot do without.
  static let requiredBlocks = ["model", "data", "noise", "optimizer"]
  static let texts = ["name", "question", "description"]
  static let record = "record"
  static let recordKeys = ["count", "spacing", "steps", "signal", "support_threshold"]

  static let adaptive = ["adam", "adam-e"]

  /// The parameters, in the order in which blocks and keys are described.
  static let parameters: [ParameterKey] = [
    ParameterKey(
      path: "model.kind", type: .choice(["diagonal-net"]), binding: .uniform, isRequired: true),
    ParameterKey(
      path: "model.dimension", type: .integer(1...maximumSize), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "model.sparsity", type: .integer(1...maximumSize), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "model.initial_scale", type: .real(.positive), binding: .uniform,
      defaultValue: .real(0.1)),
    ParameterKey(
      path: "data.kind", type: .choice(["generated"]), binding: .uniform,
      defaultValue: .text("generated")),
    ParameterKey(
      path: "data.design", type: .choice(["sign", "gaussian"]), binding: .uniform,
      defaultValue: .text("sign")),
    ParameterKey(
      path: "data.samples", type: .integer(1...maximumSize), binding: .uniform, isRequired: true),
    ParameterKey(
      path: "noise.kind", type: .choice(["label", "none"]), binding: .uniform, isRequired: true),
    ParameterKey(
      path: "noise.alpha", type: .real(.nonNegative), binding: .varying, kinds: ["label"],
      group: ["alpha", "delta"]),
    ParameterKey(
      path: "noise.delta", type: .real(.nonNegative), binding: .varying, kinds: ["label"],
      group: ["alpha", "delta"]),
    ParameterKey(
      path: "noise.batch", type: .choice(["full"]), binding: .uniform, kinds: ["label"],
      defaultValue: .text("full")),
    ParameterKey(
      path: "noise.distribution", type: .choice(["rademacher"]), binding: .uniform,
      kinds: ["label"], defaultValue: .text("rademacher")),
    ParameterKey(
      path: "optimizer.kind", type: .choice(["sgd", "adam", "adam-e"]), binding: .uniform,
      isRequired: true),
    ParameterKey(
      path: "optimizer.step_size", type: .real(.positive), binding: .varying, isRequired: true),
    ParameterKey(
      path: "optimizer.beta1", type: .real(RealRange(lower: .closed(0), upper: .open(1))),
      binding: .varying, kinds: adaptive, defaultValue: .real(0.9)),
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
      path: "steps", type: .integer(1...maximumSteps), binding: .uniform, isRequired: true),
    ParameterKey(path: "seed", type: .seed, binding: .uniform, isRequired: true),
    ParameterKey(
      path: "precision", type: .choice(["float64", "float32"]), binding: .uniform,
      defaultValue: .text("float64")),
    ParameterKey(
      path: "dynamics", type: .choice(["training"]), binding: .uniform,
      defaultValue: .text("training")),
  ]

  /// 1 − β₂ = rate · η^power, written as a block under `one_minus_beta2`.
  static let rate = ParameterKey(
    path: "optimizer.one_minus_beta2.rate", type: .real(.positive), binding: .varying,
    kinds: adaptive, isRequired: true)
  static let power = ParameterKey(
    path: "optimizer.one_minus_beta2.power", type: .real(.any), binding: .varying,
    kinds: adaptive, isRequired: true)

  /// Dimensions and sample counts beyond this do not fit a machine.
  private static let maximumSize = 100_000_000
  /// Step numbers stay exact in a double, and so in every tool that reads the results.
  private static let maximumSteps = 1 << 53

  static func parameters(ofBlock block: String) -> [ParameterKey] {
    parameters.filter { $0.path.hasPrefix(block + ".") }
  }

  static let topLevelParameters = parameters.filter { !$0.path.contains(".") }

  /// All keys allowed at the top level.
  static let topLevelKeys =
    texts + blocks + topLevelParameters.map(\.path) + [record]
}
