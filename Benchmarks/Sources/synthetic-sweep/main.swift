// Writes a sweep's directory with made-up records, for measurements of what comes after computing.
//
//     synthetic-sweep DIR RUNS RUNS-PER-SHARD [SNAPSHOTS]
//
// Runs differ in step size, β₂ and seed; every number is a function of run and snapshot. Runs per
// shard come out as near to the wish as whole shares of the runs allow.

import Experiments
import Shards
import Sweeps

let arguments = CommandLine.arguments.dropFirst().map(\.self)
guard arguments.count >= 3, let runs = Int(arguments[1]), let perShard = Int(arguments[2]),
  let snapshots = arguments.count > 3 ? Int(arguments[3]) : 40, runs >= 64, perShard >= 1
else {
  print("synthetic-sweep DIR RUNS RUNS-PER-SHARD [SNAPSHOTS]")
  throw CancellationError()
}

let sweep = """
  name: synthetic
  question: How long do merging, checking and reporting take?
  model: {kind: diagonal-net, dimension: 100, sparsity: 5}
  data: {samples: 20}
  noise: {kind: label, alpha: 0.01}
  optimizer: {kind: adam, step_size: {log: [1e-3, 1e-2], count: 16}, beta2: [0.99, 0.999]}
  steps: 100000
  seed: {count: \(runs / 32)}
  record: {count: \(snapshots)}
  """
let specification = try Specification(yaml: sweep, source: "synthetic.yaml")
let grid = Grid(specification)
// All lane-batches cost the same, so many that a shard gets about the runs wished for.
let runsPerBatch = Double(grid.runCount) / Double(grid.laneBatchCount)
let cost = Int(20e9 / (Double(perShard) / runsPerBatch))
let shards = ShardTable(grid, model: CostModel(paths: []) { _, _ in cost })
let manifest = Manifest(specification: specification, grid: grid, shards: shards)
let directory = SweepDirectory(arguments[0])
let shape = RecordShape(
  snapshotCount: snapshots, entryCount: 0, signal: .never,
  quantities: RecordedQuantities.all)
try writeManifest()
// What a diagonal net records without projection.
let variables = RecordedQuantities.all.filter {
  ![.projectedLoss, .restPoint, .spectrum].contains($0.use)
}
for shard in 0..<manifest.shardCount { try writeShard(shard) }
print("\(grid.runCount) runs in \(manifest.shardCount) shards")

func writeManifest() throws {
  try Directories.make(directory.path)
  try Directories.write(manifest.json, to: directory.manifest)
}

func writeShard(_ index: Int) throws {
  let runs = manifest.runs(ofShard: index)
  var block = RecordBlock(runs: runs, shape: shape)
  for run in runs {
    block.setState(.ok, ofRun: run)
    for snapshot in 0..<snapshots {
      var word = UInt64(run * snapshots + snapshot) &* 0x9E37_79B9_7F4A_7C15
      let values = variables.map { variable in
        word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (variable, Double(word >> 11) / Double(1 << 53))
      }
      block.setValues(values, step: snapshot * 1000, snapshot: snapshot, ofRun: run)
    }
  }
  var writer = try ShardWriter.begin(
    path: directory.shard(index), sweepDigest: manifest.digest, shard: index, runs: runs,
    shape: shape, numericsVersion: manifest.numericsVersion)
  try writer.append(block)
  try writer.publish()
}
