internal import FileSystem
private import FoundationEssentials
private import Glibc
internal import Shards

/// Who computed which shard, and how long it took: one file for each process that coordinated, one
/// line of JSON for each shard, written when it was finished.
///
/// Provenance must not hold up a run: what cannot be written is left out.
struct WorkLog {
  /// A process that computes.
  struct Worker: Codable, Hashable {
    var host: String
    var process: Int32
    var processor: String

    /// The calling process.
    static var current: Worker {
      Worker(host: hostName(), process: getpid(), processor: processorName())
    }
  }

  /// A shard that was finished.
  struct Entry: Codable, Hashable {
    var shard: Int
    var worker: Worker
    /// Seconds since 1970.
    var finishedAt: Double
    /// Since the shard was begun, or taken up again; so is the next.
    var wallSeconds: Double
    var cpuSeconds: Double
    var runSteps: Int64
  }

  /// A line of the file: the first says which program wrote it.
  private enum Line: Codable {
    case program(BuildFacts)
    case finished(Entry)
  }

  private let path: String

  /// A log in a sweep's directory, for a program that begins to compute.
  init(in directory: SweepDirectory, _ facts: BuildFacts) {
    let name = "\(hostName())-\(getpid())-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
    path = "\(directory.work)/\(name).jsonl"
    append(.program(facts))
  }

  func add(_ shard: Int, _ summary: ShardSummary) {
    append(
      .finished(
        Entry(
          shard: shard, worker: summary.worker, finishedAt: Date.now.timeIntervalSince1970,
          wallSeconds: summary.wallSeconds, cpuSeconds: summary.processorSeconds,
          runSteps: summary.runSteps)))
  }

  private func append(_ line: Line) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(line) else { return }
    try? Files.makeDirectory(Files.directory(of: path))
    try? Files.append(path, Array(data) + [UInt8(ascii: "\n")])
  }

  /// What the logs of a directory say: programs with the last entry for each shard they finished,
  /// in the order of files and shards.
  static func all(in directory: SweepDirectory) -> [(program: BuildFacts, entries: [Entry])] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var logs: [(program: BuildFacts, entries: [Entry])] = []
    for name in (try? Files.names(in: directory.work)) ?? [] where name.hasSuffix(".jsonl") {
      let bytes = (try? Files.read("\(directory.work)/\(name)")) ?? []
      var program: BuildFacts?
      var entries: [Int: Entry] = [:]
      // A line that was cut off is none.
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        switch try? decoder.decode(Line.self, from: Data(line)) {
        case .program(let facts): program = facts
        case .finished(let entry): entries[entry.shard] = entry
        case nil: continue
        }
      }
      guard let program, !entries.isEmpty else { continue }
      logs.append((program, entries.values.sorted { $0.shard < $1.shard }))
    }
    return logs
  }
}
