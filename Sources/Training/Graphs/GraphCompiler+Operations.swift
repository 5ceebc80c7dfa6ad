internal import Formulas

/// Instructions of operations.
extension GraphCompiler {
  /// The value of an operation: an instruction, or another look at its operand.
  ///
  /// - Parameters:
  ///   - operation: What to compute.
  ///   - shape: Of the result.
  ///   - rank: Its number of axes.
  ///   - x: The operands.
  ///   - ids: Their nodes.
  /// - Returns: The value, whose instruction is in the list of its stage.
  mutating func emit(
    _ operation: Formulas.Operation, _ shape: GraphShape, _ rank: Int, _ x: [GraphValue],
    _ ids: [NodeID]
  ) -> GraphValue {
    switch operation {
    case .unary(.held): return x[0]
    case .unary(let function): return elementwise(.unary(function), shape, x)
    case .binary(let function): return elementwise(.binary(function), shape, x)
    case .select(let comparison, _): return elementwise(.select(comparison), shape, x)
    case .broadcast, .transpose, .slice, .diagonal, .reshape:
      return moved(operation, shape, graph.shape(of: ids[0]).rank, x[0])
    case .pad(let row, let column):
      // Of a vector the row counts its elements.
      return padded(
        x[0], shape, row: rank == 1 ? 0 : row, column: rank == 1 ? row : column, diagonal: false)
    case .diagonalMatrix: return padded(x[0], shape, row: 0, column: 0, diagonal: true)
    case .concatenate(let axis): return joined(x, shape, alongRows: rank == 2 && axis == 0)
    case .reduce(let reduction, let axis):
      let alongRows = graph.shape(of: ids[0]).rank == 2 && axis == 0
      return reduced(x[0], reduction, shape, alongRows: alongRows)
    case .product(let left, let right):
      let factors = factors(x, ids, left, right)
      return product(factors, shape)
    case .outer:
      return product(outerFactors(x), shape)
    case .input, .constant, .array, .identity, .singularValues, .argumentOfMaximum:
      preconditionFailure("no operation of a model: \(operation)")
    }
  }

  private mutating func elementwise(
    _ work: GraphWork, _ shape: GraphShape, _ operands: [GraphValue]
  ) -> GraphValue {
    let stage = stage(of: operands)
    let operands = operands.map { cells($0) }
    let result = array(shape, stage)
    append(work, shape, result.view, operands, stage)
    return result
  }

  func stage(of operands: [GraphValue]) -> GraphStage { operands.map(\.stage).max() ?? .once }

  // MARK: The same numbers elsewhere

  private mutating func moved(
    _ operation: Formulas.Operation, _ shape: GraphShape, _ rank: Int, _ x: GraphValue
  ) -> GraphValue {
    var result = x
    result.shape = shape
    let view = x.view
    switch operation {
    case .broadcast:
      result.view.row = x.shape.rows == 1 ? 0 : view.row
      result.view.column = x.shape.columns == 1 ? 0 : view.column
    case .transpose: (result.view.row, result.view.column) = (view.column, view.row)
    case .slice(let row, let column):
      result.view.offset += rank == 1 ? row * view.column : row * view.row + column * view.column
    case .diagonal: (result.view.row, result.view.column) = (0, view.row + view.column)
    default:
      guard let distance = x.distance else {
        // Row by row in a new array; numbers shared by the runs become cells.
        let copy = array(x.shape, x.stage)
        append(x.isShared ? .spread : .copy, x.shape, copy.view, [x], x.stage)
        return GraphValue(view: plain(copy.view.buffer, shape), shape: shape, stage: x.stage)
      }
      (result.view.row, result.view.column) = (distance * shape.columns, distance)
    }
    return result
  }

  private mutating func padded(
    _ x: GraphValue, _ shape: GraphShape, row: Int, column: Int, diagonal: Bool
  ) -> GraphValue {
    let result = array(shape, x.stage)
    append(.fill(0), shape, result.view, [], x.stage)
    var part = result.view
    part.offset += row * part.row + column * part.column
    if diagonal { (part.row, part.column) = (0, part.row + part.column) }
    append(x.isShared ? .spread : .copy, x.shape, part, [x], x.stage)
    return result
  }

  private mutating func joined(
    _ parts: [GraphValue], _ shape: GraphShape, alongRows: Bool
  ) -> GraphValue {
    let stage = stage(of: parts)
    let result = array(shape, stage)
    var place = result.view
    for part in parts {
      append(part.isShared ? .spread : .copy, part.shape, place, [part], stage)
      place.offset += alongRows ? part.shape.rows * place.row : part.shape.columns * place.column
    }
    return result
  }

  // MARK: Sums

  private mutating func reduced(
    _ x: GraphValue, _ reduction: Reduction, _ shape: GraphShape, alongRows: Bool
  ) -> GraphValue {
    let source = cells(x)
    let result = array(shape, x.stage)
    var aligned = source
    // The result is a row: of columns where rows are summed, else of rows.
    aligned.view.column = alongRows ? source.view.column : source.view.row
    append(
      .reduce(reduction), shape, result.view, [aligned], x.stage,
      steps: alongRows ? x.shape.rows : x.shape.columns,
      step: alongRows ? source.view.row : source.view.column)
    return result
  }
}

extension GraphValue {
  /// The distance of neighbours where the elements lie evenly, row by row.
  var distance: Int? {
    if shape.rows == 1 { return view.column }
    if shape.columns == 1 { return view.row }
    return view.row == shape.columns * view.column ? view.column : nil
  }
}
