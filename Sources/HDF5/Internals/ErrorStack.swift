internal import CHDF5

/// Collects frames while the library walks its stack.
private final class FrameCollector {
  var frames: [HDF5Error.Frame] = []
}

/// Takes the calling thread's error stack, outermost call first.
///
/// The stack is empty afterwards.
///
/// The corresponding C functions are `H5Ewalk2` and `H5Eclear2`.
func takeErrorStack() -> [HDF5Error.Frame] {
  let collector = FrameCollector()
  let stack = chdf5_default_error_stack()
  // Walked "downward": begins with the API function and ends with the inner function where the
  // error was first detected.
  withExtendedLifetime(collector) {
    _ = unsafe H5Ewalk2(
      stack, H5E_WALK_DOWNWARD,
      { _, record, context in
        guard let record = unsafe record, let context = unsafe context else { return 0 }
        let collector = unsafe Unmanaged<FrameCollector>.fromOpaque(context).takeUnretainedValue()
        let function = unsafe record.pointee.func_name.map { unsafe String(cString: $0) } ?? ""
        let message = unsafe record.pointee.desc.map { unsafe String(cString: $0) } ?? ""
        collector.frames.append(
          HDF5Error.Frame(function: function, message: normalized(message)))
        return 0
      }, Unmanaged.passUnretained(collector).toOpaque())
  }
  _ = H5Eclear2(stack)
  return collector.frames
}

/// One line without what differs from run to run: times, addresses, descriptors.
///
/// The file driver writes `time = Wed Jan  1 00:00:00 2025` with the newline of `ctime`, then
/// `file descriptor = 3, … buf = 0x7f…, …`.
func normalized(_ message: String) -> String {
  let volatile = ["time = ", "buf = ", "file descriptor = "]
  var words: [Substring] = []
  for field in message.split(separator: ", ", omittingEmptySubsequences: false) {
    var kept = field
    for key in volatile {
      if let at = kept.firstRange(of: key) { kept = kept[..<at.lowerBound] }
    }
    // "file write failed: time = …" keeps its first half, a field that is all volatile goes.
    if !kept.isEmpty || field.isEmpty { words.append(kept) }
  }
  let joined = words.joined(separator: ", ").replacing(": , ", with: ": ")
  return joined.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
