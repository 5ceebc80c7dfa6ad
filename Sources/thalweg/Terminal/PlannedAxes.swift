import FileSystem
import Parameters
import Reports
import Sweeps

/// The axes of a sweep in words: what all sub-grids have in common first, then each sub-grid's own.
struct PlannedAxes {
  private let specification: Specification
  /// Problem files by their digest, as the sweep file spells them.
  private let fileNames: [String: String]

  init(_ specification: Specification, fileNames: [String: String]) {
    self.specification = specification
    self.fileNames = fileNames
  }

  /// Lines of at most `width` columns where a term and 20 columns fit; empty without an axis.
  func lines(width: Int) -> [String] {
    let subgrids = specification.subgrids
    guard subgrids.count > 1 else { return lines(of: subgrids[0].axes, indent: 0, width) }
    let common = subgrids[0].axes.filter { axis in subgrids.allSatisfy { $0.axes.contains(axis) } }
    var lines: [String] = []
    if !common.isEmpty {
      let all = subgrids.count == 2 ? "both" : "all \(subgrids.count)"
      lines.append(Style.bold.applied(to: "in \(all) sub-grids"))
      lines += self.lines(of: common, indent: 2, width)
    }
    for (index, subgrid) in subgrids.enumerated() {
      let place = "[\(index)] "
      let title = wrapped(heading(of: subgrid), width: width - place.count)
      lines += title.enumerated().map { line, text in
        Style.bold.applied(
          to: (line == 0 ? place : String(repeating: " ", count: place.count)) + text)
      }
      lines += self.lines(of: subgrid.axes.filter { !common.contains($0) }, indent: 2, width)
    }
    return lines
  }

  private func lines(of axes: [Subgrid.Axis], indent: Int, _ width: Int) -> [String] {
    let termWidth = self.termWidth
    return axes.flatMap { axis in
      axis.components.enumerated().map { index, parameter in
        let term = Self.term(parameter, movesAlong: index > 0)
        let margin = String(repeating: " ", count: indent)
        let padding = String(repeating: " ", count: termWidth - term.count + 2)
        let rest = max(width - indent - termWidth - 2, 20)
        return margin + term + padding + parameter.values.summary(width: rest, name)
      }
    }
  }

  /// One width for all, so that values stand below each other.
  private var termWidth: Int {
    specification.subgrids.flatMap(\.axes).flatMap { axis in
      axis.components.enumerated().map { Self.term($1, movesAlong: $0 > 0).count }
    }.max() ?? 0
  }

  private static func term(_ parameter: Subgrid.Parameter, movesAlong: Bool) -> String {
    (movesAlong ? "  with " : "") + parameter.path
  }

  private func name(_ value: Value) -> String {
    if case .text(let text) = value, let file = fileNames[text] { return file }
    return value.description
  }

  /// What tells a sub-grid from the others: its labels, its kinds where they have none, then what another has
  /// another value of and no label speaks for.
  private func heading(of subgrid: Subgrid) -> String {
    // Not every entry of a union has a label.
    let labels = subgrid.constants.filter { constant in
      constant.path.hasSuffix(".label") && constant.values[0] != .text("")
        && !specification.subgrids.allSatisfy { $0.constants.contains(constant) }
    }
    let telling = subgrid.constants.filter { constant in
      specification.subgrids.contains { other in
        other.parameters.contains { $0.path == constant.path && $0.values != constant.values }
      }
    }
    let labelled = labels.map { $0.path.dropLast("label".count) }
    let rest = telling.filter { constant in
      !constant.path.hasSuffix(".label") && !labelled.contains { constant.path.hasPrefix($0) }
    }
    let kinds = rest.filter { $0.path.hasSuffix(".kind") }
    let others = rest.filter { !$0.path.hasSuffix(".kind") }
    return
      ((labels + kinds).map { inOneLine($0.values[0]) }
      + others.map { "\($0.path) \(inOneLine($0.values[0]))" })
      .joined(separator: ", ")
  }

  /// Formulas have many lines, and are read in the sweep file.
  private func inOneLine(_ value: Value) -> String {
    name(value).split(whereSeparator: \.isWhitespace).joined(separator: " ").shortened(to: 40)
  }
}

extension ParameterValues {
  /// The values in at most `width` columns: all where they fit and are few, else the first, the
  /// last, and how many.
  func summary(width: Int, _ name: (Value) -> String) -> String {
    let (first, last) = (name(self[0]), name(self[count - 1]))
    if case .list(let values) = self, count > 1, values.allSatisfy({ $0 == values[0] }) {
      return "\(first) each"
    }
    if count <= Self.mostListed {
      let texts = (0..<count).map { name(self[$0]) }
      let all = texts.joined(separator: ", ")
      if all.count <= width && (spacing.isEmpty || texts.allSatisfy { $0.count <= 6 }) {
        return all
      }
    }
    let end = ", \(counted(count, "value"))\(spacing)"
    if case .list = self {
      var begin = first
      for index in 1..<max(count - 1, 1) {
        let longer = "\(begin), \(name(self[index]))"
        guard index < Self.mostListed, longer.count + 3 + last.count + end.count <= width else {
          break
        }
        begin = longer
      }
      if begin != first { return "\(begin) … \(last)\(end)" }
    }
    let half = (width - 3 - end.count) / 2
    return "\(first.shortened(to: half)) … \(last.shortened(to: half))\(end)"
  }

  /// More values than these are never all shown.
  private static let mostListed = 8

  /// How the points of a range of reals lie, whose digits say little.
  private var spacing: String {
    switch self {
    case .logarithmic: ", log"
    case .linear: ", linear"
    default: ""
    }
  }
}

extension String {
  /// The text with its middle left out where it is longer than `width`: beginnings and ends tell
  /// file names apart.
  func shortened(to width: Int) -> String {
    guard count > width, width >= 3 else { return self }
    let tail = (width - 1) / 2
    return "\(prefix(width - 1 - tail))…\(suffix(tail))"
  }
}
