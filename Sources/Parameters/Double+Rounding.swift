private import Glibc

extension Double {
  /// The double nearest to this number's decimal form of 12 significant digits.
  public var roundedToTwelveDigits: Double { rounded(toDigits: 12) }

  /// The double nearest to this number's decimal form of some significant digits.
  ///
  /// Both conversions are correctly rounded, so the result does not depend on the processor.
  ///
  /// - Precondition: `count` is in 1…17.
  public func rounded(toDigits count: Int) -> Double {
    precondition((1...17).contains(count), "a double has up to 17 digits")
    guard isFinite else { return self }
    var buffer: [CChar] = Array(repeating: 0, count: 40)
    let length = unsafe withVaList([self]) { arguments in
      unsafe vsnprintf(&buffer, buffer.count, "%.\(count - 1)e", arguments)
    }
    let bytes = buffer.prefix(Int(length)).map(UInt8.init(bitPattern:))
    let text = String(decoding: bytes, as: UTF8.self)
    return Double(text) ?? self
  }

  /// 1 − x, reckoned with the shortest decimal of x and then rounded: 0.01 for 0.99, where the
  /// difference of doubles is 0.010000000000000009.
  ///
  /// - Precondition: The number is in 0…1.
  public var decimalComplement: Double {
    precondition((0...1).contains(self), "a complement is of a number in 0…1")
    // 1 − x rounds to 1, and x has more digits than anybody needs.
    guard self > 1e-18 else { return 1 }
    guard self < 1 else { return 0 }
    let parts = "\(self)".split(separator: "e")
    let places = parts.count > 1 ? -(Int(parts[1]) ?? 0) : 0
    let mantissa = parts[0].split(separator: ".")
    // A mantissa before an exponent has one digit before its point; the point moves left.
    let zeros = places > 0 ? places - 1 : 0
    var digits = Array(repeating: 0, count: zeros)
    if places > 0 { digits += mantissa[0].compactMap(\.wholeNumberValue) }
    if mantissa.count > 1 { digits += mantissa[1].compactMap(\.wholeNumberValue) }
    while digits.last == 0 { digits.removeLast() }
    // From the last digit: ten minus it, and nine minus the others.
    let complement = digits.enumerated().map {
      $0.offset == digits.count - 1 ? 10 - $0.element : 9 - $0.element
    }
    return Double("0." + complement.map(String.init).joined()) ?? 1 - self
  }

  /// The label of a number that was derived from others: 14 digits.
  ///
  /// So 0.1²/4 is 0.0025, as a user would write it, and not 0.0025000000000000005.
  public var derivedLabel: Double { rounded(toDigits: 14) }
}
