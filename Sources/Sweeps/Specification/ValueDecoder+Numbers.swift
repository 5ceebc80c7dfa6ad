extension ValueDecoder {
  /// A finite decimal number; neither `nan`, `inf` nor hexadecimal, which YAML dialects dispute.
  ///
  /// A number that is too small for 64 bits is none: it would be 0 without a word.
  static func real(_ text: String) -> Double? {
    guard let number = decimal(text), number.isFinite, number != 0 || digits(of: text).isEmpty
    else {
      return nil
    }
    // −0 equals 0 and must read the same everywhere.
    return number == 0 ? 0 : number
  }

  /// A whole number; 1e6 is one.
  static func integer(_ text: String) -> Int? { whole(text).flatMap(Int.init(exactly:)) }

  /// An unsigned whole number of 64 bits.
  static func seed(_ text: String) -> UInt64? { whole(text).flatMap(UInt64.init(exactly:)) }

  /// What numbers of 64 bits can be, where a text says a decimal number that they cannot; else nil.
  static func limits(_ text: String) -> String? {
    guard let number = decimal(text), real(text) == nil else { return nil }
    return number == 0
      ? "the smallest number > 0 is 4.9e-324" : "the largest number is 1.7976931348623157e308"
  }

  /// The double nearest to a decimal text, infinite or 0 where it is too large or too small; nil for
  /// other texts.
  static func decimal(_ text: String) -> Double? {
    text.allSatisfy { "0123456789+-.eE".contains($0) } ? Double(text) : nil
  }

  /// The whole number that a decimal text says, exactly, which a double might round; nil for
  /// fractions, and for what is beyond every range.
  private static func whole(_ text: String) -> Int128? {
    guard decimal(text) != nil else { return nil }
    let parts = text.lowercased().split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var digits = mantissa[0].filter(\.isNumber) + (mantissa.count > 1 ? mantissa[1] : "")
    digits = String(digits.drop { $0 == "0" })
    if digits.isEmpty { return 0 }
    guard let exponent = parts.count > 1 ? Int(parts[1]) : 0 else { return nil }
    var shift = exponent - (mantissa.count > 1 ? mantissa[1].count : 0)
    while shift < 0, digits.last == "0" {
      digits.removeLast()
      shift += 1
    }
    guard shift >= 0, digits.count + shift <= 38 else { return nil }
    let magnitude = Int128(digits + String(repeating: "0", count: shift))
    return text.hasPrefix("-") ? magnitude.map { -$0 } : magnitude
  }

  /// The digits before the exponent from the first that is not 0.
  private static func digits(of text: String) -> Substring {
    let mantissa = text.prefix { $0 != "e" && $0 != "E" }
    return mantissa.drop { !("1"..."9").contains($0) }
  }
}
