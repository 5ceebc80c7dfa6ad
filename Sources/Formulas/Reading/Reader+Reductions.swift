/// Functions along axes.
extension Reader {
  mutating func reduced(_ x: NodeID, _ call: Call) -> NodeID? {
    let shape = graph.shape(of: x)
    guard let axes = axes(of: call, rank: shape.rank, otherwise: Array(0..<shape.rank)),
      let keepsAxes = flag(call.keywords["keepdims"], "keepdims")
    else { return nil }
    let isWhole = axes.count == shape.rank
    let array = isWhole ? graph.flattened(x) : x
    let result = reduced(array, call.function, axis: isWhole ? 0 : axes[0])
    guard keepsAxes else { return result }
    let kept = (0..<shape.rank).map { axes.contains($0) ? 1 : shape[$0] }
    return graph.reshape(result, to: Shape(kept) ?? .number)
  }

  private mutating func reduced(_ x: NodeID, _ function: Function, axis: Int) -> NodeID {
    switch function {
    case .sum: return graph.reduce(.sum, x, axis: axis)
    case .mean:
      let sum = graph.reduce(.sum, x, axis: axis)
      let count = graph.filled(Double(graph.shape(of: x)[axis]), graph.shape(of: sum))
      return graph.binary(.divide, sum, count)
    case .max: return graph.reduce(.maximum, x, axis: axis)
    case .min: return graph.reduce(.minimum, x, axis: axis)
    case .prod: return graph.productAlong(x, axis: axis)
    case .norm:
      return graph.unary(.squareRoot, graph.reduce(.sum, graph.power(x, 2), axis: axis))
    default: return logarithmOfSum(x, axis: axis)
    }
  }

  /// log Σ eˣ = m + log Σ e^(x − m), m the maximum where it is finite, else 0.
  private mutating func logarithmOfSum(_ x: NodeID, axis: Int) -> NodeID {
    let largest = graph.reduce(.maximum, x, axis: axis)
    let zero = graph.filled(0, graph.shape(of: largest))
    let difference = graph.binary(.subtract, largest, largest)
    let finite = graph.select(.equal, difference, zero, largest, zero)
    let m = graph.unary(.held, finite)
    let spread = graph.spread(m, axis: axis, to: graph.shape(of: x))
    let exponentials = graph.unary(.exp, graph.binary(.subtract, x, spread))
    let sum = graph.reduce(.sum, exponentials, axis: axis)
    return graph.sum(graph.unary(.log, sum), m)
  }

  /// softmax and its logarithm, with the maximum taken off first.
  mutating func soft(_ x: NodeID, _ call: Call) -> NodeID? {
    let shape = graph.shape(of: x)
    guard shape.rank > 0 else {
      return fail(.rank, "\(call.function.rawValue) of a number", at: call.span, shapes: [shape])
    }
    guard let axes = axes(of: call, rank: shape.rank, otherwise: [shape.rank - 1]) else {
      return nil
    }
    let isWhole = axes.count == shape.rank
    let array = isWhole ? graph.flattened(x) : x
    let axis = isWhole ? 0 : axes[0]
    let inner = graph.shape(of: array)
    let m = graph.unary(.held, graph.reduce(.maximum, array, axis: axis))
    let shifted = graph.binary(.subtract, array, graph.spread(m, axis: axis, to: inner))
    let exponentials = graph.unary(.exp, shifted)
    let sum = graph.reduce(.sum, exponentials, axis: axis)
    let result: NodeID
    if call.function == .softmax {
      result = graph.binary(
        .divide, exponentials, graph.spread(sum, axis: axis, to: inner))
    } else {
      result = graph.binary(
        .subtract, shifted, graph.spread(graph.unary(.log, sum), axis: axis, to: inner))
    }
    return graph.reshape(result, to: shape)
  }

  mutating func onDiagonal(_ x: NodeID, _ call: Call) -> NodeID? {
    let shape = graph.shape(of: x)
    if call.function == .diag, shape.rank == 1 {
      guard shape[0].multipliedReportingOverflow(by: shape[0]).partialValue <= Limits.numbers else {
        return fail(
          .tooLarge, "a diagonal matrix of \(shape[0]) rows is too large", at: call.span)
      }
      return graph.diagonalMatrix(x)
    }
    guard shape.rank == 2 else {
      return fail(
        .rank, "\(call.function.rawValue) of an array of rank \(shape.rank)", at: call.span,
        shapes: [shape])
    }
    let diagonal = graph.diagonal(x)
    return call.function == .diag ? diagonal : graph.total(diagonal)
  }

  /// Functions of recorded quantities.
  mutating func recorded(_ x: NodeID, _ call: Call) -> NodeID? {
    let shape = graph.shape(of: x)
    if call.function == .singularValues {
      guard shape.rank == 2 else {
        return fail(
          .rank, "singular_values of an array of rank \(shape.rank)", at: call.span,
          shapes: [shape])
      }
      return graph.add(.singularValues, [x], .vector(min(shape[0], shape[1])))
    }
    guard let axes = axes(of: call, rank: shape.rank, otherwise: Array(0..<shape.rank)) else {
      return nil
    }
    guard axes.count == 1 || call.option("axis") == nil else {
      return fail(.index, "argmax goes along one axis, or all", at: call.span)
    }
    let isWhole = axes.count == shape.rank
    let array = isWhole ? graph.flattened(x) : x
    let axis = isWhole ? 0 : axes[0]
    return graph.add(
      .argumentOfMaximum(axis: axis), [array], graph.shape(of: array).removing(axis: axis))
  }
}
