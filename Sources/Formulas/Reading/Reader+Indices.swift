/// Indices, slices, and the whole numbers that stand in them.
extension Reader {
  /// A whole number that is known before anything runs: digits, sizes, and + − * of them.
  mutating func whole(_ expression: Expression, _ kind: Mistake.Kind) -> Int? {
    countReading(at: expression.span)
    guard !isExhausted else { return nil }
    switch expression.form {
    case .broken: return nil
    case .number(_, let whole?): return whole
    case .name(let name):
      if case .whole(let value)? = bindings[name] { return value }
      if bindings[name] == nil, let size = scope.sizes[name] {
        usedNames.insert(name)
        return size
      }
      let isKnown =
        bindings[name] != nil || scope.variables[name] != nil || name == "pi"
        || Function(rawValue: name) != nil || bindingLines[name] != nil
      if !isKnown {
        _ = fail(
          .unknownName, "unknown name \(name)", at: expression.span,
          suggestion: NearestName.of(name, among: scope.names + bindings.keys))
        return nil
      }
    case .negated(let operand, let times):
      guard let value = whole(operand, kind) else { return nil }
      return times % 2 == 1 ? -value : value
    case .chain(let first, let links):
      guard links.allSatisfy({ "+-*".contains($0.symbol) }) else { break }
      guard var value = whole(first, kind) else { return nil }
      for link in links {
        guard let next = whole(link.operand, kind) else { return nil }
        let (result, overflows) =
          link.symbol == "+"
          ? value.addingReportingOverflow(next)
          : link.symbol == "-"
            ? value.subtractingReportingOverflow(next) : value.multipliedReportingOverflow(by: next)
        guard !overflows, abs(Double(result)) < 0x1p62 else {
          _ = fail(kind, "\(source.excerpt(expression.span)) is too large", at: expression.span)
          return nil
        }
        value = result
      }
      return value
    default: break
    }
    _ = fail(
      kind,
      "\(source.excerpt(expression.span)) is no whole number that is known here: digits, sizes,"
        + " and + - * of them", at: expression.span)
    return nil
  }

  /// A value with what stands behind it.
  mutating func suffixed(_ base: Expression, _ suffixes: [Expression.Suffix]) -> NodeID? {
    var rest = suffixes[...]
    var node: NodeID?
    if case .name(let name) = base.form, bindings[name] == nil {
      if ["np", "jnp", "numpy", "jax", "math", "torch", "nn"].contains(name),
        scope.variables[name] == nil, scope.sizes[name] == nil,
        case .attribute(let attribute, let span)? = suffixes.first
      {
        return fail(
          .unsupported, "functions stand alone: \(attribute), not \(name).\(attribute)", at: span)
      }
      if let variable = scope.variables[name], let depth = variable.depth,
        case .indices(let indices, _)? = suffixes.first
      {
        usedNames.insert(name)
        guard let matrix = stackEntry(name, variable, depth, indices[0], base.span) else {
          return nil
        }
        node = indexed(matrix, indices.dropFirst(), base.span)
        rest = rest.dropFirst()
      } else {
        node = value(base)
      }
    } else {
      node = value(base)
    }
    for suffix in rest {
      countReading(at: base.span)
      switch suffix {
      case .attribute("T", _): node = node.map { graph.transpose($0) }
      case .attribute(_, let span):
        return fail(.unsupported, "there is no attribute but .T", at: span)
      case .indices(let indices, _):
        guard let array = node else { return nil }
        node = indexed(array, indices[...], base.span)
      case .call(let span):
        return fail(.unsupported, "only functions can be called", at: span)
      }
      guard node != nil, !isExhausted else { return nil }
    }
    return node
  }

  private mutating func stackEntry(
    _ name: String, _ variable: Scope.Variable, _ depth: Int, _ index: Expression.Index,
    _ span: TextSpan
  ) -> NodeID? {
    guard case .at(let position) = index else {
      return fail(
        .index, "\(name) is a stack of \(depth) arrays: its first index is a whole number",
        at: span)
    }
    guard let i = whole(position, .index) else { return nil }
    guard i >= -depth, i < depth else {
      return fail(
        .index, "index \(i) into a stack of \(depth) arrays of shape \(variable.shape)",
        at: position.span, shapes: [variable.shape])
    }
    return graph.input(
      Input(name: name, entry: i < 0 ? i + depth : i, shape: variable.shape, role: variable.role))
  }

  private mutating func indexed(
    _ array: NodeID, _ indices: ArraySlice<Expression.Index>, _ span: TextSpan
  ) -> NodeID? {
    let shape = graph.shape(of: array)
    if indices.count > shape.rank {
      let extra = indices[indices.startIndex + shape.rank]
      var place = span
      if case .at(let position) = extra { place = position.span }
      return fail(
        .index, "\(indices.count) indices into shape \(shape)", at: place, shapes: [shape])
    }
    var starts = [0, 0]
    var extents = shape.extents
    var kept: [Int] = []
    var isBroken = false
    for (axis, index) in indices.enumerated() {
      guard let range = range(of: index, extent: shape[axis], shape, span) else {
        isBroken = true
        continue
      }
      starts[axis] = range.lowerBound
      extents[axis] = range.count
      if case .range = index { kept.append(range.count) }
    }
    guard !isBroken, let part = Shape(extents) else { return nil }
    kept += shape.extents.dropFirst(indices.count)
    let slice = graph.slice(array, row: starts[0], column: starts[1], shape: part)
    return graph.reshape(slice, to: Shape(kept) ?? .number)
  }

  private mutating func range(
    of index: Expression.Index, extent: Int, _ shape: Shape, _ span: TextSpan
  ) -> Range<Int>? {
    switch index {
    case .at(let position):
      guard let i = whole(position, .index) else { return nil }
      guard i >= -extent, i < extent else {
        _ = fail(
          .index, "index \(i) into an axis of \(extent) of shape \(shape)", at: position.span,
          shapes: [shape])
        return nil
      }
      let start = i < 0 ? i + extent : i
      return start..<start + 1
    case .range(let from, let to, let step):
      if let step {
        _ = fail(.index, "slices have no steps", at: step.span)
        return nil
      }
      var bounds = [0, extent]
      for (i, bound) in [from, to].enumerated() {
        guard let bound else { continue }
        guard let value = whole(bound, .index) else { return nil }
        bounds[i] = min(max(value < 0 ? value + extent : value, 0), extent)
      }
      guard bounds[0] < bounds[1] else {
        _ = fail(
          .index, "the slice is empty: \(bounds[0]):\(bounds[1]) of an axis of \(extent)",
          at: from?.span ?? to?.span ?? span, shapes: [shape])
        return nil
      }
      return bounds[0]..<bounds[1]
    }
  }
}
