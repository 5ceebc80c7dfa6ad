internal import CMPI

/// MPI from initialization to finalization; there is at most one in the life of a process.
///
/// It is finalized when the value goes out of scope, so make it inside a function: a global variable
/// is never destroyed. A ``Communicator``, a request or a transport must not be used after that; note
/// that where one path calls ``finalize()``, the others end the environment with its last use.
@safe public struct Environment: ~Copyable {
  /// Which threads may call MPI.
  public enum Threading: Sendable {
    /// Only the one that made the environment.
    case funneled
    /// Any, one at a time.
    case serialized
  }

  private let table: UnsafePointer<cmpi_table>

  /// Opens `libThalwegMPI.so` beside the program and initializes MPI.
  ///
  /// Collective: under `mpirun` every rank must do so. The corresponding C function is
  /// `MPI_Init_thread` (MPI-3.1 §12.4.3).
  ///
  /// - Throws: ``MPIError`` if the library is absent or of another version, if MPI was initialized
  ///   before, or if it cannot support that kind of threading.
  public init(threading: Threading = .funneled) throws(MPIError) {
    let library = try Library.open()
    var isInitialized: Int32 = 0
    try library.check(unsafe library.table.pointee.initialized(&isInitialized), "MPI_Initialized")
    guard isInitialized == 0 else {
      throw MPIError(function: "MPI_Init_thread", code: 0, message: "MPI was initialized before")
    }
    let wanted = threading == .funneled ? CMPI_THREAD_FUNNELED : CMPI_THREAD_SERIALIZED
    var provided: Int32 = 0
    try library.check(unsafe library.table.pointee.`init`(wanted, &provided), "MPI_Init_thread")
    guard provided >= wanted else {
      _ = unsafe library.table.pointee.finalize()
      throw MPIError(function: "MPI_Init_thread", code: 0, message: "no support for \(threading)")
    }
    unsafe table = library.table
  }

  deinit {
    _ = unsafe table.pointee.finalize()
  }

  /// All ranks.
  public var world: Communicator {
    get throws(MPIError) { try Communicator(unsafe Library(table: table)) }
  }

  /// The name of the node this rank runs on.
  ///
  /// The corresponding C function is `MPI_Get_processor_name` (MPI-3.1 §8.1.2).
  public var processorName: String {
    // Twice MPI_MAX_PROCESSOR_NAME of Open MPI; longer names are cut.
    let library = unsafe Library(table: table)
    let name = unsafe library.describe(capacity: 512) { text, capacity, length in
      unsafe library.table.pointee.processor_name(text, capacity, length)
    }
    return name ?? "unknown"
  }

  /// Ends all ranks at once, this one included; for when nothing better is left.
  ///
  /// It belongs to the environment to keep that alive: a path that leads to ``finalize()`` shares no
  /// later use with one that fails, so Swift would end the environment where the two part, and a
  /// rank would wait in MPI_Finalize for the others instead of aborting. It never returns, but is not
  /// declared so, because Swift then warns that the environment's end is never reached. The
  /// corresponding C function is `MPI_Abort` (MPI-3.1 §8.7).
  public func abort(code: Int) {
    _ = unsafe table.pointee.abort(Int32(truncatingIfNeeded: code))
    fatalError("MPI_Abort returned")
  }

  /// Finalizes MPI and reports a failure to do so.
  ///
  /// Collective. The corresponding C function is `MPI_Finalize` (MPI-3.1 §8.7).
  public consuming func finalize() throws(MPIError) {
    let library = unsafe Library(table: table)
    discard self
    try library.check(unsafe library.table.pointee.finalize(), "MPI_Finalize")
  }
}
