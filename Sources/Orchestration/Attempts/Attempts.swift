internal import FileSystem
private import FoundationEssentials
internal import Shards

/// What is known of workers' deaths over the shards of a sweep: files of evidence, one a death.
///
/// A death counts as long as the shard's checkpoint is where it was then; a shard with
/// ``limit`` deaths at one place is quarantined.
struct Attempts: Sendable {
  /// Deaths in a row without progress after which a shard is quarantined.
  static let limit = 3

  private let session: SweepSession

  init(_ session: SweepSession) { self.session = session }

  /// Keeps the evidence of a death, and says how many count now.
  func record(
    cause: String, process: Int32, shard: Int
  ) throws(FileError) -> Int {
    let death = Death(
      at: Int(Date.now.timeIntervalSince1970), cause: cause, host: hostName(), process: process,
      runSteps: runSteps(ofShard: shard), shard: shard)
    let directory = session.directory.attempts(ofShard: shard)
    try Files.makeDirectory(directory)
    try Files.replace(Self.path(in: directory, process: process), with: death.json)
    return countedDeaths(ofShard: shard).count
  }

  /// A name for the evidence of a death that no other has.
  static func path(in directory: String, process: Int32) -> String {
    let token = String(UInt64.random(in: 0...(.max)), radix: 36)
    return "\(directory)/death-\(process)-\(token).json"
  }

  /// The deaths over a shard since it last made progress.
  func countedDeaths(ofShard shard: Int) -> [Death] {
    let deaths = deaths(ofShard: shard)
    guard !deaths.isEmpty else { return [] }
    let runSteps = runSteps(ofShard: shard)
    return deaths.filter { $0.runSteps == runSteps }
  }

  /// All evidence over a shard; what cannot be read counts for nothing.
  private func deaths(ofShard shard: Int) -> [Death] {
    let directory = session.directory.attempts(ofShard: shard)
    let names = ((try? Files.names(in: directory)) ?? []).filter { $0.hasSuffix(".json") }
    return names.compactMap { name in
      (try? Files.read(directory + "/" + name)).flatMap(Death.init(json:))
    }.filter { $0.shard == shard }
  }

  /// The unfinished shards that are quarantined, ascending.
  ///
  /// - Parameters:
  ///   - pending: The unfinished shards.
  ///   - isRetrying: Whether the evidence against them is forgotten.
  /// - Returns: Their indices; none when their evidence is forgotten.
  func quarantined(among pending: [Int], retrying isRetrying: Bool = false) -> [Int] {
    let suspects = Set((try? Files.names(in: session.directory.attempts)) ?? [])
    guard !suspects.isEmpty else { return [] }
    let quarantined = pending.filter { shard in
      suspects.contains(Files.name(of: session.directory.attempts(ofShard: shard)))
        && countedDeaths(ofShard: shard).count >= Self.limit
    }.sorted()
    guard isRetrying else { return quarantined }
    quarantined.forEach(forget)
    return []
  }

  /// Forgets the evidence over a shard.
  func forget(_ shard: Int) {
    let directory = session.directory.attempts(ofShard: shard)
    for name in (try? Files.names(in: directory)) ?? [] {
      try? Files.remove(directory + "/" + name)
    }
    Files.removeDirectory(ifEmpty: directory)
  }

  private func runSteps(ofShard shard: Int) -> Int64 {
    session.checkpoint(ofShard: shard).runSteps
  }
}
