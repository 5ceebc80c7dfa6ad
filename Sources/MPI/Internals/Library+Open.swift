internal import CMPI
internal import Glibc

extension Library {
  /// The name of the library that brings MPI.
  static let fileName = "libThalwegMPI.so"

  /// Opens the library beside the running program; it stays open until the process ends.
  static func open() throws(MPIError) -> Library {
    let path = try directoryOfProgram() + "/" + fileName
    // RTLD_GLOBAL: MPI opens plug-ins of its own, which look for MPI's symbols.
    guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_GLOBAL) else {
      throw loaderError("dlopen")
    }
    guard let symbol = unsafe dlsym(handle, CMPI_TABLE_FUNCTION) else { throw loaderError("dlsym") }
    let function = unsafe unsafeBitCast(symbol, to: cmpi_table_function.self)
    guard let table = unsafe function() else {
      throw MPIError(function: CMPI_TABLE_FUNCTION, code: 0, message: "no table in \(path)")
    }
    let version = unsafe table.pointee.version
    let byteCount = unsafe Int(table.pointee.byte_count)
    guard version == CMPI_TABLE_VERSION, byteCount == MemoryLayout<cmpi_table>.size else {
      throw MPIError(
        function: CMPI_TABLE_FUNCTION, code: 0,
        message: "\(path) has table version \(version), this program needs \(CMPI_TABLE_VERSION);"
          + " build both together")
    }
    return unsafe Library(table: table)
  }

  private static func loaderError(_ function: String) -> MPIError {
    let reason = unsafe dlerror()
    let message = unsafe reason.map { unsafe String(cString: $0) } ?? "no reason given"
    return MPIError(function: function, code: 0, message: message)
  }

  private static func directoryOfProgram() throws(MPIError) -> String {
    var text = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe readlink("/proc/self/exe", &text, text.count)
    let bytes = text.prefix(max(length, 0)).map { UInt8(truncatingIfNeeded: $0) }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      throw MPIError(function: "readlink", code: 0, message: "/proc/self/exe cannot be read")
    }
    return String(decoding: bytes[..<slash], as: UTF8.self)
  }
}
