import Experiments

/// The roofs and the kernel rates of this machine.
struct MachineTiming {
  /// What `--json` prints; rates a second, sizes in bytes.
  struct Summary: Encodable {
    struct Operations: Encodable {
      var float64: Double
      var float32: Double

      init(_ operations: ProcessorRates.Operations) {
        (float64, float32) = (operations.float64, operations.float32)
      }
    }

    struct Reading: Encodable {
      var bytes: Int
      var bytesPerSecond: Double
    }

    struct Kernel: Encodable {
      var model: String
      var design: String
      var optimizer: String
      var precision: String
      var dimension: Int
      var samples: Int
      var runs: Int
      var microsecondsPerRunStep: Double
      var multiplyAddsPerSecond: Double
      /// The products' multiply-adds in units of the processor's peak.
      var ofPeak: Double
    }

    var vectorBytes: Int
    var multiplyAddsPerSecond: Operations
    var rootsPerSecond: Operations
    var divisionsPerSecond: Operations
    var reading: [Reading]
    var kernels: [Kernel]
  }

  let summary: Summary

  /// Measures for about so many seconds.
  init(seconds: Double) {
    let rates = ProcessorRates()
    let shapes = KernelRate.typicalShapes
    let kernels = shapes.map { shape -> Summary.Kernel in
      let rate = KernelRate(shape, seconds: seconds / Double(2 * shapes.count))
      let peak =
        shape.precision == "float32" ? rates.multiplyAdds.float32 : rates.multiplyAdds.float64
      let multiplyAdds = Double(shape.multiplyAdds) / rate.microseconds * 1e6
      return Summary.Kernel(
        model: shape.model, design: shape.design, optimizer: shape.optimizer,
        precision: shape.precision, dimension: shape.dimension, samples: shape.samples,
        runs: shape.runs, microsecondsPerRunStep: rate.microseconds,
        multiplyAddsPerSecond: multiplyAdds, ofPeak: multiplyAdds / peak)
    }
    summary = Summary(
      vectorBytes: rates.vectorBytes, multiplyAddsPerSecond: .init(rates.multiplyAdds),
      rootsPerSecond: .init(rates.roots), divisionsPerSecond: .init(rates.divisions),
      reading: rates.reading.map { .init(bytes: $0.size, bytesPerSecond: $0.rate) },
      kernels: kernels)
  }

  /// The tables for people.
  var lines: [String] {
    var roofs = TextTable()
    roofs.add(["10⁹ a second, one core", "float64", "float32"])
    let operations = [
      ("fused multiply-adds", summary.multiplyAddsPerSecond), ("√", summary.rootsPerSecond),
      ("÷", summary.divisionsPerSecond),
    ]
    for (name, rate) in operations {
      roofs.add([name, billions(rate.float64), billions(rate.float32)])
    }
    for level in summary.reading {
      let size = level.bytes >= 1 << 20 ? "\(level.bytes >> 20) MB" : "\(level.bytes >> 10) kB"
      roofs.add(["bytes read from \(size)", billions(level.bytesPerSecond), ""])
    }
    var table = TextTable()
    table.add(["kernel", "precision", "d or p", "n", "runs", "µs a run-step", "% of peak"])
    for kernel in summary.kernels {
      let name = kernel.model == "diagonal-net" ? kernel.design : "factors"
      table.add([
        "\(name) \(kernel.optimizer)", kernel.precision, "\(kernel.dimension)", "\(kernel.samples)",
        "\(kernel.runs)", microseconds(kernel.microsecondsPerRunStep),
        Numbers.decimal(100 * kernel.ofPeak, digits: 0),
      ])
    }
    return roofs.lines(hasHead: true) + [""] + table.lines(hasHead: true)
  }

  private func billions(_ rate: Double) -> String {
    Numbers.decimal(rate * 1e-9, digits: rate < 9.995e9 ? 2 : rate < 99.95e9 ? 1 : 0)
  }
}

/// A time in microseconds with three digits.
func microseconds(_ value: Double) -> String {
  Numbers.decimal(value, digits: value < 0.9995 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
}
