internal import CMPI

extension Communicator {
  /// Begins to send bytes; they are copied and kept until the request is complete.
  ///
  /// The corresponding C function is `MPI_Isend` (MPI-3.1 §3.7.2).
  ///
  /// - Precondition: Fewer than 2³¹ bytes.
  public func beginSending(
    _ bytes: [UInt8], to destination: Rank, tag: Tag
  ) throws(MPIError) -> Request {
    let request = Request(library, byteCount: bytes.count)
    unsafe request.buffer.copyBytes(from: bytes)
    let code = unsafe library.table.pointee.send_begin(
      request.buffer.baseAddress, Int32(bytes.count), Int32(destination.number), Int32(tag.number),
      &request.handle)
    request.isUnderWay = code == 0
    try library.check(code, "MPI_Isend")
    return request
  }

  /// Begins to receive the message that ``probe(from:tag:)`` has found.
  ///
  /// Its bytes are in the request once that is complete. The corresponding C function is `MPI_Irecv`
  /// (MPI-3.1 §3.7.2).
  public func beginReceiving(_ status: Status) throws(MPIError) -> Request {
    let request = Request(library, byteCount: status.byteCount)
    let code = unsafe library.table.pointee.receive_begin(
      request.buffer.baseAddress, Int32(status.byteCount), Int32(status.source.number),
      Int32(status.tag.number), &request.handle)
    request.isUnderWay = code == 0
    try library.check(code, "MPI_Irecv")
    return request
  }

  /// Looks for a message that can be received; never waits.
  ///
  /// The corresponding C function is `MPI_Iprobe` (MPI-3.1 §3.8.1).
  ///
  /// - Parameters:
  ///   - source: Whose messages to look for; nil: anybody's (MPI_ANY_SOURCE).
  ///   - tag: Which ones; nil: all (MPI_ANY_TAG).
  /// - Returns: Where the message comes from, its tag and its length; nil if there is none.
  /// - Throws: ``MPIError`` if MPI fails.
  public func probe(from source: Rank? = nil, tag: Tag? = nil) throws(MPIError) -> Status? {
    var isFound: Int32 = 0
    var foundSource: Int32 = 0
    var foundTag: Int32 = 0
    var count: Int32 = 0
    let code = unsafe library.table.pointee.probe(
      source.map { Int32($0.number) } ?? CMPI_ANY, tag.map { Int32($0.number) } ?? CMPI_ANY,
      &isFound, &foundSource, &foundTag, &count)
    try library.check(code, "MPI_Iprobe")
    guard isFound != 0 else { return nil }
    return Status(
      source: Rank(Int(foundSource)), tag: Tag(Int(foundTag)), byteCount: Int(count))
  }

  /// Sends bytes and waits until they may be forgotten, which may be until they are received.
  ///
  /// The corresponding C function is `MPI_Send` (MPI-3.1 §3.2.1).
  ///
  /// - Precondition: Fewer than 2³¹ bytes.
  public func send(_ bytes: [UInt8], to destination: Rank, tag: Tag) throws(MPIError) {
    let code = unsafe bytes.withUnsafeBytes { bytes in
      unsafe library.table.pointee.send(
        bytes.baseAddress, Int32(bytes.count), Int32(destination.number), Int32(tag.number))
    }
    try library.check(code, "MPI_Send")
  }

  /// Receives the message that ``probe(from:tag:)`` has found, and waits for its last byte.
  ///
  /// The corresponding C function is `MPI_Recv` (MPI-3.1 §3.2.4).
  public func receive(_ status: Status) throws(MPIError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: status.byteCount)
    let code = unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe library.table.pointee.receive(
        bytes.baseAddress, Int32(bytes.count), Int32(status.source.number),
        Int32(status.tag.number))
    }
    try library.check(code, "MPI_Recv")
    return bytes
  }
}
