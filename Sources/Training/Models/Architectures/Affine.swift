import Formulas
import Parameters

/// A linear model of samples that the data say, w @ x, with `bias` w @ x + b; of several outputs W has a row
/// for each.
///
/// w begins with normal numbers of standard deviation 1/√inputs, b with 0. ``LinearModel`` says its dimension
/// and has a sparse truth.
struct Affine: FormulaSource {
  static let name = "affine"
  static let shorthands = [Shorthand(LinearModel.name, Parameter.dimension.key, .lacking)]
  static let parameters: [Parameter] = [.bias, .starts]

  static func wording(_ values: borrowing Values) -> ModelWording {
    let outputs = values.outputExtents
    let weights = outputs.isEmpty ? "w" : "W"
    var text = ModelText(
      blocks: [
        ModelText.Block(
          name: weights, extents: outputs + ["inputs"], starts: [.normal("1 / sqrt(inputs)")])
      ], prediction: "\(weights) @ x")
    if values.word(.bias) == "true" {
      text.blocks.append(ModelText.Block(name: "b", extents: outputs, starts: [.values("0")]))
      text.prediction += " + b"
    }
    return ModelWording(text)
  }
}
