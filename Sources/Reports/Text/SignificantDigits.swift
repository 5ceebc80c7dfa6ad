private import Glibc

/// A number with so many significant digits: `0.00123`, `12.3`, `1230`, `1.23e-05`.
///
/// - Parameters:
///   - value: The number; NaN gives `–`.
///   - digits: Significant digits, 1…17.
///   - trimmed: Whether zeros at the end of a fraction are left out.
/// - Returns: The text; numbers below 10⁻⁴ and from 10⁴ on have an exponent.
func significant(_ value: Double, digits: Int = 3, trimmed: Bool = false) -> String {
  guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
  guard value != 0 else { return "0" }
  let size = abs(value)
  var exponent = Int(log10(size).rounded(.down))
  var whole = scaled(size, byPowerOfTen: digits - 1 - exponent).rounded()
  // 9.996 with three digits is 10.0; and log10 may be off by one at a power of ten.
  if whole >= pow(10, Double(digits)) {
    exponent += 1
    whole = scaled(size, byPowerOfTen: digits - 1 - exponent).rounded()
  }
  let text = String(Int(whole))
  let sign = value < 0 ? "-" : ""
  switch exponent {
  case -4..<0:
    let zeros = String(repeating: "0", count: -exponent - 1)
    return sign + "0." + zeros + (trimmed ? droppingZeros(text) : text)
  case 0..<max(4, digits):
    let count = exponent + 1
    if count >= text.count {
      return sign + text + String(repeating: "0", count: count - text.count)
    }
    return sign + joined(String(text.prefix(count)), String(text.dropFirst(count)), trimmed)
  default:
    let mantissa = joined(String(text.prefix(1)), String(text.dropFirst()), trimmed)
    let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(power)"
  }
}

/// A number in its shortest exact form, a whole one without a point: `0.1`, `20`, `1e-05`.
func exact(_ value: Double) -> String {
  guard value == value.rounded(), abs(value) < 0x1p53 else { return "\(value)" }
  return "\(Int64(value))"
}

/// A parameter's value as text: whole numbers whole, others with so many significant digits.
func shown(_ value: Double, digits: Int = 3) -> String {
  value == value.rounded() && abs(value) < 1e9
    ? exact(value) : significant(value, digits: digits, trimmed: true)
}

/// Two factors, because 10³²⁰ is infinite.
private func scaled(_ value: Double, byPowerOfTen power: Int) -> Double {
  power > 300
    ? value * 1e300 * pow(10, Double(power - 300)) : value * pow(10, Double(power))
}

private func joined(_ whole: String, _ fraction: String, _ trimmed: Bool) -> String {
  let fraction = trimmed ? droppingZeros(fraction) : fraction
  return fraction.isEmpty ? whole : "\(whole).\(fraction)"
}

private func droppingZeros(_ digits: String) -> String {
  var digits = digits
  while digits.last == "0" { digits.removeLast() }
  return digits
}
