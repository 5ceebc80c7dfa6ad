internal import Digests
internal import FileSystem
internal import Shards
internal import Sweeps

/// Looks at every file of a sweep's directory that a result may come from.
struct DirectoryCheck {
  /// One line a problem, each naming its file.
  private(set) var problems: [String] = []

  private let session: SweepSession
  private var directory: SweepDirectory { session.directory }

  /// Checks a sweep's directory, and those of the sweeps that it extends.
  ///
  /// - Parameters:
  ///   - session: The sweep.
  ///   - isExtended: Whether another sweep extends it, which keeps its problems and need not find all
  ///     its shards.
  init(_ session: SweepSession, isExtended: Bool = false) {
    self.session = session
    var archived: ResultsMerger.Outcome?
    var isLost = false
    do throws(OrchestrationError) {
      archived = try session.archived
    } catch {
      // Without the results, or what they say, no shard can be told to be missing.
      problems.append(error.description)
      isLost = true
    }
    checkShards(mustExist: archived == nil && !isExtended && !isLost)
    checkNames()
    checkCheckpoints()
    if !isExtended {
      checkProblems()
    } else if let archived {
      checkResults(expecting: archived.digest)
    } else {
      checkEarlierResults()
    }
    for name in names(in: directory.generations) {
      do throws(OrchestrationError) {
        let earlier = try SweepSession(opening: SweepDirectory("\(directory.generations)/\(name)"))
        problems += DirectoryCheck(earlier, isExtended: true).problems
      } catch {
        problems.append(error.description)
      }
    }
  }

  private mutating func checkShards(mustExist: Bool) {
    for index in 0..<session.manifest.shardCount {
      let reader = session.reader(ofShard: index)
      do throws(ShardError) {
        if try reader.exists {
          try reader.verify()
        } else if mustExist {
          problems.append("\(reader.path): missing")
        }
      } catch {
        problems.append(error.description)
      }
    }
  }

  /// Runs may have been taken over from results that took the place of their shards.
  private mutating func checkResults(expecting digest: SHA256Digest) {
    do throws(ShardError) {
      try ResultsFile.verify(directory.results, expecting: digest)
    } catch {
      problems.append(error.description)
    }
  }

  /// The results of an extended sweep, which lie beside its shards; HDF5 sees none without a digest.
  private mutating func checkEarlierResults() {
    do {
      guard try Files.exists(directory.results) else { return }
      if let digest = try Provenance.digest(beside: directory.results) {
        checkResults(expecting: digest)
      } else {
        problems.append(
          "\(directory.provenance): missing; without it nothing speaks for \(directory.results)")
      }
    } catch {
      problems.append("\(error)")
    }
  }

  /// Files among the shards that are not where they belong.
  private mutating func checkNames() {
    for folder in names(in: directory.shards) {
      let place = "\(directory.shards)/\(folder)"
      guard OwnNames.isShardFolder(folder), kind(of: place) == .directory else {
        problems.append("\(place): \(description(ofStranger: place))")
        continue
      }
      for name in names(in: place) {
        let path = "\(place)/\(name)"
        guard !isExpected(path), !OwnNames.isTemporary(name) else { continue }
        problems.append("\(path): \(description(ofStranger: path))")
      }
    }
  }

  /// What is under a name, links followed once; whoever cannot tell says so.
  private mutating func kind(of path: String) -> Files.Kind? {
    do throws(FileError) {
      let kind = try Files.kind(of: path)
      // Shards may lie on another disk.
      return try kind == .link ? Files.kind(of: path + "/.") : kind
    } catch {
      problems.append(error.description)
      return nil
    }
  }

  /// Whether a shard of this sweep has this path.
  private func isExpected(_ path: String) -> Bool {
    let digits = Files.name(of: path).dropFirst("shard-".count).prefix { $0 != "." }
    guard let index = Int(digits), (0..<session.manifest.shardCount).contains(index) else {
      return false
    }
    return path == directory.shard(index)
  }

  private func description(ofStranger path: String) -> String {
    guard let bytes = try? Files.read(path, atMost: ShardHeader.byteCount),
      let header = ShardHeader(bytes: bytes)
    else { return "no file of this sweep" }
    guard header.sweepDigest == session.manifest.digest else { return "belongs to another sweep" }
    return "holds runs \(header.runs.lowerBound) to \(header.runs.upperBound - 1) of this sweep "
      + "once more: their place is \(directory.shard(header.shard))"
  }

  private mutating func checkCheckpoints() {
    for name in names(in: directory.checkpoints) where !OwnNames.isTemporary(name) {
      let path = "\(directory.checkpoints)/\(name)"
      let digits = name.dropFirst("shard-".count).prefix { $0 != "." }
      guard let index = Int(digits), (0..<session.manifest.shardCount).contains(index),
        path == directory.checkpoint(index)
      else {
        problems.append("\(path): no file of this sweep")
        continue
      }
      do throws(ShardError) {
        _ = try session.checkpoint(ofShard: index).read(shape: session.shape)
      } catch {
        problems.append(error.description)
      }
    }
  }

  /// The users' problems, which are named by their digests.
  private mutating func checkProblems() {
    let wanted = Set(session.manifest.specification.problems.keys)
    for digest in wanted.sorted() {
      do throws(FileError) {
        guard try !Files.exists(directory.problem(digest)) else { continue }
        problems.append("\(directory.problem(digest)): missing")
      } catch {
        problems.append(error.description)
      }
    }
    for name in names(in: Files.directory(of: directory.problem(""))) {
      if name.contains(".tmp-") { continue }
      let path = "\(Files.directory(of: directory.problem("")))/\(name)"
      guard let digest = try? SHA256Digest.ofFile(at: path), path == directory.problem("\(digest)")
      else {
        problems.append(
          "\(path): damaged, or no file of this sweep: the content does not match the name")
        continue
      }
    }
  }

  private mutating func names(in folder: String) -> [String] {
    do throws(FileError) {
      return try Files.names(in: folder)
    } catch {
      problems.append(error.description)
      return []
    }
  }
}
