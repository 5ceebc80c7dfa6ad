/// Where buffers lie, and programs of places.
extension GraphCompiler {
  /// The program of all that was asked for.
  ///
  /// Lasting arrays come first, then those of a step, then what the pull-back finds of each block,
  /// then room that the operations on samples take in turns.
  mutating func program() -> GraphProgram {
    var end = 0
    for stage in [GraphStage.once, .step, .totals] {
      for index in buffers.indices where buffers[index].home == .arena(stage) {
        buffers[index].base = end
        end += buffers[index].count
      }
      if stage == .once { lastingCount = end }
    }
    end = layOutSamples(from: end)
    var sumCount = 0
    for index in buffers.indices where buffers[index].home == .sums {
      buffers[index].base = sumCount
      sumCount += buffers[index].count
    }
    let commands = lists.map { list in list.map { command($0) } }
    return GraphProgram(
      blockLength: blockLength, sampleCount: sampleCount,
      arenaCount: max(end, 1), lastingCount: lastingCount, sumCount: sumCount,
      scratchCount: commands.joined().map { scratch(of: $0) }.max() ?? 0,
      numbers: numbers.map { (buffers[$0.buffer].base, $0.values) },
      once: commands[List.once.rawValue], step: commands[List.step.rawValue],
      forward: commands[List.forward.rawValue], backward: commands[List.backward.rawValue],
      totals: commands[List.totals.rawValue])
  }

  /// Lays out what is computed for each sample; returns the end.
  private mutating func layOutSamples(from start: Int) -> Int {
    let forward = lists[List.forward.rawValue]
    let backward = lists[List.backward.rawValue]
    let made = Set(forward.map(\.result.buffer))
    let kept = Set(backward.flatMap(\.operands).map(\.buffer)).intersection(made)
      .filter { isOfSamples($0) }.sorted()
    var end = start
    let blockSize = kept.reduce(0) { $0 + buffers[$1].count * pitch }
    for buffer in kept {
      place(buffer, at: end, block: blockSize)
      end += buffers[buffer].count * pitch
    }
    let blockCount = (sampleCount + blockLength - 1) / blockLength
    end += blockSize * (blockCount - 1)
    return [forward, backward].map { takeTurns($0, except: Set(kept), from: end) }.max() ?? end
  }

  private func isOfSamples(_ buffer: Int) -> Bool { buffers[buffer].home == .arena(.samples) }

  private mutating func place(_ buffer: Int, at base: Int, block: Int) {
    buffers[buffer].base = base
    buffers[buffer].element = pitch
    buffers[buffer].sample = 1
    buffers[buffer].block = block
  }

  /// Gives buffers of one list the room of others that are needed no longer; returns the end.
  private mutating func takeTurns(
    _ list: [GraphInstruction], except kept: Set<Int>, from start: Int
  ) -> Int {
    var lastUse: [Int: Int] = [:]
    for (index, instruction) in list.enumerated() {
      for view in instruction.operands + [instruction.result] { lastUse[view.buffer] = index }
    }
    func isTurn(_ buffer: Int) -> Bool { isOfSamples(buffer) && !kept.contains(buffer) }
    var free: [Int: [Int]] = [:]
    var placed: Set<Int> = []
    var end = start
    for (index, instruction) in list.enumerated() {
      let ending = Set(
        instruction.operands.map(\.buffer).filter { isTurn($0) && lastUse[$0] == index })
      let result = instruction.result.buffer
      func release(_ buffer: Int) {
        free[buffers[buffer].count, default: []].append(buffers[buffer].base)
      }
      let inPlace = ending.filter { worksInPlace(instruction, on: $0) }
      for buffer in inPlace { release(buffer) }
      if isTurn(result), placed.insert(result).inserted {
        let count = buffers[result].count
        if let base = free[count]?.popLast() {
          place(result, at: base, block: 0)
        } else {
          place(result, at: end, block: 0)
          end += count * pitch
        }
      }
      for buffer in ending.subtracting(inPlace) where buffer != result { release(buffer) }
      if isTurn(result), lastUse[result] == index { release(result) }
    }
    return end
  }

  /// Whether a result may be written over an operand: each element is read before it is written.
  private func worksInPlace(_ instruction: GraphInstruction, on buffer: Int) -> Bool {
    guard instruction.work.mayWorkInPlace, instruction.isPerSample else { return false }
    let whole = plain(buffer, instruction.shape)
    return buffers[buffer].count == instruction.shape.count
      && instruction.result == plain(instruction.result.buffer, instruction.shape)
      && instruction.operands.allSatisfy { $0.buffer != buffer || $0 == whole }
  }

  /// The cells of a sum over the samples of a block that are in the lanes: its sums, and a factor sample by
  /// sample.
  private func scratch(of command: GraphCommand) -> Int {
    guard content == .samples, command.work == .addOuter else { return 0 }
    func cells(_ rows: Int, _ columns: Int) -> Int {
      (columns + 15) / 16 * (rows + 16 * blockLength)
    }
    return max(cells(command.rows, command.columns), cells(command.columns, command.rows))
  }

  // MARK: Places

  private func command(_ instruction: GraphInstruction) -> GraphCommand {
    var shape = instruction.shape
    var views = [instruction.result] + instruction.operands
    let isElementwise = instruction.work.isElementwise
    if isElementwise { Self.merge(&shape, &views) }
    var command = GraphCommand(
      work: instruction.work, rows: shape.rows, columns: shape.columns, inner: 0,
      steps: instruction.steps, step: 0, hasThird: instruction.operands.count > 2)
    var places = views.map { place(of: $0) }
    if let first = instruction.operands.first {
      command.step = instruction.step * buffers[first.buffer].element
    }
    if isElementwise, !instruction.isPerSample {
      // No sample: the columns are innermost.
      (command.rows, command.columns, command.inner) = (1, shape.rows, shape.columns)
      for i in places.indices {
        (places[i].row, places[i].column, places[i].inner) = (0, places[i].row, places[i].column)
      }
    }
    command.result = places[0]
    if places.count > 1 { command.a = places[1] }
    if places.count > 2 { command.b = places[2] }
    if places.count > 3 { command.c = places[3] }
    if places.count > 4 { command.d = places[4] }
    return command
  }

  private func place(of view: GraphView) -> GraphPlace {
    let buffer = buffers[view.buffer]
    return GraphPlace(
      space: buffer.space, offset: buffer.base + view.offset * buffer.element, block: buffer.block,
      row: view.row * buffer.element, column: view.column * buffer.element, inner: buffer.sample)
  }

  /// Takes rows as columns where all arrays lie evenly.
  private static func merge(_ shape: inout GraphShape, _ views: inout [GraphView]) {
    if shape.rows == 1 { return }
    let columns = shape.columns
    guard columns == 1 || views.allSatisfy({ $0.row == columns * $0.column }) else { return }
    for i in views.indices {
      if columns == 1 { views[i].column = views[i].row }
      views[i].row = 0
    }
    shape = GraphShape(rows: 1, columns: shape.count)
  }
}
