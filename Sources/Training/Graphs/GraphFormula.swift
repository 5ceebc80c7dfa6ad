internal import Formulas

/// A prediction with its derivatives, and the blocks of θ it is a function of.
struct GraphFormula: Sendable {
  /// f, rᵀJ, J m and Σ r ∇²f m as nodes of one graph.
  let derivatives: Derivatives
  /// The blocks that are trained, in the order of θ.
  let layout: ParameterLayout
  /// The sample, as the formula is given it; nil where it needs none.
  let sample: NodeID?
  /// Its shape.
  let sampleShape: Shape
  /// C.
  let outputCount: Int
  /// Fixed blocks and constants that the formula needs, by their nodes.
  let givens: [(id: NodeID, input: Input)]

  var graph: Graph { derivatives.graph }

  /// A prediction of one sample.
  ///
  /// - Parameters:
  ///   - formula: The prediction.
  ///   - blocks: All blocks, in order.
  ///   - sampleShape: The shape of a sample.
  init(_ formula: Formula, blocks: [Scope.Block], sampleShape: Shape) {
    self.init(
      formula.result, in: formula.graph, blocks: blocks, sampleShape: sampleShape)
  }

  /// The same from a node.
  init(_ prediction: NodeID, in graph: Graph, blocks: [Scope.Block], sampleShape: Shape) {
    derivatives = Derivatives(
      of: prediction, in: graph, blocks: blocks.filter(\.isTrained).map(\.name))
    layout = ParameterLayout(
      blocks.filter(\.isTrained).map { (name: $0.name, shape: $0.extents) })
    self.sampleShape = sampleShape
    outputCount = graph.shape(of: prediction).count
    var sample: NodeID?
    var givens: [(id: NodeID, input: Input)] = []
    for (id, input) in derivatives.graph.inputs {
      if input.role == .data {
        sample = id
      } else if input.role == .fixed || input.role == .constants {
        givens.append((id, input))
      }
    }
    self.sample = sample
    self.givens = givens
  }

  /// The first index in θ of a parameter.
  func offset(of parameter: Input) -> Int {
    let block = layout.blocks.first { $0.name == parameter.name }
    return (block?.offset ?? 0) + (parameter.entry ?? 0) * parameter.shape.count
  }

  /// The nodes of inputs.
  func nodes(of inputs: [Input]) -> [NodeID] {
    let known = Dictionary(
      graph.inputs.map { ($0.input, $0.id) }, uniquingKeysWith: { first, _ in first })
    return inputs.compactMap { known[$0] }
  }

  /// The parameters that the prediction does not depend on.
  var untouchedParameters: [Range<Int>] {
    var isTouched = Array(repeating: false, count: layout.parameterCount)
    for input in derivatives.parameters {
      let start = offset(of: input)
      for p in start..<start + input.shape.count { isTouched[p] = true }
    }
    return isTouched.indices.filter { !isTouched[$0] }.map { $0..<$0 + 1 }
  }

  /// Whether the blocks and the prediction are vectors of one length, and every entry goes by those in its
  /// place, and by numbers.
  var isEntrywise: Bool {
    let shape = graph.shape(of: derivatives.prediction)
    guard shape.rank == 1, layout.blocks.allSatisfy({ $0.shape == shape.extents }),
      givens.allSatisfy({ $0.input.shape == .number })
    else { return false }
    return graph.needed(for: [derivatives.prediction] + derivatives.gradients).allSatisfy { id in
      let node = graph[id]
      switch node.operation {
      case .input, .constant, .unary, .binary, .select, .broadcast:
        return ([id] + node.operands).allSatisfy {
          [shape, .number].contains(graph.shape(of: $0))
        }
      default: return false
      }
    }
  }

  /// The nodes that depend on a sample alone, and are needed for others or wanted themselves.
  ///
  /// Their values are found once a run.
  func dataNodes(for outputs: [NodeID]) -> [NodeID] {
    let dependence = graph.dependence()
    func isOfData(_ id: NodeID) -> Bool { dependence[id.index] == .data }
    var found = Set(outputs.filter(isOfData))
    for id in graph.needed(for: outputs) where !isOfData(id) {
      found.formUnion(graph[id].operands.filter(isOfData))
    }
    return found.sorted()
  }

  /// Multiply-adds of a sample's prediction and pull-back, and what else takes as long, roughly: a pass over an
  /// array as long as some, an elementary function as 60.
  var multiplyAdds: Double {
    let wanted = [derivatives.prediction] + derivatives.gradients
    return graph.needed(for: wanted).reduce(0.0) { sum, id in
      let node = graph[id]
      let count = Double(node.shape.count)
      switch node.operation {
      case .product(let axis, _):
        return sum + count * Double(graph.shape(of: node.operands[0])[axis])
      case .unary(let function): return sum + (function.isElementary ? 60 : 8) * count
      case .binary, .select: return sum + 8 * count
      case .reduce(_, let axis):
        return sum + count * Double(graph.shape(of: node.operands[0])[axis])
      default: return sum + count
      }
    }
  }
}

extension UnaryFunction {
  /// Whether it is a function like exp, which takes as long as many products.
  fileprivate var isElementary: Bool {
    switch self {
    case .negate, .absolute, .sign, .squareRoot, .power, .oneMinusSquare, .held: false
    default: true
    }
  }
}
