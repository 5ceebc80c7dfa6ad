import Formulas
import Testing

/// A model with its expected values, as `cases.jsonl` and `random.jsonl` have them.
struct ModelCase: Decodable, CustomTestStringConvertible, Sendable {
  struct Model: Decodable, Sendable {
    struct Block: Decodable, Sendable { var shape: [Extent]? }
    struct Extent: Decodable, Sendable {
      var text: String
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
          text = "\(number)"
        } else {
          text = try container.decode(String.self)
        }
      }
    }
    var parameters: [String: Block]?
    var sizes: [String: Int]?
    var constants: [String: Double]?
    var prediction: String
  }
  struct DataSizes: Decodable, Sendable {
    var inputs: JSONExtents
    var outputs: Int?
    var samples: Int?
  }
  struct PlacedBlock: Decodable, Sendable {
    var name: String
    var shape: [Int]
  }
  struct Loss: Decodable, Sendable {
    var text: String
    init(from decoder: any Decoder) throws {
      if let kind = try? decoder.singleValueContainer().decode(String.self) {
        text = kind
      } else {
        text = try decoder.singleValueContainer().decode([String: String].self)["value"] ?? ""
      }
    }
  }
  struct Failure: Decodable, Sendable {
    var kind: String
    var line: Int?
    var column: Int?
    var message: String?
  }

  var name: String?
  var seed: Int?
  var model: Model
  var data: DataSizes
  var blocks: [PlacedBlock]?
  var loss: Loss?
  var theta: [Double]?
  var x: JSONNumbers?
  var y: JSONNumbers?
  var direction: [Double]?
  var expected: [String: JSONNumbers]?
  var isLinearInX: Bool?
  var homogeneity: Double?
  var tolerance: Double?
  var error: Failure?

  private enum CodingKeys: String, CodingKey {
    case name, seed, model, data, blocks, loss, theta, x, y, direction, expected, homogeneity
    case tolerance, error
    case isLinearInX = "linear_in_x"
  }

  var testDescription: String { name ?? "seed \(seed ?? 0)" }

  var outputs: Int { data.outputs ?? 1 }

  /// The order of the generator of random models; the cases say theirs.
  static let randomOrder = ["W", "V", "a", "b", "u", "s"]

  /// Blocks in the order of θ.
  var placedBlocks: [Scope.Block] {
    if let blocks { return blocks.map { Scope.Block(name: $0.name, extents: $0.shape) } }
    return Self.randomOrder.compactMap { name in
      model.parameters?[name].map { block in
        Scope.Block(name: name, extents: (block.shape ?? []).compactMap { Int($0.text) })
      }
    }
  }

  var sizes: [String: Int] {
    var sizes = model.sizes ?? [:]
    sizes["outputs"] = outputs
    if let samples = data.samples { sizes["samples"] = samples }
    if data.inputs.extents.count == 1 { sizes["inputs"] = data.inputs.extents[0] }
    return sizes
  }

  var scope: Scope {
    .prediction(
      blocks: placedBlocks, sizes: sizes, constants: Array((model.constants ?? [:]).keys),
      input: Shape(data.inputs.extents) ?? .number, outputs: outputs)
  }

  /// The loss as a text over f and y, and y of each sample as numbers.
  var lossText: String {
    switch loss?.text ?? "squared" {
    case "squared": outputs == 1 ? "(f - y) ** 2 / 2" : "sum((f - y) ** 2) / 2"
    case "logistic": "softplus(-y * f)"
    case "exponential": "exp(-y * f)"
    case "huber": "where(abs(f - y) <= 1, (f - y) ** 2 / 2, abs(f - y) - 0.5)"
    case "cross-entropy": "-sum(y * log_softmax(f))"
    case let text: text
    }
  }

  /// The target of each sample; a class is a row with a 1.
  func targets() -> [[Double]] {
    guard let y else { return [] }
    let count = y.extents.first ?? 0
    if loss?.text == "cross-entropy", y.extents.count == 1 {
      return y.values.map { label in (0..<outputs).map { Double($0) == label ? 1 : 0 } }
    }
    return (0..<count).map { Array(y.values[$0 * outputs..<($0 + 1) * outputs]) }
  }
}
