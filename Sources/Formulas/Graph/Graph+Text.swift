extension Graph {
  /// A text that is the same for two graphs exactly where they compute the same in the same order.
  ///
  /// One line for each node that the outputs need: number, operation, operands, shape. Names are those
  /// of inputs alone; white space, comments and the names of lines leave no trace. Numbers are written
  /// by their bits.
  public func canonicalText(of outputs: [NodeID]) -> String {
    var numbers: [NodeID: Int] = [:]
    var lines: [String] = []
    // Depth first, operands in order, without recursion.
    for output in outputs {
      var stack = [(output, 0)]
      while let (id, next) = stack.popLast() {
        if numbers[id] != nil { continue }
        let operands = self[id].operands
        if next < operands.count {
          stack.append((id, next + 1))
          if numbers[operands[next]] == nil { stack.append((operands[next], 0)) }
          continue
        }
        numbers[id] = lines.count
        let list = operands.map { " \(numbers[$0] ?? 0)" }.joined()
        lines.append("\(lines.count): \(self[id].operation.canonicalText)\(list) \(self[id].shape)")
      }
    }
    lines.append(outputs.map { "\(numbers[$0] ?? 0)" }.joined(separator: " "))
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Operation {
  /// The operation in a word, with what it needs beside its operands.
  var canonicalText: String {
    switch self {
    case .input(let input):
      "input \(input.name)" + (input.entry.map { "[\($0)]" } ?? "") + " \(input.role.rawValue)"
    case .constant(let number): "number \(number.canonicalText)"
    case .array(let numbers): "array " + numbers.map(\.canonicalText).joined(separator: ",")
    case .identity: "identity"
    case .unary(let function): "\(function)"
    case .binary(let function): "\(function)"
    case .select(let comparison, let isolates): "\(isolates ? "where" : "select") \(comparison)"
    case .broadcast: "broadcast"
    case .reshape: "reshape"
    case .transpose: "transpose"
    case .slice(let row, let column): "slice \(row),\(column)"
    case .pad(let row, let column): "pad \(row),\(column)"
    case .concatenate(let axis): "concatenate \(axis)"
    case .diagonal: "diagonal"
    case .diagonalMatrix: "diagonalMatrix"
    case .reduce(let reduction, let axis): "\(reduction) over \(axis)"
    case .product(let left, let right): "product \(left),\(right)"
    case .outer: "outer"
    case .singularValues: "singularValues"
    case .argumentOfMaximum(let axis): "argumentOfMaximum \(axis)"
    }
  }
}

extension ExactNumber {
  /// The bits in hexadecimal.
  var canonicalText: String { String(value.bitPattern, radix: 16) }
}
