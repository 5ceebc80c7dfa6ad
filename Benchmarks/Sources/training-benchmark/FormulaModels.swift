import Formulas
import Training

/// The models of the benchmark that are formulas, as cases.py lists them.
enum FormulaModels: Int {
  case twoLayer, mlp, logistic, completion, cubes

  /// What is minimized.
  var loss: Loss { self == .logistic ? .logistic : .squared }

  /// The model.
  ///
  /// - Parameters:
  ///   - inputs: Numbers of a sample; of a completion the entries of the matrix.
  ///   - width: Of the layers.
  ///   - samples: n.
  func model(inputs: Int, width: Int, samples: Int) throws -> Model {
    func block(_ name: String, _ extents: String...) -> ModelText.Block {
      ModelText.Block(name: name, extents: extents, starts: [.values("0")])
    }
    let (blocks, prediction) =
      switch self {
      case .twoLayer, .logistic:
        (
          [block("W", "width", "inputs"), block("b", "width"), block("a", "width")],
          "h = tanh(W @ x + b)\na @ h"
        )
      case .mlp:
        (
          [
            block("W1", "width", "inputs"), block("b1", "width"), block("W2", "width", "width"),
            block("b2", "width"), block("a", "width"),
          ], "h = tanh(W1 @ x + b1)\ng = tanh(W2 @ h + b2)\na @ g"
        )
      case .completion:
        ([block("A", "width", "width"), block("B", "width", "width")], "sum(x * (A @ B))")
      case .cubes: ([block("u", "inputs"), block("v", "inputs")], "(u ** 3 - v ** 3) @ x")
      }
    let sizes = self == .cubes ? [] : [ModelText.Size("width", width)]
    return try Model.formula(
      ModelText(blocks: blocks, sizes: sizes, prediction: prediction),
      input: self == .completion ? .matrix(width, width) : .vector(inputs), samples: samples)
  }
}
