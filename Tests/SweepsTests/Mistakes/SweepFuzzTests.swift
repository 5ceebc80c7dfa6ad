import Experiments
import Sweeps
import TestSupport
import Testing

/// Damaged sweep files: every one is decoded or refused with places, none crashes or hangs.
@Suite struct SweepFuzzTests {
  private static let dictionary = [
    "{", "}", "[", "]", ": ", ", ", "- ", "\n", "\n  ", "&a ", "*a", "!!str ", "\"", "'", "|", ">",
    "null", "true", "-1", "0", "1e308", "1e-320", "9223372036854775807", "18446744073709551616",
    "{log: [1, 2], count: 3}", "{from: 0, to: 1, step: 1e-9}", "{slow_time: 1e300}", "kind: file",
    "sgd", "matrix-factorization", "zip: [[seed, steps]]", "exclude: [{seed: 1}]", "\u{FEFF}", "é",
    "seed: {count: 99999999999}", "slow_times: [0, 1]", "noise_seed: 1",
  ]

  /// The seed of the mutations is the number of the sweep, so that a failure can be repeated.
  @Test(arguments: [SmallSweep.mixed, SmallSweep.tiny, SmallSweep.wide, SmallSweep.slow])
  func everyDamagedSweepIsDecodedOrRefused(yaml: String) {
    var mutate = Mutation(seed: UInt64(yaml.utf8.count), dictionary: Self.dictionary)
    for _ in 0..<Mutation.count(or: 2000) / 4 {
      let text = String(decoding: mutate(Array(yaml.utf8)), as: UTF8.self)
      do throws(SpecificationError) {
        let specification = try Specification(yaml: text, source: "s.yaml")
        // What is accepted can be expanded at both ends.
        let grid = Grid(specification)
        for run in [0, grid.runCount - 1] { #expect(grid[run]["model.kind"] != nil, "\(text)") }
      } catch {
        #expect(error.diagnostics.allSatisfy { $0.place.line >= 1 && !$0.message.isEmpty })
      }
    }
  }
}
