package import Formulas

/// A model with its expected values, as `cases.jsonl` and `random.jsonl` have them.
package struct ModelCase: Decodable, Sendable {
  package struct Model: Decodable, Sendable {
    package struct Block: Decodable, Sendable { package var shape: [Extent]? }
    package struct Extent: Decodable, Sendable {
      package var text: String
      package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
          text = "\(number)"
        } else {
          text = try container.decode(String.self)
        }
      }
    }
    package var parameters: [String: Block]?
    package var sizes: [String: Int]?
    package var constants: [String: Double]?
    package var prediction: String
  }
  package struct DataSizes: Decodable, Sendable {
    package var inputs: JSONExtents
    package var outputs: Int?
    package var samples: Int?
  }
  package struct PlacedBlock: Decodable, Sendable {
    package var name: String
    package var shape: [Int]
  }
  package struct Loss: Decodable, Sendable {
    package var text: String
    package init(from decoder: any Decoder) throws {
      if let kind = try? decoder.singleValueContainer().decode(String.self) {
        text = kind
      } else {
        text = try decoder.singleValueContainer().decode([String: String].self)["value"] ?? ""
      }
    }
  }
  package struct Failure: Decodable, Sendable {
    package var kind: String
    package var line: Int?
    package var column: Int?
    package var message: String?
  }

  package var name: String?
  package var seed: Int?
  package var model: Model
  package var data: DataSizes
  package var blocks: [PlacedBlock]?
  package var loss: Loss?
  package var theta: [Double]?
  package var x: JSONNumbers?
  package var y: JSONNumbers?
  package var direction: [Double]?
  package var expected: [String: JSONNumbers]?
  package var isLinearInX: Bool?
  package var homogeneity: Double?
  package var tolerance: Double?
  package var error: Failure?

  private enum CodingKeys: String, CodingKey {
    case name, seed, model, data, blocks, loss, theta, x, y, direction, expected, homogeneity
    case tolerance, error
    case isLinearInX = "linear_in_x"
  }

  package var testDescription: String { name ?? "seed \(seed ?? 0)" }

  package var outputs: Int { data.outputs ?? 1 }

  /// The order of the generator of random models; the cases say theirs.
  package static let randomOrder = ["W", "V", "a", "b", "u", "s"]

  /// Blocks in the order of θ.
  package var placedBlocks: [Scope.Block] {
    if let blocks { return blocks.map { Scope.Block(name: $0.name, extents: $0.shape) } }
    return Self.randomOrder.compactMap { name in
      model.parameters?[name].map { block in
        Scope.Block(name: name, extents: (block.shape ?? []).compactMap { Int($0.text) })
      }
    }
  }

  package var sizes: [String: Int] {
    var sizes = model.sizes ?? [:]
    sizes["outputs"] = outputs
    if let samples = data.samples { sizes["samples"] = samples }
    if data.inputs.extents.count == 1 { sizes["inputs"] = data.inputs.extents[0] }
    return sizes
  }

  package var scope: Scope {
    .prediction(
      blocks: placedBlocks, sizes: sizes, constants: Array((model.constants ?? [:]).keys),
      input: Shape(data.inputs.extents) ?? .number, outputs: outputs)
  }

  /// The loss as a text over f and y, and y of each sample as numbers.
  package var lossText: String {
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
  package func targets() -> [[Double]] {
    guard let y else { return [] }
    let count = y.extents.first ?? 0
    if loss?.text == "cross-entropy", y.extents.count == 1 {
      return y.values.map { label in (0..<outputs).map { Double($0) == label ? 1 : 0 } }
    }
    return (0..<count).map { Array(y.values[$0 * outputs..<($0 + 1) * outputs]) }
  }
}
