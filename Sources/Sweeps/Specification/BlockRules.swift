internal import Parameters

/// Rules between blocks: which keys the kind of another block needs, forbids or leaves without
/// effect.
struct BlockRules {
  let collector: DiagnosticCollector
  let reader: ProblemReader
  let models: [Variant]
  let data: [Variant]
  let noises: [Variant]
  let optimizers: [Variant]

  init(collector: DiagnosticCollector, reader: ProblemReader, variants: [[Variant]]) {
    self.collector = collector
    self.reader = reader
    func entries(of block: String) -> [Variant] {
      variants.first { $0.first?.block == block } ?? []
    }
    models = entries(of: "model")
    data = entries(of: "data")
    noises = entries(of: "noise")
    optimizers = entries(of: "optimizer")
  }

  func check() {
    for model in models { checkTruth(of: model) }
    for optimizer in optimizers where optimizer.kind == "adam-mini" { checkBlocks(of: optimizer) }
    for noise in noises where noise.kind == "gradient" {
      for data in data { checkScales(of: noise, data) }
    }
  }

  /// Whether an assignment has no effect beside the others of a sub-grid, where another sub-grid
  /// needs it.
  static func isInert(_ assignment: Assignment, among assignments: [Assignment]) -> Bool {
    func kind(_ path: String) -> Value? {
      assignments.first { $0.key.path == path }?.values[0]
    }
    switch assignment.key.path {
    case "model.sparsity", "model.rank", "data_seed":
      return kind("data.kind") == .text(SweepSchema.file)
    case "optimizer.block_size":
      return kind("model.kind") != .text(SweepSchema.diagonalNet)
    default:
      return false
    }
  }

  /// Generated data need the size of their truth; data from a file bring their own.
  private func checkTruth(of model: Variant) {
    let paths = [
      SweepSchema.diagonalNet: "model.sparsity", SweepSchema.factorization: "model.rank",
    ]
    guard let path = model.kind.flatMap({ paths[$0] }),
      let key = SweepSchema.parameter(at: path)
    else { return }
    if model[path] == nil, data.contains(where: { $0.kind == "generated" }) {
      lacks(key, in: model)
    } else if model[path] != nil, !data.isEmpty,
      data.allSatisfy({ $0.kind == SweepSchema.file })
    {
      collector.report(
        "'\(key.name)' has no meaning with data from a file", at: model.keyPlace(key.name),
        hint: "remove it")
    }
  }

  /// Adam-mini's blocks are the rows of a factorization; a diagonal net has to be told.
  private func checkBlocks(of optimizer: Variant) {
    let path = "optimizer.block_size"
    guard let key = SweepSchema.parameter(at: path) else { return }
    if optimizer[path] == nil, models.contains(where: { $0.kind == SweepSchema.diagonalNet }) {
      lacks(key, in: optimizer)
    } else if optimizer[path] != nil, !models.isEmpty,
      models.allSatisfy({ $0.kind == SweepSchema.factorization })
    {
      collector.report(
        "'block_size' has no meaning for model kind '\(SweepSchema.factorization)'",
        at: optimizer.keyPlace(key.name), hint: "remove it; the blocks are the rows of each matrix")
    }
  }

  /// Gradient noise has its scales from the sweep or from the file, not from both.
  private func checkScales(of noise: Variant, _ data: Variant) {
    guard let key = SweepSchema.parameter(at: "noise.std") else { return }
    if data.kind == "generated" {
      if noise[key.path] == nil { lacks(key, in: noise) }
      return
    }
    guard let paths = data["data.path"] else { return }
    // A file that could not be read has no summary, and was reported.
    let files = (0..<paths.values.count).compactMap {
      reader.problems[paths.values[$0].description]
    }
    func name(_ file: ProblemSummary) -> String { reader.names[file.digest] ?? "" }
    let with = files.first(where: \.hasNoiseScales)
    let without = files.first { !$0.hasNoiseScales }
    if let with, let without {
      collector.report(
        "'\(name(with))' has noise_std, '\(name(without))' has not", at: paths.place,
        hint: "make 'data' a list with one entry for each sort, and give std where it lacks")
    } else if let with, noise[key.path] != nil {
      collector.report(
        "'std' and noise_std of '\(name(with))' say the same thing twice",
        at: noise.keyPlace(key.name), hint: "give exactly one")
    } else if let without, noise[key.path] == nil {
      collector.report(
        "'noise' lacks 'std'", at: noise.node.place,
        hint: "\(key.type.summary); '\(name(without))' has no noise_std")
    }
  }

  private func lacks(_ key: ParameterKey, in variant: Variant) {
    collector.report(
      "'\(variant.block)' lacks '\(key.name)'", at: variant.node.place, hint: key.type.summary)
  }
}
