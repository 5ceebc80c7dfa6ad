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
      runSteps: try runSteps(ofShard: shard), shard: shard)
    let directory = session.directory.attempts(ofShard: shard)
    try Files.makeDirectory(directory)
    try Files.replace(Self.path(in: directory, process: process), with: death.json)
    return try countedDeaths(ofShard: shard).count
  }

  /// A name for the evidence of a death that no other has.
  static func path(in directory: String, process: Int32) -> String {
    let token = String(UInt64.random(in: 0...(.max)), radix: 36)
    return "\(directory)/death-\(process)-\(token).json"
  }

  /// The deaths over a shard since it last made progress.
  func countedDeaths(ofShard shard: Int) throws(FileError) -> [Death] {
    let deaths = try deaths(ofShard: shard)
    guard !deaths.isEmpty else { return [] }
    let runSteps = try runSteps(ofShard: shard)
    return deaths.filter { $0.runSteps == runSteps }
  }

  /// All evidence over a shard; what is none counts for nothing.
  private func deaths(ofShard shard: Int) throws(FileError) -> [Death] {
    let directory = session.directory.attempts(ofShard: shard)
    var deaths: [Death] = []
    for name in try Files.names(in: directory) where OwnNames.isEvidence(name) {
      guard
        let bytes = try Files.read(
          ifThere: directory + "/" + name, limit: Death.largestByteCount),
        let death = Death(json: bytes), death.shard == shard
      else { continue }
      deaths.append(death)
    }
    return deaths
  }

  /// The unfinished shards that are quarantined, ascending.
  ///
  /// - Parameters:
  ///   - pending: The unfinished shards.
  ///   - isRetrying: Whether the evidence against them is forgotten.
  /// - Returns: Their indices; none when their evidence is forgotten.
  /// - Throws: ``FileSystem/FileError`` where the evidence cannot be read.
  func quarantined(
    among pending: [Int], retrying isRetrying: Bool = false
  ) throws(FileError) -> [Int] {
    let suspects = Set(try Files.names(in: session.directory.attempts))
    guard !suspects.isEmpty else { return [] }
    var quarantined: [Int] = []
    for shard in pending.sorted()
    where suspects.contains(Files.name(of: session.directory.attempts(ofShard: shard))) {
      if try countedDeaths(ofShard: shard).count >= Self.limit { quarantined.append(shard) }
    }
    guard isRetrying else { return quarantined }
    for shard in quarantined { forget(shard) }
    return []
  }

  /// Forgets the evidence over a shard, unless the directory's lock is lost.
  func forget(_ shard: Int, lock: DirectoryLock? = nil) {
    guard (try? Files.kind(of: session.directory.attempts(ofShard: shard))) == .directory,
      lock == nil || (try? lock?.confirm()) != nil
    else { return }
    OwnNames.remove(in: session.directory.attempts(ofShard: shard), where: OwnNames.isEvidence)
  }

  /// The run-steps in a shard's checkpoint; 0 without one.
  func runSteps(ofShard shard: Int) throws(FileError) -> Int64 {
    try session.checkpoint(ofShard: shard).runSteps
  }
}
