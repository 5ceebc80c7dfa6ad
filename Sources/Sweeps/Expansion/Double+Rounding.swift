private import Glibc

extension Double {
  /// The double nearest to this number's decimal form of 12 significant digits.
  ///
  /// Both conversions are correctly rounded, so the result does not depend on the processor.
  var roundedToTwelveDigits: Double {
    guard isFinite else { return self }
    var buffer: [CChar] = Array(repeating: 0, count: 40)
    let length = unsafe withVaList([self]) { arguments in
      unsafe vsnprintf(&buffer, buffer.count, "%.11e", arguments)
    }
    let bytes = buffer.prefix(Int(length)).map(UInt8.init(bitPattern:))
    let text = String(decoding: bytes, as: UTF8.self)
    return Double(text) ?? self
  }
}
