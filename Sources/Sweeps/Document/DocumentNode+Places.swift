/// Places within what was written.
extension DocumentNode {
  /// The node at the end of a way of keys and of numbers of elements, and the place of the last key; the
  /// way ends where it leads nowhere.
  func node(along path: ArraySlice<String>) -> (node: DocumentNode, keyPlace: Place) {
    var (node, keyPlace) = (self, place)
    for step in path {
      if let entry = node.entries?.first(where: { $0.key == step }) {
        (node, keyPlace) = (entry.value, entry.keyPlace)
      } else if let elements = node.elements, let index = Int(step),
        elements.indices.contains(index)
      {
        node = elements[index]
        keyPlace = node.place
      } else {
        break
      }
    }
    return (node, keyPlace)
  }

  /// The place of a character of a scalar.
  ///
  /// - Parameters:
  ///   - line: The line of its text, from 1.
  ///   - column: The column in that line, from 1.
  ///   - lines: The lines of the file.
  /// - Returns: The place; the start of the scalar where its lines were folded into one.
  func place(ofLine line: Int, column: Int, in lines: [Substring]) -> Place {
    guard case .scalar(let text, let isQuoted) = content else { return place }
    var result = place
    if isLiteral {
      // The text begins below its bar, each line behind the same indentation.
      let below = lines.dropFirst(place.line)
      let first = below.first { line in line.contains { $0 != " " } }
      result.line += line
      result.column = (first?.prefix { $0 == " " }.count ?? 0) + column
    } else if lines.indices.contains(place.line - 1), !text.contains("\n") {
      let rest = lines[place.line - 1].unicodeScalars.count - place.column + 1
      let distance = column - 1 + (isQuoted ? 1 : 0)
      if distance <= rest { result.column += distance }
    }
    return result
  }
}
