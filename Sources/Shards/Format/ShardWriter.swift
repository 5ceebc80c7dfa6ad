public import Digests
internal import FileSystem
internal import HDF5
public import Sweeps

/// Writes one shard: a temporary file that becomes the shard in one step, when it is whole.
///
/// After the first failure a writer refuses everything; nothing half-written ever gets a shard's
/// name.
public struct ShardWriter: ~Copyable {
  private let file: File
  private let place: Place
  private var isBroken = false
  private var nextRun: Int
  /// Blocks that are not in the file yet.
  ///
  /// A write opens every dataset and seals its last chunk, a millisecond for one run or for a thousand.
  private var pending: [RecordBlock] = []

  /// Bytes that are written at once.
  private static let pendingLimit = 1 << 20

  /// What is written, and where to.
  private struct Place {
    let path: String
    let temporary: String
    let sweepDigest: SHA256Digest
    let numericsVersion: Int
    let shard: Int
    let runs: Range<Int>
    let datasets: RecordDatasets
  }

  private init(file: consuming File, place: Place) {
    self.file = file
    self.place = place
    nextRun = place.runs.lowerBound
  }

  /// Starts the shard `shard` of a sweep, at `path`.
  ///
  /// - Parameters:
  ///   - path: The shard's final name.
  ///   - sweepDigest: The sweep it belongs to.
  ///   - shard: Its index, counted from 0.
  ///   - runs: Its runs, counted from 0 over the sweep.
  ///   - shape: Sizes of the columns.
  ///   - numericsVersion: That of the sweep.
  /// - Returns: A writer that expects the shard's first run.
  /// - Throws: ``ShardError``.
  public static func begin(
    path: String, sweepDigest: SHA256Digest, shard: Int, runs: Range<Int>, shape: RecordShape,
    numericsVersion: Int = NumericsVersion.latest
  ) throws(ShardError) -> ShardWriter {
    let place = Place(
      path: path, temporary: Files.temporaryPath(for: path), sweepDigest: sweepDigest,
      numericsVersion: numericsVersion, shard: shard, runs: runs,
      datasets: RecordDatasets(shape: shape, rowCount: runs.count))
    do {
      try Files.makeDirectory(Files.directory(of: path))
    } catch {
      throw .file(error)
    }
    do {
      return try ShardWriter(file: makeFile(place), place: place)
    } catch {
      try? Files.remove(place.temporary)
      throw .hdf5(error)
    }
  }

  private static func makeFile(_ place: Place) throws(HDF5Error) -> File {
    let file = try File.create(at: place.temporary, userBlockByteCount: ShardHeader.byteCount)
    try file.setAttribute(AttributeName.formatVersion, Int64(FormatVersion.format))
    try file.setAttribute(AttributeName.numericsVersion, Int64(place.numericsVersion))
    try file.setAttribute(AttributeName.sweepDigest, place.sweepDigest.description)
    try file.setAttribute("shard", Int64(place.shard))
    try file.setAttribute("first_run", Int64(place.runs.lowerBound))
    try place.datasets.create(in: file)
    return file
  }

  /// Appends the records of the next runs.
  ///
  /// - Throws: ``ShardError``; nothing can be written afterwards.
  /// - Precondition: Blocks come in the order of their runs, without gaps.
  public mutating func append(_ block: RecordBlock) throws(ShardError) {
    precondition(!isBroken, "a writer that failed is not used again")
    precondition(block.runs.lowerBound == nextRun, "blocks come in order")
    precondition(block.runs.upperBound <= place.runs.upperBound, "blocks belong to the shard")
    pending.append(block)
    nextRun = block.runs.upperBound
    let runs = nextRun - pending[0].runs.lowerBound
    if runs * place.datasets.shape.bytesPerRun >= Self.pendingLimit { try writePending() }
  }

  private mutating func writePending() throws(ShardError) {
    guard let first = pending.first, let last = pending.last else { return }
    let runs = first.runs.lowerBound..<last.runs.upperBound
    var block = pending.count == 1 ? first : RecordBlock(runs: runs, shape: place.datasets.shape)
    if pending.count > 1 {
      for part in pending { block.copy(runs: part.runs, from: part, runs: part.runs) }
    }
    pending = []
    do {
      try place.datasets.write(block, firstRun: place.runs.lowerBound, to: file)
    } catch {
      isBroken = true
      // On a full disk every byte counts.
      try? Files.remove(place.temporary)
      throw .hdf5(error)
    }
  }

  /// Closes the file, seals it with its digest and gives it the shard's name.
  ///
  /// - Throws: ``ShardError``; then there is no shard.
  /// - Precondition: Every run of the shard was appended.
  public consuming func publish() throws(ShardError) {
    precondition(!isBroken && nextRun == place.runs.upperBound, "a published shard is whole")
    try writePending()
    let place = place
    do {
      try file.close()
    } catch {
      try? Files.remove(place.temporary)
      throw .hdf5(error)
    }
    do {
      let header = ShardHeader(
        sweepDigest: place.sweepDigest, numericsVersion: place.numericsVersion,
        shard: place.shard, runs: place.runs,
        contentByteCount: (try Files.size(of: place.temporary) ?? 0) - ShardHeader.byteCount,
        contentDigest: try .ofFile(at: place.temporary, from: ShardHeader.byteCount))
      try Files.overwrite(place.temporary, at: 0, with: header.bytes)
      try Files.publish(place.temporary, as: place.path)
    } catch {
      try? Files.remove(place.temporary)
      throw .file(error)
    }
  }

  /// Gives the shard up and removes its temporary file.
  public consuming func abandon() {
    try? Files.remove(place.temporary)
  }
}
