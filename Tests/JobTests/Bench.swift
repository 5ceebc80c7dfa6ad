import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

/// One sweep in a directory of its own, to be started, ended and resumed in every way there is.
struct Bench {
  /// How much there is to compute.
  enum Size: Int {
    /// Eight shards and under a second of one core.
    case small = 10_000
    /// Some twenty shards and seconds: enough to have a middle.
    case large = 30_000
  }

  /// The digests of the results that plain local runs write.
  private static let small = Result { try computeReference(.small) }
  private static let large = Result { try computeReference(.large) }

  private let directory = TemporaryDirectory()
  private let size: Size
  /// The sweep file.
  let sweep: String
  /// The sweep's directory.
  let out: String

  /// A bench in a new directory; `out` overrules where the sweep's directory is.
  init(_ size: Size = .large, out: String? = nil) {
    self.size = size
    sweep = directory.write(
      SmallSweep.mixed.replacing("steps: 10000", with: "steps: \(size.rawValue)"),
      to: "sweep.yaml")
    self.out = out ?? directory.file("out")
  }

  /// Where jobs run and their logs go.
  var path: String { directory.path }

  /// The path of a file beside the sweep.
  func file(_ name: String) -> String { directory.file(name) }

  /// Starts the sweep with two local workers.
  func launchSweep() throws -> LaunchedProcess {
    try launch(["thalweg", "run", sweep, "--out", out, "--workers", "2"])
  }

  /// Runs the sweep with two local workers.
  func runSweep() throws -> ProcessResult {
    try launchSweep().waitUntilExit(timeout: .seconds(600))
  }

  /// The shards that are on disk under their final names.
  func finishedShards() -> [String] {
    let folder = out + "/shards/000"
    return ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".h5") }
      .map { folder + "/" + $0 }
  }

  /// Waits until some shards are done, and others are not.
  func waitUntilUnderWay() throws {
    try wait("the sweep is under way") { finishedShards().count >= 3 }
    try #require(try !Files.exists(out + "/results.h5"), "the sweep is too short for this test")
  }

  /// How many processes computed the results, by their provenance.
  var workerCount: Int {
    get throws {
      let data = try Data(contentsOf: URL(fileURLWithPath: out + "/results.provenance.json"))
      let file = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      return (file?["workers"] as? [Any])?.count ?? 0
    }
  }

  /// Expects the results to be, byte for byte, those of a plain local run; the sweep's directory is
  /// `directory` if it is not `out` any more.
  func expectReferenceResults(
    in directory: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let reference = try (size == .small ? Self.small : Self.large).get()
    let digest = try SHA256Digest.ofFile(at: (directory ?? out) + "/results.h5")
    #expect(digest == reference, sourceLocation: sourceLocation)
  }

  private static func computeReference(_ size: Size) throws -> SHA256Digest {
    let bench = Bench(size)
    let result = try bench.runSweep()
    try #require(result.exitCode == 0, "\(result.standardError)")
    return try .ofFile(at: bench.out + "/results.h5")
  }
}
