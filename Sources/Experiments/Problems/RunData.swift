internal import FileSystem
internal import HDF5
public import Sweeps
internal import Training

/// What a run is trained on, as a file that `data: {kind: file}` reads.
///
/// | dataset | shape | |
/// |---|---|---|
/// | `inputs` | n × q, or n × r × c | the samples, in the shape of the model's x |
/// | `entries` | n × 2 | in the place of `inputs`, of matrix-completion |
/// | `targets` | n, or n × K | y with all that was added or turned for good |
/// | `test_inputs`, `test_targets` | m × q, m or m × K | where there is a test set |
/// | `names` | q | the names of the inputs, where the run's own file has them |
/// | `w_star` | q | where a truth is known |
/// | `theta0` | P, or by block where the run's file has blocks that are not trained | θ₀; not of a run of the slow equations, which would begin there |
/// | `v0`, `noise_std` | P | where the run's own file has them |
///
/// Groups, which such a reader passes over: `blocks` has θ₀ by block, with blocks that are not trained; `teacher` the parameters
/// that targets were made with.
public struct RunData {
  private let problem: Problem
  private let run: Run
  /// Names of the datasets and groups, as they are written.
  public private(set) var names: [String] = []

  /// The data of a run.
  ///
  /// - Parameters:
  ///   - number: The run, counted from 0.
  ///   - specification: Its sweep.
  ///   - problemPath: The path of a user's problem by the digest of its content.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  public init(
    ofRun number: Int, of specification: Specification,
    problemPath: @escaping (_ digest: String) -> String
  ) throws(ProblemFileError) {
    let run = Run(Grid(specification)[number])
    var problems = ProblemStore(path: problemPath)
    problem = try problems.problem(of: run)
    self.run = run.on(problem)
  }

  /// Writes the file, in one step; the same run gives the same bytes.
  public mutating func write(to path: String) throws {
    let temporary = Files.temporaryPath(for: path)
    do {
      let file = try File.create(at: temporary, ifItExists: .truncate)
      names = []
      try writeArrays(file)
      try writeBlocks(file)
      try file.close()
      try Files.publish(temporary, as: path)
    } catch {
      try? Files.remove(temporary)
      throw error
    }
  }

  private mutating func write(
    _ name: String, _ values: [Double], _ shape: [Int], _ file: borrowing File
  ) throws(HDF5Error) {
    let dataset = try file.createDataset(name, of: Double.self, shape: shape)
    try dataset.write(values)
    try dataset.close()
    names.append(name)
  }

  private mutating func writeArrays(_ file: borrowing File) throws {
    let data = problem.data
    let sample = run.model.shapeOfInputs ?? [data.signalCount]
    try writeSamples(of: data, "", sample, file)
    try writeTargets(of: data, "", file)
    if let test = data.test?.problem {
      try writeSamples(of: test, "test_", sample, file)
      try writeTargets(of: test, "test_", file)
    }
    if let inputNames = problem.inputNames {
      let dataset = try file.createStringDataset("names", shape: [inputNames.count])
      try dataset.write(inputNames)
      try dataset.close()
      names.append("names")
    }
    if let truth = data.truth { try write("w_star", truth, [truth.count], file) }
    if run.dynamics == .training || problem.initialParameters != nil {
      if problem.fixedBlocks.isEmpty {
        try write("theta0", start, [start.count], file)
      } else {
        try write(blocksAtStart, in: "theta0", file)
      }
    }
    if let v = problem.secondMoment { try write("v0", v, [v.count], file) }
    if let scales = problem.noiseScales { try write("noise_std", scales, [scales.count], file) }
  }

  private mutating func writeSamples(
    of data: RegressionProblem, _ prefix: String, _ sample: [Int], _ file: borrowing File
  ) throws(HDF5Error) {
    guard let shape = run.model.entryShape, let places = data.unitColumns else {
      return try write("\(prefix)inputs", data.entries, [data.sampleCount] + sample, file)
    }
    let entries = places.flatMap { [Double($0 / shape[1]), Double($0 % shape[1])] }
    try write("\(prefix)entries", entries, [data.sampleCount, 2], file)
  }

  private mutating func writeTargets(
    of data: RegressionProblem, _ prefix: String, _ file: borrowing File
  ) throws(HDF5Error) {
    if data.areProbabilities, let classes = data.classes {
      try write(
        "\(prefix)targets", classes.probabilities, [data.sampleCount, classes.count], file)
    } else {
      try write("\(prefix)targets", data.targets, [data.sampleCount], file)
    }
  }

  private var start: [Double] {
    problem.initialParameters ?? run.model.initialParameters(seed: run.initSeed)
  }

  private var blocksAtStart: [(name: String, shape: [Int], values: [Double])] {
    let start = start
    return run.model.layout.blocks.map { ($0.name, $0.shape, Array(start[$0.range])) }
      + run.model.fixedBlocks
  }

  private mutating func writeBlocks(_ file: borrowing File) throws {
    try write(blocksAtStart, in: "blocks", file)
    let teacher = try run.truth?.teacherBlocks(outputs: run.data.outputCount, seed: run.dataSeed)
    if let teacher { try write(teacher, in: "teacher", file) }
  }

  private mutating func write(
    _ blocks: [(name: String, shape: [Int], values: [Double])], in group: String,
    _ file: borrowing File
  ) throws(HDF5Error) {
    try file.createGroup(group).close()
    for block in blocks {
      try write("\(group)/\(block.name)", block.values, block.shape, file)
    }
  }
}
