extension Graph {
  /// Whether each element of a node depends on the elements in its place alone, as far as the inputs
  /// of the given roles go.
  ///
  /// Numbers that are free of those inputs may be repeated and computed as they like.
  public func isElementwise(_ output: NodeID, in roles: Dependence) -> Bool {
    var depends = [Bool](repeating: false, count: output.index + 1)
    for id in needed(for: [output]) {
      let node = self[id]
      if case .input(let input) = node.operation {
        depends[id.index] = !roles.isDisjoint(with: input.role)
        continue
      }
      guard node.operands.contains(where: { depends[$0.index] }) else { continue }
      depends[id.index] = true
      switch node.operation {
      case .unary, .binary, .select: break
      default: return false
      }
    }
    return true
  }
}
