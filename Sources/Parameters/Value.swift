/// One value of one parameter.
public enum Value: Hashable, Sendable {
  /// A whole number: a dimension, a count, a number of steps.
  case integer(Int)
  /// A real number: a step size, a decay rate, a noise level.
  case real(Double)
  /// A word: a kind, a design, a precision.
  case text(String)
  /// A seed, 0…2⁶⁴−1.
  case seed(UInt64)
}

extension Value: CustomStringConvertible {
  /// The value as it would be written in a sweep file.
  public var description: String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): value.shortestText
    case .text(let value): value
    case .seed(let value): String(value)
    }
  }
}

extension Value: Codable {
  private enum CodingKeys: CodingKey {
    case integer
    case real
    case text
    case seed
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch container.allKeys.first {
    case .integer: self = .integer(try container.decode(Int.self, forKey: .integer))
    case .real: self = .real(try container.decode(Double.self, forKey: .real))
    case .text: self = .text(try container.decode(String.self, forKey: .text))
    case .seed: self = .seed(try container.decode(UInt64.self, forKey: .seed))
    case nil:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a value names its type"))
    }
  }

  /// Writes an object with one key, the type: `{"real": 0.001}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .integer(let value): try container.encode(value, forKey: .integer)
    case .real(let value): try container.encode(value, forKey: .real)
    case .text(let value): try container.encode(value, forKey: .text)
    case .seed(let value): try container.encode(value, forKey: .seed)
    }
  }
}

extension Value {
  /// The whole number; nil for anything else.
  public var asInteger: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The number, whatever its type; nil for text.
  public var asReal: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .seed(let value): Double(value)
    case .text: nil
    }
  }

  /// The word; nil for a number.
  public var asText: String? {
    if case .text(let value) = self { value } else { nil }
  }
}

extension Value {
  /// A list of whole numbers as one value.
  public static func integers(_ numbers: [Int]) -> Value {
    .text("[" + numbers.map(String.init).joined(separator: ", ") + "]")
  }

  /// The numbers of ``integers(_:)``; nil for anything else.
  public var asIntegers: [Int]? {
    guard let text = asText, text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let inner = text.dropFirst().dropLast()
    if inner.isEmpty { return [] }
    var numbers: [Int] = []
    for part in inner.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = Int(part.drop { $0 == " " }) else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}

extension Double {
  /// The shortest decimal that reads back as this number, without a superfluous `.0`.
  public var shortestText: String {
    let text = String(self)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
