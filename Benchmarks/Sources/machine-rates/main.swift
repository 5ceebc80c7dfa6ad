/// The roofs of one core of this machine, and the time of a run and step of some usual shapes beside
/// them. A sign design adds tabulated sums instead of multiplying, so it may pass 100 %.

let rates = ProcessorRates()

print("10⁹ a second, one core, vectors of \(rates.vectorBytes) bytes: float64, float32")
for (name, operations) in [
  ("fused multiply-adds", rates.multiplyAdds), ("√", rates.roots), ("÷", rates.divisions),
] {
  print("  \(name): \(rounded(operations.float64 * 1e-9)), \(rounded(operations.float32 * 1e-9))")
}
for level in rates.reading {
  print("  bytes read from \(level.size >> 10) kB: \(rounded(level.rate * 1e-9))")
}

print("\nkernel, precision, d or p, n, runs: µs a run-step, multiply-adds in % of the peak")
for shape in KernelRate.typicalShapes {
  let rate = KernelRate(shape)
  let peak =
    shape.precision == "float32" ? rates.multiplyAdds.float32 : rates.multiplyAdds.float64
  let share = Double(shape.multiplyAdds) / rate.microseconds * 1e6 / peak
  let name = shape.model == "diagonal-net" ? shape.design : "factors"
  print(
    "  \(name) \(shape.optimizer), \(shape.precision), \(shape.dimension), \(shape.samples), "
      + "\(shape.runs): \(rounded(rate.microseconds)), \(rounded(100 * share)) %")
}

/// A number with three digits after the point.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
