/// The derivatives of one graph in its parameters, as nodes of a larger one.
///
/// With f the prediction of a sample, r a cotangent of f's shape, and m a direction of θ's:
///
/// | nodes | value |
/// |---|---|
/// | ``gradients`` | rᵀ J, block by block |
/// | ``tangent`` | J m |
/// | ``gradientTangents`` | (Σ_c r_c ∇²f_c) m |
///
/// So a loss's gradient is Σ rᵀJ of r = ∂ℓ/∂f, and its Hessian times m is the third of the same r
/// plus the first of r = ∂²ℓ/∂f² J m. A loss's own derivatives are those of its formula in f: blocks
/// `["f"]`, role ``Dependence/predictions``.
public struct Derivatives: Sendable {
  /// The graph with all of it.
  public var graph: Graph
  /// The prediction.
  public let prediction: NodeID
  /// The parameters that the prediction depends on, in the order asked for; a stack has an input
  /// for each of its arrays.
  public let parameters: [Input]
  /// The cotangent r.
  public let cotangent: Input
  /// The direction m, an input for each of ``parameters``.
  public let directions: [Input]
  /// rᵀJ for each of ``parameters``.
  public let gradients: [NodeID]
  /// J m; nil where the prediction has no parameters.
  public let tangent: NodeID?
  /// (Σ_c r_c ∇²f_c) m for each of ``parameters``; nil where it is 0.
  public let gradientTangents: [NodeID?]

  private let parameterNodes: [NodeID]

  /// Derives a node in the inputs of a role.
  ///
  /// - Parameters:
  ///   - prediction: The node to derive.
  ///   - graph: Its graph.
  ///   - blocks: Names of blocks, which order the parameters.
  ///   - role: What is derived in.
  public init(
    of prediction: NodeID, in graph: Graph, blocks: [String],
    role: Dependence = .parameters
  ) {
    let place = Dictionary(
      blocks.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let found = graph.inputs(of: [prediction]).filter { $0.role == role }.sorted {
      (place[$0.name] ?? .max, $0.entry ?? 0) < (place[$1.name] ?? .max, $1.entry ?? 0)
    }
    var graph = graph
    let nodes = found.map { graph.input($0) }
    let cotangent = Input(
      name: "cotangent", shape: graph.shape(of: prediction), role: .cotangents)
    let pulled = graph.pullBack(graph.input(cotangent), from: prediction, to: nodes)
    // An input may be needed and yet have the derivative 0: sign(w).
    let gradients = zip(pulled, found).map { node, input in
      node ?? graph.filled(0, input.shape)
    }
    let directions = found.map {
      Input(name: "direction " + $0.name, entry: $0.entry, shape: $0.shape, role: .directions)
    }
    var moves: [NodeID: NodeID] = [:]
    for (node, direction) in zip(nodes, directions) { moves[node] = graph.input(direction) }
    let tangents = graph.tangents(of: [prediction] + gradients, along: moves)
    self.graph = graph
    self.prediction = prediction
    parameters = found
    parameterNodes = nodes
    self.cotangent = cotangent
    self.directions = directions
    self.gradients = gradients
    tangent = tangents[0]
    gradientTangents = Array(tangents.dropFirst())
  }

  /// The row of J of one output, for each of ``parameters``: the gradient without a cotangent.
  public mutating func jacobianRow(ofOutput c: Int) -> [NodeID] {
    let shape = graph.shape(of: prediction)
    var seed = graph.constant(1)
    if shape.rank == 1 {
      let numbers = (0..<shape[0]).map { ExactNumber($0 == c ? 1 : 0) }
      seed = graph.add(.array(numbers), [], shape)
    }
    return zip(graph.pullBack(seed, from: prediction, to: parameterNodes), parameters).map {
      $0 ?? graph.filled(0, $1.shape)
    }
  }
}
