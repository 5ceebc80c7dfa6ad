import Glibc

/// Numbers for people.
enum Numbers {
  /// A duration: `12 s`, `3 min 20 s`, `5 h 10 min`, `2.5 days`.
  static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.95: return "\(decimal(seconds, digits: 2)) s"
    case ..<59.5: return "\(Int(seconds.rounded())) s"
    case ..<3570:
      let whole = Int(seconds.rounded())
      return "\(whole / 60) min \(whole % 60) s"
    case ..<172_000:
      let minutes = Int((seconds / 60).rounded())
      return "\(minutes / 60) h \(minutes % 60) min"
    case ..<(100 * 365.25 * 86_400): return "\(decimal(seconds / 86_400, digits: 1)) days"
    default: return "\(decimal(seconds / 86_400 / 365.25, digits: 0)) years"
    }
  }

  /// A number of bytes: `312 B`, `4.5 MB`.
  static func bytes(_ count: Double) -> String {
    scaled(count, units: ["B", "kB", "MB", "GB", "TB", "PB"])
  }

  /// A rate or count: `812`, `4.21 M`.
  static func scaled(_ value: Double, units: [String] = ["", "k", "M", "G", "T"]) -> String {
    var (value, index) = (value, 0)
    while value >= 999.5 && index < units.count - 1 {
      value /= 1000
      index += 1
    }
    let digits = index == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
    return decimal(value, digits: digits) + (units[index].isEmpty ? "" : " " + units[index])
  }

  /// A number of moderate size in about three digits.
  static func significant(_ value: Double) -> String {
    let size = abs(value)
    return decimal(value, digits: size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3)
  }

  /// A number with so many digits after the point.
  static func decimal(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return String(value) }
    let number = Int(scaled)
    let sign = value < 0 && number != 0 ? "-" : ""
    guard digits > 0 else { return sign + String(number) }
    let fraction = String(number % Int(scale))
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(sign)\(number / Int(scale)).\(zeros)\(fraction)"
  }
}
