internal import FileSystem
private import FoundationEssentials
private import Glibc
internal import Shards

/// Who computed which shard, and how long it took: one file for each process that coordinated, one
/// line of JSON for each shard, written as soon as there is nothing more urgent.
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

    // Spelled out, for converting the names of a line takes longer than all the rest.
    enum CodingKeys: String, CodingKey {
      case shard
      case worker
      case finishedAt = "finished_at"
      case wallSeconds = "wall_seconds"
      case cpuSeconds = "cpu_seconds"
      case runSteps = "run_steps"
    }
  }

  /// A line of the file: the first says which program wrote it.
  private enum Line: Codable {
    case program(BuildFacts)
    case finished(Entry)
  }

  private let path: String
  private let mpi: String?
  private var isBegun = false
  private var unwritten: [Entry] = []

  /// A log in a sweep's directory; it has no file before there is something to write.
  ///
  /// - Parameters:
  ///   - directory: The sweep's.
  ///   - mpi: The MPI library, in its own words; nil where the run is without.
  init(in directory: SweepDirectory, mpi: String? = nil) {
    self.mpi = mpi
    let name = "\(hostName())-\(getpid())-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
    path = "\(directory.work)/\(name).jsonl"
  }

  /// Takes note of a shard, to be written by ``write()``.
  mutating func add(_ shard: Int, _ summary: ShardSummary) {
    unwritten.append(
      Entry(
        shard: shard, worker: summary.worker, finishedAt: Date.now.timeIntervalSince1970,
        wallSeconds: summary.wallSeconds, cpuSeconds: summary.processorSeconds,
        runSteps: summary.runSteps))
  }

  /// Writes what was noted.
  mutating func write() {
    guard !unwritten.isEmpty else { return }
    if !isBegun {
      isBegun = true
      let encoder = Self.encoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      append([.program(BuildFacts(mpi: mpi))], encoder)
    }
    append(unwritten.map { .finished($0) }, Self.encoder())
    unwritten = []
  }

  private static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private func append(_ lines: [Line], _ encoder: JSONEncoder) {
    var bytes: [UInt8] = []
    for line in lines {
      guard let data = try? encoder.encode(line) else { continue }
      bytes += data
      bytes.append(UInt8(ascii: "\n"))
    }
    try? Files.makeDirectory(Files.directory(of: path))
    try? Files.append(path, bytes)
  }

  /// What the logs of a directory say: programs with the last entry for each shard they finished,
  /// in the order of files and shards.
  static func all(in directory: SweepDirectory) -> [(program: BuildFacts, entries: [Entry])] {
    let decoder = JSONDecoder()
    let programDecoder = JSONDecoder()
    programDecoder.keyDecodingStrategy = .convertFromSnakeCase
    var logs: [(program: BuildFacts, entries: [Entry])] = []
    for name in (try? Files.names(in: directory.work)) ?? [] where name.hasSuffix(".jsonl") {
      let bytes = (try? Files.read("\(directory.work)/\(name)")) ?? []
      var program: BuildFacts?
      var entries: [Int: Entry] = [:]
      // A line that was cut off is none.
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        let data = Data(line)
        switch (try? decoder.decode(Line.self, from: data))
          ?? (try? programDecoder.decode(Line.self, from: data))
        {
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
