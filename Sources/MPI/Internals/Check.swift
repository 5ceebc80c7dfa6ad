internal import CMPI

/// Turns an error code of MPI into an error; the one place where this happens.
@safe struct Library {
  let table: UnsafePointer<cmpi_table>

  func check(_ code: Int32, _ function: String) throws(MPIError) {
    guard code != 0 else { return }
    // Twice MPI_MAX_ERROR_STRING of Open MPI; longer texts are cut.
    let text = unsafe describe(capacity: 512) { text, capacity, length in
      unsafe table.pointee.error_string(code, text, capacity, length)
    }
    throw MPIError(function: function, code: Int(code), message: text ?? "unknown error")
  }

  /// Text from a function that fills a buffer; nil if it fails.
  func describe(
    capacity: Int,
    _ fill: (UnsafeMutablePointer<CChar>, Int32, UnsafeMutablePointer<Int32>) -> Int32
  ) -> String? {
    var length: Int32 = 0
    var isFilled = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      unsafe buffer.initialize(repeating: 0)
      count = capacity
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return }
        isFilled = unsafe fill(start, Int32(capacity), &length) == 0
      }
    }
    // Open MPI 4.1 counts the final 0 of its version.
    let text = bytes.prefix(Int(length)).prefix { $0 != 0 }
    return isFilled ? String(decoding: text, as: UTF8.self) : nil
  }
}
