internal import Formulas

/// Sums over samples.
///
/// A gradient is a sum over samples of a node of the pull-back. What is linear in something of a
/// sample, with factors that no sample enters, is done once, to the sum: so Σ_s Wᵀ d_s is Wᵀ Σ_s d_s.
/// At the end of that a sum of products is a chain of multiply-adds over the samples, and all else a
/// sum in sequence; both go on from block to block.
extension GraphCompiler {
  /// How the sum of a node over the samples comes about.
  private enum Rule {
    /// It is 0 for each sample.
    case zero
    /// The operation, done to the sums of some operands.
    case apply(summed: [Bool])
    /// The sum of its values.
    case addUp
    /// The sum of products of elements of its operands, one of which repeats.
    case addProducts
    /// The sum of products of its two factors.
    case addFactors
  }

  /// Sums nodes over the samples, into the gradient or the predictions.
  ///
  /// - Parameter wanted: The nodes, and where in the gradient each begins.
  mutating func addSums(_ wanted: [(id: NodeID, offset: Int)]) {
    let dependsOnSamples = findDependence()
    let count = graph.nodes.count
    var isSummed = Array(repeating: false, count: count)
    for (id, _) in wanted { isSummed[id.index] = true }
    let ids = graph.needed(for: wanted.map(\.id))
    var rules: [NodeID: Rule] = [:]
    var needed: [NodeID] = []
    for id in ids.reversed() where isSummed[id.index] {
      let rule = rule(for: id, dependsOnSamples)
      rules[id] = rule
      switch rule {
      case .zero, .addUp: needed.append(id)
      case .addProducts, .addFactors: needed += graph[id].operands
      case .apply(let summed):
        for (operand, isPart) in zip(graph[id].operands, summed) {
          if isPart {
            isSummed[operand.index] = true
          } else {
            needed.append(operand)
          }
        }
      }
    }
    // Each sum as soon as there is what it adds up.
    let order = missing(for: needed)
    var waiting: [NodeID: [NodeID]] = [:]
    let isMissing = Set(order)
    for id in ids {
      guard let rule = rules[id], let terms = terms(of: id, rule) else { continue }
      if let last = terms.filter(isMissing.contains).max() {
        waiting[last, default: []].append(id)
      } else {
        accumulate(id, rule)
      }
    }
    for id in order {
      make(id)
      for sum in waiting[id] ?? [] {
        if let rule = rules[sum] { accumulate(sum, rule) }
      }
    }
    for id in ids {
      switch rules[id] {
      case .zero: sums[id] = value(of: id)
      case .apply(let summed):
        let node = graph[id]
        var operands: [GraphValue] = []
        for (operand, isPart) in zip(node.operands, summed) {
          if let part = isPart ? sums[operand] : value(of: operand) { operands.append(part) }
        }
        sums[id] = emit(node.operation, shape(of: id), node.shape.rank, operands, node.operands)
      default: break
      }
    }
    for (id, offset) in wanted {
      if let value = sums[id] { put(value, at: offset) }
    }
  }

  /// For each node whether a sample enters it.
  private func findDependence() -> [Bool] {
    var found = Array(repeating: false, count: graph.nodes.count)
    let known = Dictionary(uniqueKeysWithValues: values.map { ($0.key.index, $0.value) })
    for (index, node) in graph.nodes.enumerated() {
      if let value = known[index] {
        found[index] = value.stage == .samples
      } else if case .input(let input) = node.operation {
        found[index] = !input.role.isDisjoint(with: [.data, .cotangents])
      } else {
        found[index] = node.operands.contains { found[$0.index] }
      }
    }
    return found
  }

  /// The nodes whose values of each sample are added up.
  private func terms(of id: NodeID, _ rule: Rule) -> [NodeID]? {
    switch rule {
    case .zero, .apply: nil
    case .addUp: [id]
    case .addProducts, .addFactors: graph[id].operands
    }
  }

  private func rule(for id: NodeID, _ depends: [Bool]) -> Rule {
    let node = graph[id]
    let isPart = node.operands.map { depends[$0.index] }
    if !depends[id.index] {
      precondition(graph.isZero(id), "what flows back comes from a sample")
      return .zero
    }
    let areAll = isPart.allSatisfy(\.self)
    switch node.operation {
    case .unary(.negate), .broadcast, .reshape, .transpose, .slice, .pad, .diagonal,
      .diagonalMatrix, .reduce(.sum, _):
      return .apply(summed: [true])
    case .binary(.add), .binary(.subtract), .concatenate:
      let others = zip(node.operands, isPart).filter { !$1 }
      return others.allSatisfy { graph.isZero($0.0) } ? .apply(summed: isPart) : .addUp
    case .binary(.multiply):
      if !areAll { return .apply(summed: isPart) }
      let count = node.shape.count
      let repeats = node.operands.contains {
        if case .broadcast = graph[$0].operation { true } else { false }
      }
      return repeats || count == 1 ? .addProducts : .addUp
    case .binary(.divide): return isPart[1] ? .addUp : .apply(summed: isPart)
    case .outer, .product: return areAll ? .addFactors : .apply(summed: isPart)
    case .select:
      let branches = zip(node.operands, isPart).dropFirst(2)
      let isFree =
        !isPart[0] && !isPart[1] && branches.allSatisfy { $1 || graph.isZero($0) }
      return isFree ? .apply(summed: isPart) : .addUp
    default: return .addUp
    }
  }

  private mutating func accumulate(_ id: NodeID, _ rule: Rule) {
    let node = graph[id]
    let shape = shape(of: id)
    let result = sum(shape)
    sums[id] = result
    let isApplied = if case .addUp = rule { true } else { false }
    let operands = isApplied ? [] : node.operands.compactMap { value(of: $0) }
    switch rule {
    case .zero, .apply: break
    case .addUp:
      guard let value = value(of: id) else { return }
      let source = cells(value)
      append(.addUp, shape, result.view, [source], .samples)
    case .addProducts: addProducts(operands[0], operands[1], to: result)
    case .addFactors:
      if case .product(let left, let right) = node.operation {
        add(factors(operands, node.operands, left, right), to: result)
      } else {
        add(outerFactors(operands), to: result)
      }
    }
  }

  /// A new sum over samples: cells, or numbers where the cells hold samples.
  private mutating func sum(_ shape: GraphShape) -> GraphValue {
    guard content == .samples else { return array(shape, .totals) }
    let buffer = addBuffer(GraphBuffer(count: shape.count, home: .sums))
    return GraphValue(view: plain(buffer, shape), shape: shape, stage: .totals, isShared: true)
  }

  /// Σ_s Σ_k a_ik b_kj.
  private mutating func add(_ factors: GraphFactors, to result: GraphValue) {
    addOuter(
      factors.a, factors.b, factors.spread(result.view),
      GraphShape(rows: factors.rows, columns: factors.columns), steps: factors.steps)
  }

  private mutating func addOuter(
    _ a: GraphValue, _ b: GraphValue, _ target: GraphView, _ extent: GraphShape, steps: Int
  ) {
    let work = steps == 1 ? GraphWork.addOuter : .addMatrixProducts
    if a.isShared {
      append(
        work, extent.transposed, target.transposed, [cells(b.transposed), a.transposed], .samples,
        steps: steps)
    } else {
      append(work, extent, target, [a, b], .samples, steps: steps)
    }
  }

  /// Σ_s a_ij b_ij: an outer product where one of them repeats along an axis.
  private mutating func addProducts(_ a: GraphValue, _ b: GraphValue, to result: GraphValue) {
    let shape = result.shape
    if let p = a.distance, let q = b.distance, p == 0 || q == 0 || shape.count == 1 {
      let (repeated, other) = p == 0 ? (a, b) : (b, a)
      let count = shape.count
      var row = other
      row.shape = GraphShape(rows: 1, columns: count)
      row.view.column = p == 0 ? q : p
      var number = repeated
      number.shape = GraphShape(rows: 1, columns: 1)
      let extent = GraphShape(rows: 1, columns: count)
      let target = GraphView(
        buffer: result.view.buffer, offset: result.view.offset, row: 0, column: 1)
      if row.isShared {
        addOuter(cells(number), row, target, extent, steps: 1)
      } else {
        addOuter(row.transposed, number, target.transposed, extent.transposed, steps: 1)
      }
    } else if a.view.column == 0, b.view.row == 0 {
      addOuter(a, b, result.view, shape, steps: 1)
    } else if a.view.row == 0, b.view.column == 0 {
      addOuter(b, a, result.view, shape, steps: 1)
    } else {
      let operands = [cells(a), cells(b)]
      append(.addProducts, shape, result.view, operands, .samples)
    }
  }

  /// Lets a sum lie in the gradient, or copies it there; a gradient of numbers takes them from cells.
  mutating func put(_ value: GraphValue, at offset: Int) {
    let buffer = value.view.buffer
    let home = content == .samples ? GraphBuffer.Home.sums : .arena(.totals)
    let isWhole =
      buffers[buffer].home == home && buffers[buffer].count == value.shape.count
      && value.view == plain(buffer, value.shape)
    if isWhole {
      buffers[buffer] = GraphBuffer(count: value.shape.count, space: .gradient, base: offset)
      return
    }
    let target = addBuffer(GraphBuffer(count: value.shape.count, space: .gradient, base: offset))
    let work = content == .samples ? GraphWork.gather : .copy
    append(work, value.shape, plain(target, value.shape), [value], .totals)
  }
}
