internal import Digests
internal import Experiments
internal import FileSystem
internal import Shards
internal import Sweeps

/// The finished runs of the sweeps that this one extends.
///
/// Their directories lie in `generations`, each laid out like a sweep directory of its own.
struct EarlierRuns {
  private let session: SweepSession
  private var plan: RecordPlan { session.manifest.specification.record }
  private var shape: RecordShape { session.shape }
  private var generations: [Generation] = []

  /// The earlier runs of a session, before anybody looked for them.
  init(_ session: SweepSession) { self.session = session }

  /// Looks for the earlier sweeps.
  ///
  /// - Parameter note: Told of those that cannot be used, whose runs are computed again.
  /// - Throws: ``Shards/ShardError/file(_:)`` where one cannot be read.
  mutating func open(note: (String) -> Void) throws(ShardError) {
    let place = session.directory.generations
    do {
      for name in try Files.names(in: place) {
        do throws(OrchestrationError) {
          let earlier = try SweepSession(opening: SweepDirectory("\(place)/\(name)"))
          guard earlier.shape.keepsArrays(like: session.shape) else { continue }
          generations.append(try Generation(earlier))
        } catch {
          if error.isInputOutput { throw error }
          note("nothing is taken over from there: \(error)")
        }
      }
    } catch OrchestrationError.shard(let error) {
      throw error
    } catch let error as FileError {
      throw .file(error)
    } catch OrchestrationError.file(let error) {
      throw .file(error)
    } catch {
      preconditionFailure("no other error of files is thrown: \(error)")
    }
  }

  /// Copies what is known of these runs of `grid`.
  ///
  /// - Returns: A block with the known runs, and which they are; nil where none is.
  /// - Throws: ``Shards/ShardError/file(_:)`` where something that is there cannot be read.
  mutating func records(
    ofRuns runs: Range<Int>, of grid: Grid
  ) throws(ShardError) -> (block: RecordBlock, known: Set<Int>)? {
    guard !generations.isEmpty else { return nil }
    var block = RecordBlock(runs: runs, shape: shape)
    var known: Set<Int> = []
    for run in runs {
      let identity = RunIdentity(Run(grid[run]), plan: plan)
      let numerics = grid[run].numericsVersion
      for index in generations.indices where generations[index].numericsVersion >= numerics {
        guard try generations[index].copy(identity, as: run, into: &block) else { continue }
        known.insert(run)
        break
      }
    }
    return known.isEmpty ? nil : (block, known)
  }
}

/// One earlier sweep.
private struct Generation {
  private let session: SweepSession
  /// Runs by identity; 10⁷ of them take about a gigabyte and a minute.
  private let runs: [SHA256Digest: Int]
  /// The results, where they took the place of the shards; nil where the shards are there.
  private let archive: String?
  /// Shards read last, the latest at the end; nil for one that cannot be used.
  private var cache: [(shard: Int, block: RecordBlock?)] = []

  private static let cacheLimit = 4

  var numericsVersion: Int { session.manifest.numericsVersion }

  init(_ session: SweepSession) throws(OrchestrationError) {
    self.session = session
    archive = try session.archived == nil ? nil : session.directory.results
    let plan = session.manifest.specification.record
    var runs: [SHA256Digest: Int] = [:]
    do throws(ShardError) {
      for shard in 0..<session.manifest.shardCount {
        if archive == nil, try !session.reader(ofShard: shard).exists { continue }
        for run in session.manifest.runs(ofShard: shard) {
          runs[RunIdentity(Run(session.grid[run]), plan: plan).digest] = run
        }
      }
    } catch {
      throw .shard(error)
    }
    self.runs = runs
  }

  /// Copies a run's records if they are there and sound.
  mutating func copy(
    _ identity: RunIdentity, as run: Int, into block: inout RecordBlock
  ) throws(ShardError) -> Bool {
    guard let own = runs[identity.digest] else { return false }
    // The shard that holds the run: the last one that starts at or before it.
    let firstRuns = session.manifest.firstRuns
    var (low, high) = (0, firstRuns.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstRuns[middle] <= own { low = middle } else { high = middle }
    }
    guard let source = try read(low) else { return false }
    switch RunState(rawValue: source.status[own - source.runs.lowerBound]) {
    case .ok, .diverged:
      block.copy(run: run, from: source, run: own)
      return true
    case .failed, .absent, nil: return false
    }
  }

  private mutating func read(_ shard: Int) throws(ShardError) -> RecordBlock? {
    if let found = cache.first(where: { $0.shard == shard }) { return found.block }
    var block: RecordBlock?
    do throws(ShardError) {
      block = try records(ofShard: shard)
    } catch {
      // What is damaged is computed again, as everywhere.
      if case .file = error { throw error }
    }
    cache.append((shard, block))
    if cache.count > Self.cacheLimit { cache.removeFirst() }
    return block
  }

  private func records(ofShard shard: Int) throws(ShardError) -> RecordBlock {
    guard let archive else {
      return try session.reader(ofShard: shard).readExactly(shape: session.shape)
    }
    return try ResultsFile.open(archive, knowing: RecordedQuantities.known)
      .records(ofRuns: session.manifest.runs(ofShard: shard), keepsNaNs: true)
  }
}
