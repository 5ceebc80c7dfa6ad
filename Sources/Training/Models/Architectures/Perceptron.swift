import Formulas
import Parameters

/// A multilayer perceptron with `depth` layers: W_L @ φ(… φ(W1 @ x + b1) …) + b_L; with `widths` the hidden
/// layers have these.
///
/// Every W begins with normal numbers of standard deviation 1/√(inputs of the layer), every b with 0. W_L
/// is a vector, or has a row for each output where there are several. With `residual`, hidden layers after
/// the first add what they were given.
struct Perceptron: FormulaSource {
  static let name = "mlp"
  static let shorthands = [
    Shorthand(name, Parameter.widths.key, .counted(by: Parameter.depth.key, more: 1))
  ]
  static let parameters: [Parameter] = [
    width, .widths, .depth, .activation, .bias, .residual, .starts,
  ]

  private static let width = Parameter.layerWidth.with {
    $0.isRequired = false
    $0.group = Parameter.widths.group
  }

  static func wording(_ values: borrowing Values) -> ModelWording {
    let widths = values.peek(.widths)?.asIntegers
    let depth = widths.map { $0.count + 1 } ?? values.size(.depth)
    func size(_ layer: Int) -> String { widths == nil ? "width" : "width\(layer)" }
    let hasBias = values.word(.bias) == "true"
    let isResidual = values.word(.residual) == "true"
    var blocks: [ModelText.Block] = []
    var lines: [String] = []
    var input = "x"
    for layer in 1...depth {
      let (isFirst, isLast) = (layer == 1, layer == depth)
      let inputSize = isFirst ? "inputs" : size(layer - 1)
      blocks.append(
        ModelText.Block(
          name: "W\(layer)",
          extents: isLast ? values.outputExtents + [inputSize] : [size(layer), inputSize],
          starts: [.normal("1 / sqrt(\(inputSize))")]))
      if hasBias {
        blocks.append(
          ModelText.Block(
            name: "b\(layer)", extents: isLast ? values.outputExtents : [size(layer)],
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
    let sizes =
      widths?.enumerated().map { ModelText.Size(size($0.offset + 1), $0.element) }
      ?? [ModelText.Size("width", values.size(width))]
    var wording = ModelWording(
      ModelText(blocks: blocks, sizes: sizes, prediction: lines.joined(separator: "\n")))
    wording.faults = widths.map { faults(values, $0, isResidual: isResidual) } ?? []
    return wording
  }

  private static func faults(
    _ values: borrowing Values, _ widths: [Int], isResidual: Bool
  ) -> [KindError] {
    var faults: [KindError] = []
    let depth = values.size(.depth)
    if depth != widths.count + 1 {
      faults.append(
        KindError(
          "\(widths.count) widths make \(widths.count + 1) layers, not \(depth)",
          at: [Parameter.depth.key], hint: "remove depth, which follows"))
    }
    if isResidual, Set(widths).count > 1 {
      faults.append(
        KindError(
          "residual layers have one width, and the widths are \(widths)",
          at: [Parameter.residual.key], hint: "residual: false, or equal widths"))
    }
    return faults
  }
}

extension Parameter {
  /// The widths of the hidden layers, one by one.
  static let widths = Parameter(
    "widths", .integers(1...mostEntries), longName: "widths of the hidden layers",
    symbol: "widths", role: .problem
  ).with {
    $0.group = "width"
    $0.entersCost = true
    $0.column = Column(absence: .label(.text("none")))
    $0.since = 3
  }

  /// Whether hidden layers add what they were given.
  static let residual = Parameter(
    "residual", .flag, longName: "whether hidden layers add what they were given, 0 or 1",
    symbol: "residual", role: .problem, default: .text("false")
  ).with {
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
  }
}
