import Foundation

/// Correctly rounded values of the functions in lanes; `Tests/Fixtures/functions/make_values.py` made them.
struct FunctionValues<Number: BinaryFloatingPoint> {
  struct Value {
    let function: String
    let arguments: [Number]
    let rounded: Number
    /// What rounding left, in ulp of the value.
    let remainder: Double

    /// The error of a result in ulp of the exact value.
    func error(of result: Number) -> Double {
      if result == rounded { return abs(remainder) }
      let steps = (Double(result) - Double(rounded)) / Double(rounded.ulp)
      return result.isFinite && rounded.isFinite ? abs(steps - remainder) : .infinity
    }
  }

  let values: [Value]

  init(_ precision: String, number: (UInt64) -> Number) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/functions/\(precision).txt")
    values = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let fields = line.split(separator: " ")
      let numbers = fields[1..<fields.count - 1].map { number(UInt64($0, radix: 16) ?? 0) }
      return Value(
        function: String(fields[0]), arguments: numbers.dropLast(),
        rounded: numbers[numbers.count - 1],
        remainder: Double(fields[fields.count - 1]) ?? .nan)
    }
  }
}

extension FunctionValues<Double> {
  static var doubles: Self { get throws { try Self("double") { Double(bitPattern: $0) } } }
}

extension FunctionValues<Float> {
  static var singles: Self { get throws { try Self("single") { Float(bitPattern: UInt32($0)) } } }
}
