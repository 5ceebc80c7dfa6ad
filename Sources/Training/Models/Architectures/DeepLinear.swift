import Formulas
import Parameters

/// A deep linear net, W_L @ … @ W1 @ x; W_L is a vector, or has a row for each output where there are
/// several.
///
/// Every W begins with normal numbers of standard deviation 1/√(inputs of the layer).
struct DeepLinear: FormulaSource {
  static let name = "deep-linear"
  static let parameters: [Parameter] = [.layerWidth, .depth, .starts]

  static func wording(_ values: borrowing Values) -> ModelWording {
    let depth = values.size(.depth)
    let blocks = (1...depth).map { layer in
      let size = layer == 1 ? "inputs" : "width"
      return ModelText.Block(
        name: "W\(layer)",
        extents: layer == depth ? values.outputExtents + [size] : ["width", size],
        starts: [.normal("1 / sqrt(\(size))")])
    }
    let product = blocks.reversed().map(\.name).joined(separator: " @ ")
    return ModelWording(
      ModelText(
        blocks: blocks, sizes: [ModelText.Size("width", values.size(.layerWidth))],
        prediction: "\(product) @ x"))
  }
}
