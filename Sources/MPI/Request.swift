internal import CMPI

/// A message under way, and the memory it is in.
///
/// MPI may touch that memory until the request is complete; a request dropped before leaves it to
/// MPI for ever instead of freeing it.
@safe public final class Request {
  let buffer: UnsafeMutableRawBufferPointer
  var handle: UnsafeMutableRawPointer?
  var isUnderWay = false
  private let library: Library

  init(_ library: Library, byteCount: Int) {
    self.library = library
    unsafe buffer = .allocate(byteCount: byteCount, alignment: 64)
  }

  deinit {
    if !isUnderWay { unsafe buffer.deallocate() }
  }

  /// Whether the message has been sent or received; never waits.
  ///
  /// MPI makes progress in here. The corresponding C function is `MPI_Test` (MPI-3.1 §3.7.3).
  public func isComplete() throws(MPIError) -> Bool {
    guard isUnderWay else { return true }
    var flag: Int32 = 0
    try library.check(unsafe library.table.pointee.test(&handle, &flag), "MPI_Test")
    isUnderWay = flag == 0
    return !isUnderWay
  }

  /// The bytes sent or received.
  ///
  /// - Precondition: The request is complete.
  public var bytes: [UInt8] {
    precondition(!isUnderWay, "the message is still under way")
    return unsafe [UInt8](buffer)
  }
}
