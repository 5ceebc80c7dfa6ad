import Foundation
import TestSupport
import Testing

@Suite struct MemoryTests {
  private let directory = TemporaryDirectory()

  /// d = 10⁴, n = 500, sixteen runs: bits of the design, not numbers, and one copy for all.
  @Test func aWorkerOfALargeSignSweepStaysBelow100Megabytes() throws {
    let sweep = directory.write(
      """
      name: memory
      model: {kind: diagonal-net, dimension: 10000, sparsity: 50}
      data: {design: sign, samples: 500}
      noise: {kind: label, delta: 0.5}
      optimizer: {kind: adam, step_size: {log: [1e-4, 1e-3], count: 16}, beta2: 0.99}
      steps: 5
      seed: 1
      record: {count: 2, signal: last, projection: never}
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
    let kilobytes = try #require(Int(last), "\(result.standardOutput)")
    #expect(kilobytes < 100_000)
  }
}
