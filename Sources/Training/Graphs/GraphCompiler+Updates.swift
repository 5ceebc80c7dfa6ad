internal import Formulas

/// New values in the places of old ones.
extension GraphCompiler {
  /// Computes nodes into the places of arrays that were given, which the nodes may depend on.
  ///
  /// A node whose place nobody reads after it is computed is computed there; the others are copied when all is
  /// computed.
  ///
  /// - Parameters:
  ///   - updates: The nodes, and the inputs in whose places they come.
  ///   - stage: When they are computed.
  ///   - fusesProducts: Whether sums of two products are one instruction, which no bit depends on.
  mutating func update(
    _ updates: [(value: NodeID, place: NodeID)], _ stage: GraphStage, fusesProducts: Bool
  ) {
    make(updates.map(\.value))
    if fusesProducts {
      fuseProducts(keeping: updates.compactMap { values[$0.value]?.view.buffer }, stage)
    }
    let updates = updates.filter { $0.value != $0.place }
    var copies: [(from: GraphValue, to: GraphValue)] = []
    // What is read of other places, which may be written over by the end, is held first.
    for (id, place) in updates {
      guard let value = value(of: id), let target = values[place] else { continue }
      if !buffers[value.view.buffer].isGiven { continue }
      let held = array(value.shape, stage)
      append(.copy, value.shape, held.view, [value], stage)
      copies.append((held, target))
    }
    let list = list(of: stage).rawValue
    for (id, place) in updates {
      guard let value = value(of: id), let target = values[place] else { continue }
      // One that was moved is given by now, to the place that it has, or to another one.
      let isMoved = buffers[value.view.buffer].isGiven
      if isMoved && copies.contains(where: { $0.to.view == target.view }) { continue }
      if let writer = writer(of: value, in: list), canWrite(value, over: target, at: writer, list) {
        move(value, to: target)
      } else {
        copies.append((value, target))
      }
    }
    for (value, target) in copies {
      append(.copy, target.shape, target.view, [repeated(value, to: target.shape)], stage)
    }
  }

  /// Makes sums of two products, which nothing else uses, one instruction: no bit changes, but products need not
  /// be written.
  ///
  /// - Parameters:
  ///   - wanted: Buffers that others ask for.
  ///   - stage: Which list.
  private mutating func fuseProducts(keeping wanted: [Int], _ stage: GraphStage) {
    let list = list(of: stage).rawValue
    var uses: [Int: Int] = [:]
    for buffer in lists.joined().flatMap({ $0.operands.map(\.buffer) }) + wanted {
      uses[buffer, default: 0] += 1
    }
    var products: [Int: GraphInstruction] = [:]
    var fused: Set<Int> = []
    for index in lists[list].indices {
      let instruction = lists[list][index]
      let whole = plain(instruction.result.buffer, instruction.shape)
      if instruction.work == .binary(.multiply) {
        if instruction.result == whole, uses[instruction.result.buffer] == 1 {
          products[instruction.result.buffer] = instruction
        }
        continue
      }
      let isDifference = instruction.work == .binary(.subtract)
      guard isDifference || instruction.work == .binary(.add),
        case let factors = instruction.operands.map({ products[$0.buffer] }),
        let first = factors[0], let second = factors[1],
        [first, second].allSatisfy({ factor in
          factor.shape == instruction.shape && factor.isPerSample == instruction.isPerSample
        }),
        instruction.operands == [first.result, second.result]
      else { continue }
      lists[list][index].work = .sumOfProducts(isDifference: isDifference)
      lists[list][index].operands = first.operands + second.operands
      fused.formUnion([first.result.buffer, second.result.buffer])
    }
    lists[list].removeAll { fused.contains($0.result.buffer) }
  }

  /// The one instruction that makes a value, by its place in a list.
  private func writer(of value: GraphValue, in list: Int) -> Int? {
    lists[list].firstIndex { $0.result.buffer == value.view.buffer }
  }

  /// Whether a value may be computed in the place of what was given.
  private func canWrite(
    _ value: GraphValue, over target: GraphValue, at writer: Int, _ list: Int
  ) -> Bool {
    let (own, place) = (value.view.buffer, target.view.buffer)
    guard value.shape == target.shape, !value.isShared, value.stage == target.stage,
      case .arena = buffers[own].home, buffers[own].count == buffers[place].count,
      value.view == plain(own, value.shape),
      lists[list].count(where: { $0.result.buffer == own }) == 1
    else { return false }
    for (index, instruction) in lists[list].enumerated() {
      // Others read the old value, or have been computed there.
      if index > writer, instruction.operands.contains(where: { $0.buffer == place }) {
        return false
      }
      if instruction.result.buffer == place { return false }
    }
    let instruction = lists[list][writer]
    let reads = instruction.operands.filter { $0.buffer == place }
    return reads.isEmpty
      || instruction.work.mayWorkInPlace
        && reads.allSatisfy { $0 == target.view }
  }

  /// Gives a value the place of what was given.
  private mutating func move(_ value: GraphValue, to target: GraphValue) {
    let (own, place) = (value.view.buffer, target.view.buffer)
    func moved(_ view: GraphView) -> GraphView {
      var view = view
      if view.buffer == own { view.buffer = place }
      return view
    }
    for list in lists.indices {
      for index in lists[list].indices {
        lists[list][index].result = moved(lists[list][index].result)
        lists[list][index].operands = lists[list][index].operands.map(moved)
      }
    }
    for (id, other) in values where other.view.buffer == own {
      values[id]?.view = moved(other.view)
    }
  }

  /// A number in the places of an array.
  private func repeated(_ value: GraphValue, to shape: GraphShape) -> GraphValue {
    guard value.shape != shape, value.shape.count == 1 else { return value }
    var result = value
    (result.shape, result.view.row, result.view.column) = (shape, 0, 0)
    return result
  }
}
