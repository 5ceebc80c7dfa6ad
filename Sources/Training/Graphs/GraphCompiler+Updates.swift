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
  mutating func update(_ updates: [(value: NodeID, place: NodeID)], _ stage: GraphStage) {
    make(updates.map(\.value))
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
