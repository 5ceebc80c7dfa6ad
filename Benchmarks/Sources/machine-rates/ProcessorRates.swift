import CProcessorRates

/// What one core of this machine can do at most: the roofs of the kernels.
///
/// Each is the fastest of some short trials in processor time, because a shared machine interrupts
/// the long ones. It takes about half a second.
struct ProcessorRates: Sendable {
  /// Operations a second in each precision.
  struct Operations: Hashable, Sendable {
    /// Operations on float64 values.
    let float64: Double
    /// Operations on float32 values.
    let float32: Double
  }

  /// Bytes a second read from a piece of memory of one size.
  struct Reading: Hashable, Sendable {
    /// Size of the piece that is read again and again, in bytes.
    let size: Int
    /// Bytes a second.
    let rate: Double
  }

  /// Bytes of the widest vectors that this build uses.
  let vectorBytes: Int
  /// Fused multiply-adds a second.
  let multiplyAdds: Operations
  /// Square roots a second, by the instruction.
  let roots: Operations
  /// Divisions a second.
  let divisions: Operations
  /// Reading, from the nearest cache to memory.
  let reading: [Reading]

  /// Measures this core.
  init() {
    let vectorBytes = processor_rates_vector_bytes()
    func operations(
      _ double: (Int) -> Void, _ float: (Int) -> Void
    ) -> Operations {
      let count = 20_000
      let work = Double(count * PROCESSOR_RATES_VECTORS * vectorBytes)
      return Operations(
        float64: work / 8 / leastSeconds { double(count) },
        float32: work / 4 / leastSeconds { float(count) })
    }
    self.vectorBytes = vectorBytes
    multiplyAdds = operations(
      processor_rates_multiply_add_double, processor_rates_multiply_add_float)
    roots = operations(processor_rates_root_double, processor_rates_root_float)
    divisions = operations(processor_rates_divide_double, processor_rates_divide_float)

    let sizes = [32 << 10, 512 << 10, 8 << 20, 128 << 20]
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 20, alignment: 4096)
    defer { unsafe memory.deallocate() }
    // Pages that were never written are all the same page.
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 1)
    reading = sizes.map { size in
      let count = max(1, (4 << 20) / size)
      let seconds = leastSeconds { unsafe processor_rates_read(memory.baseAddress, size, count) }
      return Reading(size: size, rate: Double(size * count) / seconds)
    }
  }
}

/// Processor seconds of the fastest of a dozen trials or more.
private func leastSeconds(_ body: () -> Void) -> Double {
  var least = Double.infinity
  var total = 0.0
  for trial in 0..<200 where trial < 12 || total < 0.04 {
    let start = processorNanoseconds()
    body()
    let elapsed = max(processorNanoseconds() - start, 1) * 1e-9
    least = min(least, elapsed)
    total += elapsed
  }
  return least
}
