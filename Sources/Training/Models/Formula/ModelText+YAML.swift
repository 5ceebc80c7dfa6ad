import Formulas

extension ModelText {
  /// The block of a sweep file that says the model, ready to paste.
  ///
  /// - Parameter constants: The values of its constants.
  /// - Returns: The block, without a line break at its end.
  func yaml(constants: [String: Double]) -> String {
    var lines = ["model:", "  kind: formula", "  parameters:"]
    for block in blocks {
      var keys: [String] = []
      if !block.extents.isEmpty { keys.append("shape: [\(block.extents.joined(separator: ", "))]") }
      let starts = block.starts.map(\.yaml)
      keys.append(
        "initial: "
          + (starts.count == 1 ? starts[0] : "[\(starts.joined(separator: ", "))]"))
      if !block.isTrained { keys.append("train: false") }
      if let factor = block.stepFactor { keys.append("step_factor: \"\(factor)\"") }
      lines.append("    \(block.name): {\(keys.joined(separator: ", "))}")
    }
    if !sizes.isEmpty {
      let list = sizes.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
      lines.append("  sizes: {\(list)}")
    }
    if !self.constants.isEmpty {
      let list = self.constants.map { "\($0): \(constants[$0] ?? 0)" }.joined(separator: ", ")
      lines.append("  constants: {\(list)}")
    }
    lines.append("  prediction: |")
    lines += prediction.split(separator: "\n").map { "    " + $0 }
    return lines.joined(separator: "\n")
  }
}

extension Start where Text == String {
  /// The start as a sweep file has it.
  fileprivate var yaml: String {
    switch self {
    case .values(let text): Double(text) == nil ? "{formula: \"\(text)\"}" : text
    case .normal(let text): "{normal: \"\(text)\"}"
    case .uniform(let text): "{uniform: \"\(text)\"}"
    case .orthogonal(let text): "{orthogonal: \"\(text)\"}"
    case .signs(let text): "{signs: \"\(text)\"}"
    case .unitRows(let text): "{unit_rows: \"\(text)\"}"
    case .sameAs(let name): "{same_as: \(name)}"
    }
  }
}
