/// Arrays that are made, joined and put into another shape.
extension Reader {
  mutating func identity(_ call: Call) -> NodeID? {
    var extents: [Int] = []
    for argument in call.arguments {
      guard let extent = whole(argument, .shape) else { return nil }
      guard extent >= 1 else {
        return fail(.shape, "\(extent) is no extent: whole numbers from 1", at: argument.span)
      }
      extents.append(extent)
    }
    let shape = Shape.matrix(extents[0], extents[extents.count - 1])
    guard shape.count <= Limits.numbers else {
      return fail(.tooLarge, "an array of shape \(shape) is too large", at: call.span)
    }
    return graph.add(.identity, [], shape)
  }

  mutating func reshaped(_ x: NodeID, _ call: Call) -> NodeID? {
    guard var extents = extents(call.arguments[1], mayHaveRest: true) else { return nil }
    let shape = graph.shape(of: x)
    let place = call.arguments[1].span
    let rests = extents.indices.filter { extents[$0] == -1 }
    if let rest = rests.first {
      let others = extents.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
      guard rests.count == 1, shape.count % others == 0 else {
        return fail(
          .shape, "an array of shape \(shape) does not fit", at: place, shapes: [shape])
      }
      extents[rest] = shape.count / others
    }
    guard let wanted = Shape(extents), wanted.count == shape.count else {
      return fail(
        .shape,
        "an array of shape \(shape) has \(shape.count) numbers,"
          + " not \(extents.reduce(1, *))", at: place, shapes: [shape])
    }
    return graph.reshape(x, to: wanted)
  }

  mutating func joined(_ call: Call) -> NodeID? {
    let parts: [Expression]
    switch call.arguments[0].form {
    case .list(let several), .tuple(let several): parts = several
    case .broken: return nil
    default:
      return fail(
        .unsupported, "concatenate takes a list: concatenate([a, b])", at: call.arguments[0].span)
    }
    let nodes = parts.map { value($0) }
    guard !nodes.isEmpty else {
      return fail(.shape, "nothing to concatenate", at: call.arguments[0].span)
    }
    let known = nodes.compactMap(\.self)
    guard known.count == nodes.count else { return nil }
    let shapes = known.map { graph.shape(of: $0) }
    let list = shapes.map(\.description).joined(separator: ", ")
    guard let first = shapes.first, first.rank > 0,
      shapes.allSatisfy({ $0.rank == first.rank })
    else {
      return fail(
        .shape, "\(source.excerpt(call.whole)): \(list)", at: call.span, shapes: shapes)
    }
    guard let axes = axes(of: call, rank: first.rank, otherwise: [0]) else { return nil }
    guard axes.count == 1 else {
      return fail(.index, "concatenate goes along one axis", at: call.span)
    }
    guard shapes.allSatisfy({ $0.removing(axis: axes[0]) == first.removing(axis: axes[0]) }) else {
      return fail(
        .shape, "\(source.excerpt(call.whole)): \(list)", at: call.span, shapes: shapes)
    }
    return graph.concatenate(known, axis: axes[0])
  }

  /// Numbers in brackets: `array([1, 2])`, `array([[1, 2], [3, 4]])`.
  mutating func literal(_ call: Call) -> NodeID? {
    let usage = "array takes numbers in brackets: array([1, 2]), array([[1, 2], [3, 4]])"
    guard case .list(let elements) = call.arguments[0].form, let first = elements.first else {
      if case .broken = call.arguments[0].form { return nil }
      return fail(.unsupported, usage, at: call.arguments[0].span)
    }
    var rows: [[Expression]] = []
    if case .list = first.form {
      for element in elements {
        guard case .list(let row) = element.form else {
          return fail(.unsupported, usage, at: element.span)
        }
        rows.append(row)
      }
      guard let length = rows.first?.count, length > 0,
        rows.allSatisfy({ $0.count == length })
      else { return fail(.shape, "the rows have different lengths", at: call.span) }
    } else {
      rows = [elements]
    }
    var numbers: [ExactNumber] = []
    for element in rows.joined() {
      guard let node = value(element) else { return nil }
      guard case .constant(let number) = graph[node].operation else {
        return fail(.unsupported, usage, at: element.span)
      }
      numbers.append(number)
    }
    if case .list = first.form {
      return graph.add(.array(numbers), [], .matrix(rows.count, rows[0].count))
    }
    return graph.add(.array(numbers), [], .vector(numbers.count))
  }

  /// A row of K zeros with a 1 where its class is, for each class.
  mutating func oneHot(_ call: Call) -> NodeID? {
    guard let y = value(call.arguments[0]), let count = whole(call.arguments[1], .shape) else {
      return nil
    }
    let shape = graph.shape(of: y)
    guard shape.rank < 2, count >= 1, count <= 10_000,
      shape.count * count <= Limits.numbers
    else {
      return fail(
        .shape, "one_hot takes classes, a number or a vector, and how many there are",
        at: call.span, shapes: [shape])
    }
    let classes = graph.add(
      .array((0..<count).map { ExactNumber(Double($0)) }), [], .vector(count))
    let wide = shape.rank == 0 ? Shape.vector(count) : .matrix(shape[0], count)
    let column = shape.rank == 0 ? y : graph.reshape(y, to: .matrix(shape[0], 1))
    return graph.select(
      .equal, graph.broadcast(column, to: wide), graph.broadcast(classes, to: wide),
      graph.filled(1, wide), graph.filled(0, wide))
  }
}
