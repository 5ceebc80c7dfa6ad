import Digests
import FileSystem
import TestSupport
import Testing

/// One sweep in a directory of its own, to be started, ended and resumed in every way there is.
struct Bench {
  /// The sweep: a few seconds of one core, in some twenty shards, so that there is a middle.
  private static let yaml = SmallSweep.mixed.replacing("steps: 10000", with: "steps: 40000")

  /// The digest of the results that a plain local run writes.
  static let reference = Result {
    let bench = Bench()
    let result = try runProcess(
      try builtProgram("thalweg"), ["run", bench.sweep, "--out", bench.out])
    #expect(result.exitCode == 0, "\(result.standardError)")
    return try bench.digest()
  }

  private let directory = TemporaryDirectory()
  /// The sweep file.
  let sweep: String
  /// The sweep's directory.
  let out: String

  /// A bench in a new directory; `out` overrules where the sweep's directory is.
  init(out: String? = nil) {
    sweep = directory.write(Self.yaml, to: "sweep.yaml")
    self.out = out ?? directory.file("out")
  }

  /// Where jobs run and their logs go.
  var path: String { directory.path }

  /// The path of a file beside the sweep.
  func file(_ name: String) -> String { directory.file(name) }

  /// The shards that are on disk under their final names.
  func finishedShards() -> [String] {
    let folder = out + "/shards/000"
    return ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".h5") }
      .map { folder + "/" + $0 }
  }

  /// Waits until some shards are done, and others are not.
  func waitUntilUnderWay() async throws {
    try await wait("the sweep is under way") { finishedShards().count >= 3 }
    try #require(!Files.exists(out + "/results.h5"), "the sweep is too short for this test")
  }

  /// The digest of the results.
  func digest() throws -> SHA256Digest { try .ofFile(at: out + "/results.h5") }

  /// Expects the results to be, byte for byte, those of a plain local run.
  func expectReferenceResults(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let reference = try Self.reference.get()
    #expect(try digest() == reference, sourceLocation: sourceLocation)
  }
}
