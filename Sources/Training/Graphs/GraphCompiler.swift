internal import Formulas

/// Makes a program of a graph.
///
/// What is given (leaves) and what is wanted (predictions, sums over samples) is told to it first;
/// ``program()`` lays the buffers out. Operations that only look elsewhere make no instruction.
struct GraphCompiler {
  /// A list of a program.
  enum List: Int, CaseIterable { case once, step, forward, backward, totals }

  let graph: Graph
  let blockLength: Int
  /// Of samples, or of the cells that hold them.
  let sampleCount: Int
  /// Distance of the elements of an array with samples, in cells.
  let pitch: Int
  /// What the cells of the program hold.
  let content: GraphContent

  var values: [NodeID: GraphValue] = [:]
  var buffers: [GraphBuffer] = []
  var lists = [[GraphInstruction]](repeating: [], count: List.allCases.count)
  /// Where operations on samples go.
  var blockList = List.forward
  /// Shared numbers that were spread into cells in this list.
  var spreadValues: [GraphView: GraphValue] = [:]
  var numbers: [(buffer: Int, values: [Double])] = []
  /// Sums over samples of nodes.
  var sums: [NodeID: GraphValue] = [:]
  /// Cells of the arena that are written once.
  var lastingCount = 0
  /// How often each node is an operand of what is wanted, or wanted itself.
  var useCounts: [Int] = []
  /// Derivatives of tanh by its value, which are computed with what they multiply.
  var pending: [NodeID: NodeID] = [:]

  /// A compiler for samples in blocks, or for none.
  ///
  /// - Parameters:
  ///   - graph: All operations.
  ///   - samples: n.
  ///   - blockLength: Cells side by side.
  ///   - cellSize: The bytes of a cell: rows a multiple of 2048 bytes apart would share the same few lines
  ///     of the nearest cache.
  ///   - content: What the cells hold.
  init(
    _ graph: Graph, samples: Int = 1, blockLength: Int = 32, cellSize: Int = 64,
    content: GraphContent = .runs
  ) {
    self.graph = graph
    self.content = content
    sampleCount = content == .samples ? (samples + 15) / 16 : samples
    self.blockLength = min(blockLength, sampleCount)
    let near = content == .samples ? 512 : 2048
    pitch = self.blockLength + (self.blockLength * cellSize % near == 0 ? 1 : 0)
  }

  /// Counts how often nodes are used, so that what has one use can be computed along with that.
  mutating func countUses(for outputs: [NodeID]) {
    useCounts = Array(repeating: 0, count: graph.nodes.count)
    for output in outputs { useCounts[output.index] += 1 }
    for id in graph.needed(for: outputs) {
      for operand in graph[id].operands { useCounts[operand.index] += 1 }
    }
  }

  /// Whether a node is used by one other alone.
  func hasOneUse(_ id: NodeID) -> Bool { id.index < useCounts.count && useCounts[id.index] == 1 }

  // MARK: What is given

  /// An array that is written before the program runs.
  ///
  /// - Parameters:
  ///   - id: Its node.
  ///   - space: Where it lies, row by row.
  ///   - offset: Its first cell there.
  ///   - stage: From when on it is there.
  mutating func give(_ id: NodeID, in space: GraphSpace, at offset: Int, stage: GraphStage) {
    let shape = shape(of: id)
    let buffer = addBuffer(GraphBuffer(count: shape.count, space: space, base: offset))
    values[id] = GraphValue(
      view: plain(buffer, shape), shape: shape, stage: stage,
      isShared: content == .samples && space == .theta)
  }

  /// An array that the arena has a place for; it is the first of its kind if nothing is made before.
  ///
  /// - Returns: The buffer, whose place the layout decides.
  mutating func giveInArena(_ id: NodeID, stage: GraphStage) -> Int {
    let shape = shape(of: id)
    let buffer = addBuffer(GraphBuffer(count: shape.count, home: .arena(stage)))
    values[id] = GraphValue(view: plain(buffer, shape), shape: shape, stage: stage)
    return buffer
  }

  /// An array for each sample.
  ///
  /// - Parameters:
  ///   - id: The node of a sample's array.
  ///   - space: Where it lies.
  ///   - offset: The first array's first element.
  ///   - size: How far apart those of two samples are.
  ///   - distance: How far apart the elements of one are.
  mutating func giveSamples(
    _ id: NodeID, in space: GraphSpace, at offset: Int, apart size: Int, elements distance: Int = 1
  ) {
    let shape = shape(of: id)
    var placed = GraphBuffer(
      count: shape.count, space: space, base: offset, sample: size, block: size * blockLength)
    placed.element = distance
    let buffer = addBuffer(placed)
    values[id] = GraphValue(
      view: plain(buffer, shape), shape: shape, stage: .samples, isShared: space == .numbers)
  }

  // MARK: What is wanted

  /// Computes nodes into the predictions, those of a sample next to each other.
  ///
  /// - Parameters:
  ///   - outputs: The nodes.
  ///   - size: How far apart the outputs of two samples are.
  mutating func predict(_ outputs: [NodeID], apart size: Int) {
    make(outputs)
    var offset = 0
    for output in outputs {
      guard let value = value(of: output) else { continue }
      let count = value.shape.count
      let target = GraphValue(
        view: plain(
          addBuffer(
            GraphBuffer(
              count: count, space: .predictions, base: offset, sample: size,
              block: size * blockLength)), value.shape),
        shape: value.shape, stage: .samples)
      append(value.isShared ? .spread : .copy, value.shape, target.view, [value], .samples)
      offset += count
    }
  }

  /// Computes nodes that no sample enters into the predictions, one behind the other.
  mutating func write(_ outputs: [NodeID], to space: GraphSpace) {
    make(outputs)
    var offset = 0
    for output in outputs {
      guard let value = value(of: output) else { continue }
      let target = addBuffer(
        GraphBuffer(count: value.shape.count, space: space, base: offset))
      append(.copy, value.shape, plain(target, value.shape), [value], .step)
      offset += value.shape.count
    }
  }

  /// Computes nodes into the gradient that no sample enters.
  ///
  /// - Parameter wanted: The nodes, and where in the gradient each begins.
  mutating func writeGradient(_ wanted: [(id: NodeID, offset: Int)]) {
    make(wanted.map(\.id))
    for (id, offset) in wanted {
      if let value = value(of: id) { put(value, at: offset) }
    }
  }

  /// From here on operations on samples belong to the pull-back.
  ///
  /// - Parameter keeping: Whether it finds what the predictions left, or computes it again.
  mutating func beginPullBack(keeping: Bool) {
    blockList = .backward
    spreadValues = spreadValues.filter { $1.stage != .samples }
    if !keeping {
      values = values.filter { id, value in
        if value.stage != .samples { return true }
        return buffers[value.view.buffer].isGiven
      }
    }
  }

  // MARK: Nodes

  /// Computes nodes and what they need, operands first.
  mutating func make(_ outputs: [NodeID]) {
    for id in missing(for: outputs) { make(id) }
  }

  /// The nodes that are not there yet and needed, operands first.
  func missing(for outputs: [NodeID]) -> [NodeID] {
    var isNeeded = Array(repeating: false, count: graph.nodes.count)
    for output in outputs { isNeeded[output.index] = values[output] == nil }
    for index in isNeeded.indices.reversed() where isNeeded[index] {
      for operand in graph.nodes[index].operands where values[operand] == nil {
        isNeeded[operand.index] = true
      }
    }
    return graph.needed(for: outputs).filter { isNeeded[$0.index] }
  }

  /// Computes a node whose operands are there.
  mutating func make(_ id: NodeID) {
    let node = graph[id]
    if let value = numbers(of: node) {
      let shape = shape(of: id)
      let buffer = addBuffer(GraphBuffer(count: shape.count, home: .arena(.once)))
      numbers.append((buffer, value))
      values[id] = GraphValue(view: plain(buffer, shape), shape: shape, stage: .once)
      return
    }
    if case .input(let input) = node.operation {
      preconditionFailure("the formula has no \(input.name)")
    }
    if let value = computedAlong(id, node) {
      values[id] = value
      return
    }
    if case .unary(.oneMinusSquare) = node.operation, hasOneUse(id) {
      pending[id] = node.operands[0]
      return
    }
    let operands = node.operands.compactMap { value(of: $0) }
    precondition(operands.count == node.operands.count, "operands come first")
    values[id] = emit(node.operation, shape(of: id), node.shape.rank, operands, node.operands)
  }

  /// A value that is there, or is put off until it is asked for.
  mutating func value(of id: NodeID) -> GraphValue? {
    if let value = values[id] { return value }
    guard let operand = pending.removeValue(forKey: id), let x = values[operand] else { return nil }
    let value = emit(graph[id].operation, shape(of: id), graph.shape(of: id).rank, [x], [operand])
    values[id] = value
    return value
  }

  /// The numbers of a node that is written as numbers.
  private func numbers(of node: Node) -> [Double]? {
    switch node.operation {
    case .constant(let number): return [number.value]
    case .array(let numbers): return numbers.map(\.value)
    case .identity:
      let (rows, columns) = node.shape.asMatrix
      return (0..<rows).flatMap { i in (0..<columns).map { $0 == i ? 1.0 : 0 } }
    default: return nil
    }
  }

  // MARK: Short forms

  func shape(of id: NodeID) -> GraphShape {
    let (rows, columns) = graph.shape(of: id).asMatrix
    return GraphShape(rows: rows, columns: content == .entries ? (columns + 15) / 16 : columns)
  }

  func plain(_ buffer: Int, _ shape: GraphShape) -> GraphView {
    GraphView(buffer: buffer, row: shape.columns, column: 1)
  }

  mutating func addBuffer(_ buffer: GraphBuffer) -> Int {
    buffers.append(buffer)
    return buffers.count - 1
  }

  /// A new array of a stage.
  mutating func array(_ shape: GraphShape, _ stage: GraphStage) -> GraphValue {
    let buffer = addBuffer(GraphBuffer(count: shape.count, home: .arena(stage)))
    return GraphValue(view: plain(buffer, shape), shape: shape, stage: stage)
  }

  /// The list of a stage.
  func list(of stage: GraphStage) -> List {
    switch stage {
    case .once: .once
    case .step: .step
    case .samples: blockList
    case .totals: .totals
    }
  }

  mutating func append(
    _ work: GraphWork, _ shape: GraphShape, _ result: GraphView, _ operands: [GraphValue],
    _ stage: GraphStage, steps: Int = 1, step: Int = 0
  ) {
    lists[list(of: stage).rawValue].append(
      GraphInstruction(
        work: work, shape: shape, result: result, operands: operands.map(\.view),
        isPerSample: stage == .samples, steps: steps, step: step))
  }

  /// The value in cells.
  mutating func cells(_ value: GraphValue) -> GraphValue {
    guard value.isShared else { return value }
    if let known = spreadValues[value.view], known.shape == value.shape { return known }
    let result = array(value.shape, value.stage)
    append(.spread, value.shape, result.view, [value], value.stage)
    spreadValues[value.view] = result
    return result
  }
}

/// Numbers of a program in one piece.
struct GraphBuffer {
  /// Where it lies.
  enum Home: Equatable {
    /// Where the caller says.
    case given
    /// In the arena, from the stage on in which it is written.
    case arena(GraphStage)
    /// Among the sums over samples, as numbers.
    case sums
  }

  var count: Int
  var home = Home.given
  var space = GraphSpace.arena
  /// The first element.
  var base = 0
  /// Distance of elements, of samples and of blocks of them.
  var element = 1
  var sample = 0
  var block = 0

  /// A buffer that the layout gives its place.
  init(count: Int, home: Home) {
    self.count = count
    self.home = home
    if home == .sums { space = .sums }
  }

  /// A buffer elsewhere.
  init(count: Int, space: GraphSpace, base: Int, sample: Int = 0, block: Int = 0) {
    self.count = count
    self.space = space
    self.base = base
    self.sample = sample
    self.block = block
  }

  var isGiven: Bool { home == .given }
}
