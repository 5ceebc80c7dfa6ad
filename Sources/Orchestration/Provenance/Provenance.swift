public import Digests
internal import FileSystem
private import FoundationEssentials
public import Shards

/// What may differ between two results with the same bytes: kept beside them, never inside.
public struct Provenance: Sendable {
  /// Time that something took.
  struct Effort: Codable, Hashable, Sendable {
    var wallSeconds: Double
    var cpuSeconds: Double
  }

  private struct File: Codable, Sendable {
    var resultsSha256: String
    var sweeps: [Sweep]
    var runs: [String: Int]
    var merge: Merge
    var work: Work?
    /// Programs that computed shards.
    var programs: [BuildFacts]
    /// Processes that did.
    var workers: [WorkLog.Worker]
    var shards: Shards
    /// Whether the shards are gone, because someone asked for that after the merge.
    var sourcesDeleted: Bool?

    struct Sweep: Codable, Sendable {
      var directory: String
      var sha256: String
      var formatVersion: Int
      var numericsVersion: Int
    }

    /// Who merged, when, and how long it took.
    struct Merge: Codable, Sendable {
      var host: String
      var finishedAt: String
      var wallSeconds: Double
      var cpuSeconds: Double
      var program: BuildFacts
    }

    /// What the last call of `run` computed.
    struct Work: Codable, Sendable {
      var runSteps: Int64
      var resumedRunSteps: Int64
      var runsTakenOver: Int64
      var cpuSeconds: Double
      var predictedCpuSeconds: Double
      // Absent in the first files of format 1; so is the next.
      var coordinatorCpuSeconds: Double?
      var seconds: Double?
    }

    /// Columns with a place for each shard that a log tells of.
    ///
    /// Where it is, who computed it, and how long that took; numbers of sweeps, programs and workers
    /// count from 0.
    struct Shards: Codable, Sendable {
      var sweep: [Int] = []
      var shard: [Int] = []
      var program: [Int] = []
      var worker: [Int] = []
      var finishedAt: [Double] = []
      var wallSeconds: [Double] = []
      var cpuSeconds: [Double] = []
      var runSteps: [Int64] = []
    }
  }

  private var file: File

  init(
    of sessions: [SweepSession], _ outcome: ResultsMerger.Outcome, merge: Effort,
    work: Orchestration.Work?
  ) {
    file = File(
      resultsSha256: outcome.digest.description,
      sweeps: sessions.map {
        File.Sweep(
          directory: $0.directory.path, sha256: $0.manifest.digest.description,
          formatVersion: $0.manifest.formatVersion, numericsVersion: $0.manifest.numericsVersion)
      },
      runs: Dictionary(
        uniqueKeysWithValues: outcome.runs.map { ($0.key.meaning, $0.value) }),
      merge: File.Merge(
        host: hostName(), finishedAt: Date.now.formatted(.iso8601), wallSeconds: merge.wallSeconds,
        cpuSeconds: merge.cpuSeconds, program: BuildFacts()),
      work: work.map {
        File.Work(
          runSteps: $0.runSteps, resumedRunSteps: $0.resumedRunSteps,
          runsTakenOver: $0.runsTakenOver, cpuSeconds: $0.processorSeconds,
          predictedCpuSeconds: $0.predictedSeconds,
          coordinatorCpuSeconds: $0.coordinatorSeconds, seconds: $0.seconds)
      }, programs: [], workers: [], shards: File.Shards())
    for (index, session) in sessions.enumerated() {
      for log in WorkLog.all(in: session.directory) { add(log.program, log.entries, sweep: index) }
    }
  }

  private mutating func add(_ program: BuildFacts, _ entries: [WorkLog.Entry], sweep: Int) {
    let programIndex = Self.index(of: program, in: &file.programs)
    for entry in entries {
      file.shards.sweep.append(sweep)
      file.shards.shard.append(entry.shard)
      file.shards.program.append(programIndex)
      file.shards.worker.append(Self.index(of: entry.worker, in: &file.workers))
      file.shards.finishedAt.append(entry.finishedAt)
      file.shards.wallSeconds.append(entry.wallSeconds)
      file.shards.cpuSeconds.append(entry.cpuSeconds)
      file.shards.runSteps.append(entry.runSteps)
    }
  }

  private static func index<Item: Equatable>(of item: Item, in list: inout [Item]) -> Int {
    // Entries of one worker come one after the other.
    if let index = list.lastIndex(of: item) { return index }
    list.append(item)
    return list.count - 1
  }

  // MARK: Files

  /// The provenance beside a results file: `results.h5` has `results.provenance.json`.
  public static func path(beside results: String) -> String {
    (results.hasSuffix(".h5") ? String(results.dropLast(3)) : results) + ".provenance.json"
  }

  /// Reads the provenance beside a results file; nil where there is none.
  ///
  /// - Throws: ``Shards/ShardError`` where there is one that cannot be read, or is damaged.
  init?(beside results: String) throws(ShardError) {
    let path = Self.path(beside: results)
    let bytes: [UInt8]?
    do { bytes = try Files.read(ifThere: path) } catch { throw .file(error) }
    guard let bytes else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let file = try? decoder.decode(File.self, from: Data(bytes)),
      SHA256Digest(hex: file.resultsSha256) != nil, Self.canBeCounted(file.runs)
    else { throw .damaged(path: path, reason: "it is not the provenance of results") }
    self.file = file
  }

  /// Whether runs by their states have a sum.
  private static func canBeCounted(_ runs: [String: Int]) -> Bool {
    var total = 0
    return runs.values.allSatisfy { count in
      let overflow: Bool
      (total, overflow) = total.addingReportingOverflow(count)
      return count >= 0 && !overflow
    }
  }

  /// The digest that the provenance beside a results file states; nil where there is none.
  ///
  /// - Throws: ``Shards/ShardError`` where there is one that cannot be read, or is damaged.
  public static func digest(beside results: String) throws(ShardError) -> SHA256Digest? {
    try Provenance(beside: results).flatMap { SHA256Digest(hex: $0.file.resultsSha256) }
  }

  /// Whether the results are all that is left of a sweep, and hold every run of it.
  func isArchive(of manifest: Manifest) -> Bool {
    file.sourcesDeleted == true && file.sweeps.map(\.sha256) == [manifest.digest.description]
      && file.runs[RunState.absent.meaning] ?? 0 == 0
  }

  var sayingSourcesAreDeleted: Provenance {
    var provenance = self
    provenance.file.sourcesDeleted = true
    return provenance
  }

  /// What the merge found.
  var outcome: ResultsMerger.Outcome {
    guard let digest = SHA256Digest(hex: file.resultsSha256) else {
      preconditionFailure("a provenance was read or made with a digest")
    }
    let states = RunState.allCases.compactMap { state in
      file.runs[state.meaning].map { (state, $0) }
    }
    return .init(digest: digest, runs: Dictionary(uniqueKeysWithValues: states))
  }

  func write(beside results: String) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(file) else {
      preconditionFailure("provenance holds finite numbers and text only")
    }
    try Files.replace(Self.path(beside: results), with: Array(data) + [UInt8(ascii: "\n")])
  }
}
