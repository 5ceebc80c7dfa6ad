import Formulas
import Parameters

/// A multilayer perceptron with `depth` layers: W_L @ φ(… φ(W1 @ x + b1) …) + b_L.
///
/// Every W begins with normal numbers of standard deviation 1/√(inputs of the layer), every b with 0. W_L
/// is a vector, or has a row for each output where there are several. With `residual`, hidden layers after the first add what they were given.
struct Perceptron: FormulaSource {
  static let name = "mlp"
  static let parameters: [Parameter] = [.layerWidth, .depth, .activation, .bias, .residual]

  static func wording(_ values: borrowing Values) -> ModelWording {
    let depth = values.size(.depth)
    let hasBias = values.word(.bias) == "true"
    let isResidual = values.word(.residual) == "true"
    var blocks: [ModelText.Block] = []
    var lines: [String] = []
    var input = "x"
    for layer in 1...depth {
      let (isFirst, isLast) = (layer == 1, layer == depth)
      let size = isFirst ? "inputs" : "width"
      blocks.append(
        ModelText.Block(
          name: "W\(layer)", extents: isLast ? values.outputExtents + [size] : ["width", size],
          starts: [.normal("1 / sqrt(\(size))")]))
      if hasBias {
        blocks.append(
          ModelText.Block(
            name: "b\(layer)", extents: isLast ? values.outputExtents : ["width"],
            starts: [.values("0")]))
      }
      let sum = "W\(layer) @ \(input)" + (hasBias ? " + b\(layer)" : "")
      if isLast {
        lines.append(sum)
      } else {
        let added = isResidual && !isFirst ? "\(input) + " : ""
        lines.append("h\(layer) = \(added)\(values.activated(sum))")
        input = "h\(layer)"
      }
    }
    return ModelWording(
      ModelText(
        blocks: blocks, sizes: [ModelText.Size("width", values.size(.layerWidth))],
        prediction: lines.joined(separator: "\n")))
  }
}

extension Parameter {
  /// Whether hidden layers add what they were given.
  static let residual = Parameter(
    "residual", .flag, longName: "whether hidden layers add what they were given, 0 or 1",
    symbol: "residual", role: .problem, default: .text("false")
  ).with {
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
  }
}
