internal import Digests
internal import FileSystem
private import FoundationEssentials
internal import Shards

/// What may differ between two results with the same bytes: kept beside them, never inside.
struct Provenance {
  private struct File: Codable {
    var resultsSha256: String
    var sweepSha256: String
    var runs: [String: Int]
    var host: String
    var finishedAt: String
    var work: Work?

    /// What the last call of `run` computed.
    struct Work: Codable {
      var runSteps: Int64
      var resumedRunSteps: Int64
      var runsTakenOver: Int64
      var cpuSeconds: Double
      var predictedCpuSeconds: Double
      var coordinatorCpuSeconds: Double
      var seconds: Double
    }
  }

  private let path: String
  private let file: File

  init(session: SweepSession, outcome: ResultsMerger.Outcome, work: Work?) {
    path = session.directory.provenance
    file = File(
      resultsSha256: outcome.digest.description,
      sweepSha256: session.manifest.digest.description,
      runs: Dictionary(
        uniqueKeysWithValues: outcome.runs.map { ($0.key.meaning, $0.value) }),
      host: hostName(), finishedAt: Date.now.formatted(.iso8601),
      work: work.map {
        File.Work(
          runSteps: $0.runSteps, resumedRunSteps: $0.resumedRunSteps,
          runsTakenOver: $0.runsTakenOver, cpuSeconds: $0.processorSeconds,
          predictedCpuSeconds: $0.predictedSeconds,
          coordinatorCpuSeconds: $0.coordinatorSeconds, seconds: $0.seconds)
      })
  }

  /// The digest that the provenance beside a results file states; nil where there is none.
  static func digest(beside results: String) -> SHA256Digest? {
    let path = SweepDirectory(Files.directory(of: results)).provenance
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard Files.name(of: results) == Files.name(of: SweepDirectory("").results),
      let bytes = try? Files.read(path),
      let file = try? decoder.decode(File.self, from: Data(bytes))
    else { return nil }
    return SHA256Digest(hex: file.resultsSha256)
  }

  func write() throws(FileError) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(file) else {
      preconditionFailure("provenance holds finite numbers and text only")
    }
    try Files.replace(path, with: Array(data) + [UInt8(ascii: "\n")])
  }
}
