import Formulas
import Parameters

/// A two-layer net, a @ φ(W @ x + b) times a scaling; a has a row for each output where there are several.
///
/// W begins with normal numbers of standard deviation 1/√inputs, b with 0. The scaling is 1 and a begins with
/// 1/√width (`standard`), or it is 1/√width (`ntk`) or 1/width (`mean-field`) and a begins with 1.
struct TwoLayer: FormulaSource {
  static let name = "two-layer"
  static let parameters: [Parameter] = [
    .layerWidth, .activation, .bias, .trainedLayers, .scaling, .starts,
  ]

  static func wording(_ values: borrowing Values) -> ModelWording {
    let (scaling, trained) = (values.word(.scaling), values.word(.trainedLayers))
    let hasBias = values.word(.bias) == "true"
    let isFirstTrained = trained != "second"
    var blocks = [
      ModelText.Block(
        name: "W", extents: ["width", "inputs"], starts: [.normal("1 / sqrt(inputs)")],
        isTrained: isFirstTrained)
    ]
    if hasBias {
      blocks.append(
        ModelText.Block(
          name: "b", extents: ["width"], starts: [.values("0")], isTrained: isFirstTrained))
    }
    blocks.append(
      ModelText.Block(
        name: "a", extents: values.outputExtents + ["width"],
        starts: [.normal(scaling == "standard" ? "1 / sqrt(width)" : "1")],
        isTrained: trained != "first"))
    let factors = ["ntk": " / sqrt(width)", "mean-field": " / width"]
    let hidden = values.activated(hasBias ? "W @ x + b" : "W @ x")
    return ModelWording(
      ModelText(
        blocks: blocks, sizes: [ModelText.Size("width", values.size(.layerWidth))],
        prediction: "a @ \(hidden)\(factors[scaling] ?? "")"))
  }
}

extension Parameter {
  /// Which layers of a two-layer net are trained.
  static let trainedLayers = Parameter(
    "train", .choice(["both", "first", "second"]), longName: "layers that are trained",
    symbol: "trained", role: .problem, default: .text("both")
  ).with {
    $0.entersCost = true
    $0.column = Column("trained_layers", absence: .label(.text("none")))
    $0.since = 3
  }

  /// What the output of a two-layer net is multiplied by.
  static let scaling = Parameter(
    "scaling", .choice(["standard", "ntk", "mean-field"]), longName: "scaling of the output",
    symbol: "scaling", role: .problem, default: .text("standard")
  ).with {
    $0.column = Column(absence: .label(.text("none")))
    $0.since = 3
  }
}
