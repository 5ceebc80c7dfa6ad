/// What each function makes of its arguments.
extension Reader {
  mutating func apply(_ call: Call) -> NodeID? {
    switch call.function {
    case .where: return choice(call)
    case .concatenate: return joined(call)
    case .array: return literal(call)
    case .zeros, .ones:
      guard let extents = extents(call.arguments[0]), let shape = Shape(extents) else {
        return nil
      }
      return graph.filled(call.function == .ones ? 1 : 0, shape)
    case .eye: return identity(call)
    case .maximum, .minimum, .dot, .outer, .rank: return ofTwo(call)
    case .oneHot: return oneHot(call)
    default: break
    }
    guard let x = value(call.arguments[0]) else { return nil }
    switch call.function {
    case .sum, .mean, .max, .min, .prod, .norm, .logsumexp: return reduced(x, call)
    case .softmax, .logSoftmax: return soft(x, call)
    case .reshape: return reshaped(x, call)
    case .trace, .diag: return onDiagonal(x, call)
    case .leakyReLU, .elu, .gelu: return activation(x, call)
    case .singularValues, .argmax: return recorded(x, call)
    default: return elementwise(x, call.function)
    }
  }

  private mutating func elementwise(_ x: NodeID, _ function: Function) -> NodeID? {
    switch function {
    case .exp: return graph.unary(.exp, x)
    case .log: return graph.unary(.log, x)
    case .log1p: return graph.unary(.log1p, x)
    case .expm1: return graph.unary(.expm1, x)
    case .sqrt: return graph.unary(.squareRoot, x)
    case .square: return graph.power(x, 2)
    case .abs: return graph.unary(.absolute, x)
    case .sign: return graph.unary(.sign, x)
    case .sin: return graph.unary(.sin, x)
    case .cos: return graph.unary(.cos, x)
    case .tanh: return graph.unary(.tanh, x)
    case .arctan: return graph.unary(.arctan, x)
    case .erf: return graph.unary(.erf, x)
    case .softplus: return graph.unary(.softplus, x)
    case .sigmoid: return graph.unary(.sigmoid, x)
    case .silu:
      let sigmoid = graph.unary(.sigmoid, x)
      return graph.times(x, sigmoid)
    case .relu:
      // x ≤ 0 ? 0 : x, so that NaN stays.
      let zero = graph.filled(0, graph.shape(of: x))
      return graph.select(.lessOrEqual, x, zero, zero, x)
    case .ravel: return graph.flattened(x)
    default: return nil
    }
  }

  /// Activations with a number or a form of their own.
  private mutating func activation(_ x: NodeID, _ call: Call) -> NodeID? {
    let shape = graph.shape(of: x)
    let zero = graph.filled(0, shape)
    if call.function == .gelu {
      guard let isApproximate = flag(call.option("approximate"), "approximate") else { return nil }
      if !isApproximate {
        let probability = graph.unary(.normalDistribution, x)
        return graph.times(x, probability)
      }
      // x · ½ (1 + tanh(√(2/π) (x + 0.044715 x³))).
      let cubic = graph.times(0.044715, graph.power(x, 3))
      let argument = graph.times(0x1.9884533d43651p-1, graph.sum(x, cubic))
      let curved = graph.unary(.tanh, argument)
      let half = graph.times(0.5, graph.sum(graph.filled(1, shape), curved))
      return graph.times(x, half)
    }
    let isLeaky = call.function == .leakyReLU
    var slope = graph.constant(isLeaky ? 0.01 : 1)
    if let given = call.option(isLeaky ? "negative_slope" : "alpha") {
      guard let number = value(given) else { return nil }
      slope = number
    }
    guard let (p, q) = together(x, slope, ",", at: call.span, call.whole) else { return nil }
    let wide = graph.broadcast(zero, to: graph.shape(of: p))
    if isLeaky {
      let scaled = graph.times(q, p)
      return graph.select(.lessOrEqual, wide, p, p, scaled)
    }
    // The exponential sees no positive number, so that it does not overflow.
    let negative = graph.select(.less, wide, p, wide, p)
    let curved = graph.times(q, graph.unary(.expm1, negative))
    return graph.select(.less, wide, p, p, curved)
  }

  private mutating func choice(_ call: Call) -> NodeID? {
    let condition = call.arguments[0]
    var sides: (NodeID, NodeID)?
    var symbol = ""
    switch condition.form {
    case .comparison(let first, let links) where links.count == 1:
      symbol = links[0].symbol
      if let a = value(first), let b = value(links[0].operand) {
        sides = together(a, b, symbol, at: links[0].symbolSpan, condition.span)
      }
    case .comparison(_, let links):
      _ = fail(.unsupported, "where takes one comparison", at: links[1].symbolSpan)
    case .broken: break
    default:
      _ = fail(
        .unsupported, "where takes a comparison first: where(a < b, c, d)", at: condition.span)
    }
    let taken = value(call.arguments[1])
    let other = value(call.arguments[2])
    guard let sides, let taken, let other else { return nil }
    let shapes = [sides.0, taken, other].map { graph.shape(of: $0) }
    guard let inner = Shape.broadcast(shapes[1], shapes[2]),
      let shape = Shape.broadcast(shapes[0], inner)
    else {
      return fail(
        .shape,
        source.excerpt(call.whole) + ": " + shapes.map(\.description).joined(separator: ", "),
        at: call.span, shapes: shapes)
    }
    let a = graph.broadcast(sides.0, to: shape)
    let b = graph.broadcast(sides.1, to: shape)
    let c = graph.broadcast(taken, to: shape)
    let d = graph.broadcast(other, to: shape)
    switch symbol {
    case "<": return graph.select(.less, a, b, c, d, isolates: true)
    case "<=": return graph.select(.lessOrEqual, a, b, c, d, isolates: true)
    case ">": return graph.select(.less, b, a, c, d, isolates: true)
    case ">=": return graph.select(.lessOrEqual, b, a, c, d, isolates: true)
    case "==": return graph.select(.equal, a, b, c, d, isolates: true)
    default: return graph.select(.equal, a, b, d, c, isolates: true)
    }
  }

  private mutating func ofTwo(_ call: Call) -> NodeID? {
    guard let a = value(call.arguments[0]), let b = value(call.arguments[1]) else { return nil }
    let (p, q) = (graph.shape(of: a), graph.shape(of: b))
    switch call.function {
    case .outer:
      guard p.count.multipliedReportingOverflow(by: q.count).partialValue <= Limits.numbers else {
        return fail(
          .tooLarge, "the outer product of \(p) and \(q) is too large", at: call.span,
          shapes: [p, q])
      }
      return graph.outer(graph.flattened(a), graph.flattened(b))
    case .dot where p.rank > 0 && q.rank > 0:
      return matrixProduct(a, b, at: call.span, call.whole)
    case .rank:
      guard p.rank == 2, q.rank == 0 else {
        return fail(.rank, "rank takes a matrix and a number, not \(p), \(q)", at: call.span)
      }
      let values = graph.add(.singularValues, [a], .vector(min(p[0], p[1])))
      let shape = graph.shape(of: values)
      let counted = graph.select(
        .less, graph.broadcast(b, to: shape), values, graph.filled(1, shape),
        graph.filled(0, shape))
      return graph.total(counted)
    default:
      guard let (x, y) = together(a, b, ",", at: call.span, call.whole) else { return nil }
      switch call.function {
      case .maximum: return graph.binary(.maximum, x, y)
      case .minimum: return graph.binary(.minimum, x, y)
      default: return graph.times(x, y)
      }
    }
  }
}
