import Foundation
import TestSupport
import Testing

/// d = 10⁴, n = 500: a worker's peak, the program itself (some 40 MB) included.
@Suite struct MemoryTests {
  private let directory = TemporaryDirectory()

  /// Bits of the design, or its numbers, and one copy for all sixteen runs.
  @Test(arguments: ["sign", "gaussian"])
  func aWorkerOfALargeSweepStaysBelow100Megabytes(design: String) throws {
    #expect(try peak(design: design, runs: 16, projection: "never") < 100_000)
  }

  /// All 2 d coordinates are active so early: the n gradients over them would take 80 MB, over pairs
  /// of them 40 MB; a system of n equations takes 4 MB.
  @Test func projectionsHoldSystemsOfEquationsAndNoGradients() throws {
    #expect(try peak(design: "sign", runs: 2, projection: "last") < 75_000)
  }

  /// The largest peak of all processes of a sweep with one worker, in kB.
  private func peak(design: String, runs: Int, projection: String) throws -> Int {
    let sweep = directory.write(
      """
      name: memory
      model: {kind: diagonal-net, dimension: 10000, sparsity: 50}
      data: {design: \(design), samples: 500}
      noise: {kind: label, delta: 0.5}
      optimizer: {kind: adam, step_size: {log: [1e-4, 1e-3], count: \(runs)}, beta2: 0.99}
      steps: 5
      seed: 1
      record: {count: 2, signal: last, projection: \(projection)}
      """, to: "sweep.yaml")
    let script = directory.write(
      """
      import resource, subprocess, sys

      subprocess.run(sys.argv[1:], check=True)
      # The largest of all descendants, in kB.
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      """, to: "measure.py")
    let result = try runProcess(
      try Python.interpreter,
      [
        script, try builtProgram("thalweg"), "run", sweep, "--out", directory.file("out"),
        "--workers", "1",
      ])
    #expect(result.exitCode == 0, "\(result.standardError)")
    let last = try #require(result.standardOutput.split(separator: "\n").last)
    return try #require(Int(last), "\(result.standardOutput)")
  }
}
