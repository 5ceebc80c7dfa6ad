extension Graph {
  /// For each node, the roles of the inputs that its value depends on.
  ///
  /// What depends on no data is computed once a step, what depends on data alone once a run.
  public func dependence() -> [Dependence] {
    var found: [Dependence] = []
    for node in nodes {
      if case .input(let input) = node.operation {
        found.append(input.role)
      } else {
        found.append(node.operands.reduce([]) { $0.union(found[$1.index]) })
      }
    }
    return found
  }
}
