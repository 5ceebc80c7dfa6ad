internal import Parameters
internal import Shards
internal import Sweeps
internal import Training

/// What is wrong with what a sweep records, given its runs.
struct RecordFaults {
  private let specification: Specification
  private let runs: [Run]
  private var plan: RecordPlan { specification.record }

  /// HDF5 writes the array of a run in one piece, of less than 4 GiB.
  private static let mostNumbers = Double(1 << 32) / 8 - 1

  /// All mistakes.
  static func of(_ specification: Specification) -> [KindError] {
    inRecord(specification).map { fault in fault.with { $0.path.insert("record", at: 0) } }
  }

  /// All mistakes; the way to each goes from the block `record`.
  private static func inRecord(_ specification: Specification) -> [KindError] {
    let plan = specification.record
    if plan.averages != nil, specification.solvesEquations {
      return [
        KindError(
          "averages are of the steps of training, and equations have none", at: ["averages"],
          hint: "dynamics: training, or sweeps of their own")
      ]
    }
    guard plan.namesBlocks || plan.formulas != nil else { return [] }
    if let end = plan.end, BlockNorm.allCases.contains(where: { $0.quantity.name == end.quantity })
    {
      return [
        KindError(
          "runs end at a number, and '\(end.quantity)' has one for each block",
          at: [plan.also == nil ? "only" : "also"], hint: "formulas: {size: norm(W)}")
      ]
    }
    guard let runs = specification.runsOfAllSizes else {
      return [
        KindError(
          "model and data have more than \(Specification.mostSizes) combinations of sizes",
          at: [plan.parameters == nil ? plan.formulas == nil ? "also" : "formulas" : "parameters"],
          hint: "make several sweeps of it")
      ]
    }
    let faults = RecordFaults(specification: specification, runs: runs)
    let ofBlocks = faults.ofBlocks
    if !ofBlocks.isEmpty { return ofBlocks }
    let ofFormulas = faults.ofNames + faults.ofFormulas
    return ofFormulas.isEmpty ? faults.ofVectors : ofFormulas
  }

  /// Blocks that do not fit into columns, and norms that no block has.
  private var ofBlocks: [KindError] {
    guard plan.namesBlocks else { return [] }
    let path = [plan.parameters == nil ? plan.also == nil ? "only" : "also" : "parameters"]
    guard let blocks = plan.blocks(of: runs) else {
      let all = runs.flatMap(\.model.layout.blocks)
      let other = all.first { block in
        all.contains { $0.name == block.name && $0.shape.count != block.shape.count }
      }
      return [
        KindError(
          "the block \(other?.name ?? "") has not as many axes in every run", at: path,
          hint: "give the blocks different names, or make several sweeps of it")
      ]
    }
    var faults: [KindError] = []
    for norm in RecordedQuantities.norms(of: plan)
    where !blocks.contains(where: { norm.column(ofBlock: "", rank: $0.lengths.count) != nil }) {
      let name = norm.quantity.name
      let list = plan.also?.contains(name) ?? false ? "also" : "only"
      faults.append(KindError("'\(name)' is of matrices, and no block is one", at: [list]))
    }
    for array in blocks where plan.parameters != nil {
      let series = array.isSeries ? Double(plan.snapshotCount) : 1
      if array.lengths.reduce(series, { $0 * Double($1) }) > Self.mostNumbers {
        faults.append(
          KindError(
            "\(array.name) of a run takes more than 4 GiB", at: path,
            hint: "parameters: last, or fewer snapshots"))
      }
    }
    return faults
  }

  /// The names of columns and dimensions but for those of formulas.
  private var otherNames: Set<String> {
    var others = specification
    others.record.formulas = nil
    let shape = RecordShape(others)
    var taken = Set(RecordShape.reservedNames + shape.quantities.map(\.name))
    taken.formUnion(ParameterColumn.columns(of: Grid(specification)).map(\.name))
    for array in shape.arrays {
      taken.formUnion([array.name] + array.axisNames + array.namesOfNames)
    }
    return taken
  }

  /// Formulas that have the name of another column.
  private var ofNames: [KindError] {
    let taken = otherNames
    return (plan.formulas ?? []).compactMap { formula in
      if plan.averages != nil, formula.name.hasSuffix(Quantity.averagedSuffix) {
        return KindError(
          "names that end with '\(Quantity.averagedSuffix)' are those of averages",
          at: ["formulas", formula.name], hint: "give it another name"
        ).with { $0.isOfKey = true }
      }
      guard
        taken.contains(formula.name) || RecordedArray.content(ofDataset: formula.name) != nil
      else { return nil }
      return KindError(
        "'\(formula.name)' is the name of another column", at: ["formulas", formula.name],
        hint: "give it another name"
      ).with { $0.isOfKey = true }
    }
  }

  /// Formulas that cannot be read in some run.
  private var ofFormulas: [KindError] {
    (plan.formulas ?? []).flatMap { formula -> [KindError] in
      for run in runs {
        let faults = OwnQuantities.faults(
          in: formula.text, over: specification.names(of: run)())
        if faults.isEmpty { continue }
        return faults.map { fault in
          fault.with {
            $0.path = ["formulas", formula.name] + $0.path
            if Set(runs.map(\.model)).count > 1 {
              $0.message += ", in runs of \(run.model.name) \(run.model.sizes)"
            }
          }
        }
      }
      return []
    }
  }

  /// Vectors that do not fit into columns, or whose dimension has the name of a column.
  private var ofVectors: [KindError] {
    guard let formulas = plan.formulas else { return [] }
    guard let vectors = plan.vectors(of: specification) else {
      return [
        KindError(
          "a formula is a vector in some runs and a number in others", at: ["formulas"],
          hint: "give these different names, or make several sweeps of it")
      ]
    }
    let taken = Set(formulas.map(\.name)).union(otherNames)
    return vectors.compactMap { vector in
      let path = ["formulas", vector.name]
      if let axis = vector.axisNames.first(where: taken.contains) {
        return KindError(
          "the dimension of the vector '\(vector.name)' is called '\(axis)', and so is a column",
          at: path, hint: "give the vector another name"
        ).with { $0.isOfKey = true }
      }
      if plan.end?.quantity == vector.name {
        return KindError(
          "runs end at a number, and '\(vector.name)' is a vector", at: path,
          hint: "a formula of one number, such as its sum")
      }
      guard Double(plan.snapshotCount) * Double(vector.count) > Self.mostNumbers else {
        return nil
      }
      return KindError(
        "\(vector.name) of a run takes more than 4 GiB", at: path, hint: "fewer snapshots")
    }
  }
}

extension OwnNames {
  /// What tells the names of one run from those of another.
  struct Key: Hashable {
    var model: Model
    var data: OwnNames.Data
  }
}

/// Names that are made when somebody asks for them.
struct RunNames {
  let key: OwnNames.Key

  func callAsFunction() -> OwnNames { OwnNames(of: key.model, on: key.data) }
}

extension Specification {
  /// What formulas may name in a run, before its data are there.
  func names(of run: Run) -> RunNames {
    var data = OwnNames.Data(
      samples: run.sampleCount, testSamples: run.data.testSampleCount, hasTruth: false,
      areProbabilities: false)
    switch run.truth {
    case .sparse, .lowRank, .symmetricLowRank, .lowRankRectangle: data.hasTruth = true
    case .teacher: data.teacher = run.truth?.teacherNames(outputs: run.data.outputCount) ?? []
    case .target, nil: break
    }
    if case .file(let digest) = run.data.origin, let file = problems[digest] {
      data.testSamples = file.testSampleCount
      data.hasTruth = file.hasTruth
      data.areProbabilities = file.columnsOfTargets != nil
      data.areTestProbabilities = file.columnsOfTestTargets != nil
    }
    return RunNames(key: OwnNames.Key(model: run.model, data: data))
  }
}
