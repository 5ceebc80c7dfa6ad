internal import Digests
internal import FileSystem
internal import Shards

/// What a check of files found.
public struct Verification: Sendable {
  /// One line a problem, each naming its file; empty when all is sound.
  public private(set) var problems: [String] = []
  /// What was looked at, in words.
  public private(set) var checked = ""

  /// Checks a sweep's directory, a shard, or a results file.
  ///
  /// - Throws: ``OrchestrationError`` where `path` is none of them.
  public init(of path: String) throws(OrchestrationError) {
    let isFile: Bool
    do { isFile = try Files.size(of: path) != nil } catch { throw .file(error) }
    if !isFile {
      try checkDirectory(SweepDirectory(path))
    } else if let header = try? Files.read(path, atMost: ShardHeader.byteCount),
      ShardHeader.isClaimed(by: header) || Files.name(of: path).hasPrefix("shard-")
    {
      checkShard(path)
    } else {
      checkResults(path)
    }
  }

  private mutating func checkDirectory(_ directory: SweepDirectory) throws(OrchestrationError) {
    let session = try SweepSession(opening: directory)
    let check = DirectoryCheck(session)
    problems += check.problems
    let counts =
      counted(session.manifest.shardCount, "shard") + ", "
      + counted(session.manifest.runCount, "run")
    checked = counts
    do throws(FileError) {
      if try Files.exists(directory.results) {
        checkResults(directory.results, of: session.manifest)
        checked = "\(counts), results"
      } else if try Files.exists(directory.provenance) {
        let missing = "\(directory.results): missing"
        // Where they took the place of the shards, that was said already.
        if !problems.contains(where: { $0.hasPrefix("\(directory.results):") }) {
          problems.append("\(missing), though \(directory.provenance) tells of it")
        }
      }
    } catch {
      problems.append(error.description)
    }
  }

  private mutating func checkShard(_ path: String) {
    checked = "one shard"
    do throws(ShardError) {
      try ShardReader(ofFile: path).verify()
    } catch {
      problems.append(error.description)
    }
  }

  private mutating func checkResults(_ path: String, of manifest: Manifest? = nil) {
    checked = "one results file"
    var digest: SHA256Digest?
    do throws(ShardError) {
      digest = try Provenance.digest(beside: path)
      if digest == nil, manifest != nil {
        problems.append(
          "\(Provenance.path(beside: path)): missing; without it only the checksums in \(path) speak for it"
        )
      }
    } catch {
      problems.append(error.description)
    }
    do throws(ShardError) {
      try ResultsFile.verify(path, expecting: digest)
      if let manifest, try ResultsFile.open(path).sweepDigest != manifest.digest.description {
        throw .foreign(path: path)
      }
    } catch {
      problems.append(error.description)
    }
  }
}
