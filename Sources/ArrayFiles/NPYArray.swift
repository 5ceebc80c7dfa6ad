/// Reads one array of NumPy's format `.npy`, versions 1 to 3.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
struct NPYArray {
  private let name: String
  private let header: String
  private let data: ArraySlice<UInt8>

  init(_ bytes: [UInt8], name: String) throws(ArrayFileError) {
    self.name = name
    let reader = ByteReader(bytes: bytes[...])
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)),
      let version = reader.number(at: 6, byteCount: 1)
    else { throw ArrayFileError("is no NumPy array", of: name) }
    let width = version == 1 ? 2 : 4
    guard (1...3).contains(version), let length = reader.number(at: 8, byteCount: width),
      let text = reader.slice(at: 8 + width, count: length)
    else { throw ArrayFileError("has a header that is damaged", of: name) }
    header = String(decoding: text, as: UTF8.self)
    data = bytes[(8 + width + length)...]
  }

  /// The array in the order of C.
  func numbers() throws(ArrayFileError) -> NumberArray {
    let shape = try shape()
    let type = try ElementType(description(), of: name)
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw ArrayFileError("has a shape that fits no machine", of: name) }
      count = product
    }
    guard data.count / type.byteCount == count, data.count % type.byteCount == 0 else {
      throw ArrayFileError(
        "has shape \(shape), and \(data.count) bytes of numbers of \(type.byteCount)", of: name)
    }
    let values = (0..<count).map { index in
      type.number(data[(data.startIndex + index * type.byteCount)...])
    }
    let isOfFortran = try field("fortran_order").hasPrefix("True")
    return NumberArray(
      shape: shape, values: isOfFortran && shape.count > 1 ? Self.rowMajor(values, shape) : values)
  }

  /// The texts of an array of one axis, `<U7` or `|S7`.
  func texts() throws(ArrayFileError) -> [String] {
    let (shape, description) = (try shape(), try description())
    var type = Substring(description)
    let isBigEndian = type.first == ">"
    if let order = type.first, "<>|=".contains(order) { type.removeFirst() }
    guard let kind = type.first, kind == "U" || kind == "S", let length = Int(type.dropFirst()),
      length >= 0
    else {
      throw ArrayFileError(
        "holds elements of type '\(description)'", of: name,
        hint: "it holds texts: array.astype(str)")
    }
    let (byteCount, isTooLong) = length.multipliedReportingOverflow(by: kind == "U" ? 4 : 1)
    guard shape.count == 1, !isTooLong else {
      throw ArrayFileError("has shape \(shape)", of: name, hint: "it is a list of texts")
    }
    let (total, isTooLarge) = byteCount.multipliedReportingOverflow(by: shape[0])
    guard !isTooLarge, data.count == total else {
      throw ArrayFileError(
        "has shape \(shape), and \(data.count) bytes of texts of \(byteCount)", of: name)
    }
    return try (0..<shape[0]).map { index throws(ArrayFileError) in
      let bytes = data[(data.startIndex + index * byteCount)...].prefix(byteCount)
      guard let text = kind == "U" ? Self.wide(bytes, isBigEndian) : Self.narrow(bytes) else {
        throw ArrayFileError("holds a text that is no Unicode at \(index)", of: name)
      }
      return text
    }
  }

  /// A text of UTF-8, without the NULs that fill it up.
  private static func narrow(_ bytes: ArraySlice<UInt8>) -> String? {
    let count = bytes.lastIndex { $0 != 0 }.map { $0 - bytes.startIndex + 1 } ?? 0
    return String(validating: bytes.prefix(count), as: UTF8.self)
  }

  /// A text of UTF-32, likewise.
  private static func wide(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) -> String? {
    var scalars = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
      let own = bytes[start..<start + 4]
      return (isBigEndian ? Array(own) : own.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    while scalars.last == 0 { scalars.removeLast() }
    var text = String.UnicodeScalarView()
    for number in scalars {
      guard let scalar = Unicode.Scalar(number) else { return nil }
      text.append(scalar)
    }
    return String(text)
  }

  /// The text after a key.
  private func field(_ key: String) throws(ArrayFileError) -> Substring {
    for quote in ["'", "\""] {
      guard let start = Self.end(of: "\(quote)\(key)\(quote)", in: header),
        let colon = header[start...].firstIndex(of: ":")
      else { continue }
      return header[header.index(after: colon)...].drop { $0 == " " }
    }
    throw ArrayFileError("has a header without '\(key)'", of: name)
  }

  private static func end(of word: String, in text: String) -> String.Index? {
    text.indices.first { text[$0...].hasPrefix(word) }.map { text.index($0, offsetBy: word.count) }
  }

  private func description() throws(ArrayFileError) -> String {
    let field = try field("descr")
    guard let quote = field.first, quote == "'" || quote == "\"" else {
      throw ArrayFileError(
        "has fields of its own", of: name, hint: "save each field as an array of numbers")
    }
    return String(field.dropFirst().prefix { $0 != quote })
  }

  private func shape() throws(ArrayFileError) -> [Int] {
    let field = try field("shape")
    guard field.first == "(", let end = field.firstIndex(of: ")") else {
      throw ArrayFileError("has a header without a shape", of: name)
    }
    let inside = field[field.index(after: field.startIndex)..<end]
    var shape: [Int] = []
    for part in inside.split(separator: ",") {
      let digits = part.filter { $0 != " " && $0 != "L" }
      if digits.isEmpty { continue }
      guard let extent = Int(digits), extent >= 0 else {
        throw ArrayFileError("has the shape (\(inside))", of: name)
      }
      shape.append(extent)
    }
    return shape
  }

  /// The same numbers with the last index fastest, where the first one was.
  private static func rowMajor(_ values: [Double], _ shape: [Int]) -> [Double] {
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    return values.indices.map { index in
      var (rest, place) = (index, 0)
      for axis in shape.indices.reversed() {
        place += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      return values[place]
    }
  }
}

/// What the bytes of an element mean: `<f8`, `>i4`, `|b1`.
private struct ElementType {
  let byteCount: Int
  private let kind: Character
  private let isBigEndian: Bool

  init(_ description: String, of name: String) throws(ArrayFileError) {
    var text = Substring(description)
    isBigEndian = text.first == ">"
    if let order = text.first, "<>|=".contains(order) { text.removeFirst() }
    kind = text.first ?? " "
    byteCount = Int(text.dropFirst()) ?? 0
    let sizes: [Character: [Int]] = [
      "f": [2, 4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1],
    ]
    guard sizes[kind]?.contains(byteCount) ?? false else {
      throw ArrayFileError(
        "holds elements of type '\(description)'", of: name,
        hint: "it holds integers or reals: array.astype(float)")
    }
  }

  /// The number that some bytes begin with.
  func number(_ bytes: ArraySlice<UInt8>) -> Double {
    let own = bytes.prefix(byteCount)
    var bits: UInt64 = 0
    for byte in isBigEndian ? Array(own) : own.reversed() { bits = bits << 8 | UInt64(byte) }
    switch kind {
    case "f":
      switch byteCount {
      case 2: return Self.half(UInt16(bits))
      case 4: return Double(Float(bitPattern: UInt32(bits)))
      default: return Double(bitPattern: bits)
      }
    case "i":
      let unused = UInt64(64 - 8 * byteCount)
      return Double(Int64(bitPattern: bits << unused) >> Int64(unused))
    default: return Double(bits)
    }
  }

  /// A number of half precision, exactly.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1f), Double(bits & 0x3ff))
    let size =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Double.infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits >> 15 == 1 ? -size : size
  }
}
