import Training

/// What to time, from the command line.
struct Options {
  var design = DesignKind.sign
  var precision = Precision.float64
  var dimension = 1000
  var samples: Int?
  var sparsity: Int?
  var runCount = 16
  var optimizer = Optimizer.adam
  var exponent = 0.5
  var seconds = 1.5
  var label = "thalweg"
  var problemPath: String?
  var outputPath: String?

  /// The options of the given arguments, or nil if they make no sense.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst(), set(name, value) else { return nil }
    }
  }

  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "--design": return assign(DesignKind(rawValue: value), to: \.design)
    case "--dtype": return assign(Precision(rawValue: value), to: \.precision)
    case "-d": return assign(Int(value), to: \.dimension)
    case "-n": return assign(Int(value).map(Optional.some), to: \.samples)
    case "-k": return assign(Int(value).map(Optional.some), to: \.sparsity)
    case "-K": return assign(Int(value), to: \.runCount)
    case "--opt": return assign(Self.optimizers[value], to: \.optimizer)
    case "--exponent": return assign(Double(value), to: \.exponent)
    case "--seconds": return assign(Double(value), to: \.seconds)
    case "--label": return assign(value, to: \.label)
    case "--problem": return assign(value, to: \.problemPath)
    case "--verify": return assign(value, to: \.outputPath)
    default: return false
    }
  }

  private mutating func assign<Value>(
    _ value: Value?, to path: WritableKeyPath<Options, Value>
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }

  private static let optimizers: [String: Optimizer] = [
    "sgd": .sgd, "rmsprop": .rmsprop, "adam": .adam, "adam-e": .adamE,
    "adam-mini": .adamMini(blockSize: 10), "adalayer": .adalayer,
  ]
}
