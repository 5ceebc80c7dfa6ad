internal import FileSystem

/// Axes that move together, as the sweep file names them.
struct Zip {
  var paths: [String]
  /// Where each path stands.
  var places: [Place]
  var place: Place

  /// Whether a sub-grid has all of the paths.
  func applies(to assignments: [Assignment]) -> Bool {
    paths.allSatisfy { path in assignments.contains { $0.key.path == path } }
  }
}

/// Reads `zip`, a list of lists of paths.
struct ZipDecoder {
  let schema: Schema
  let collector: DiagnosticCollector

  private static let form = "zip: [[model.dimension, data.samples]]"

  func zips(from node: DocumentNode?) -> [Zip] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      collector.report(
        "'zip' takes a list of lists of paths, not \(node.summary)", at: node.place,
        hint: Self.form)
      return []
    }
    var seen: Set<String> = []
    return elements.compactMap { zip(from: $0, &seen) }
  }

  private func zip(from node: DocumentNode, _ seen: inout Set<String>) -> Zip? {
    guard let elements = node.elements else {
      collector.report(
        "a zip is a list of paths, not \(node.summary)", at: node.place, hint: Self.form)
      return nil
    }
    guard elements.count >= 2 else {
      collector.report("a zip takes two paths or more", at: node.place, hint: Self.form)
      return nil
    }
    var zip = Zip(paths: [], places: [], place: node.place)
    for element in elements {
      guard let path = path(from: element) else { continue }
      guard seen.insert(path).inserted else {
        collector.report(
          "'\(path)' is zipped twice", at: element.place,
          hint: "put all axes that move together into one list")
        continue
      }
      zip.paths.append(path)
      zip.places.append(element.place)
    }
    return zip.paths.count == elements.count ? zip : nil
  }

  private func path(from node: DocumentNode) -> String? {
    guard let path = node.scalar else {
      collector.report("a path is a word, not \(node.summary)", at: node.place, hint: Self.form)
      return nil
    }
    guard schema.key(at: path) != nil else {
      collector.report(
        "unknown path '\(path)'", at: node.place, hint: collector.spelling.pathHint(for: path))
      return nil
    }
    return path
  }

  /// Reports the axes of a sub-grid that cannot move together; single values move with anything.
  func check(_ zip: Zip, in assignments: [Assignment]) {
    func count(_ path: String) -> Int {
      assignments.first { $0.key.path == path }?.values.count ?? 0
    }
    let first = zip.paths[0]
    for (path, place) in Swift.zip(zip.paths, zip.places) where count(path) != count(first) {
      collector.report(
        "'\(path)' has \(counted(count(path), "value")), but '\(first)' has \(count(first))",
        at: place,
        hint: "axes that move together have as many values each")
    }
  }

  /// Reports a zip that no sub-grid has the paths for.
  func reportUnused(_ zip: Zip, in grids: [[Assignment]]) {
    let missing = zip.paths.first { path in
      !grids.contains { $0.contains { $0.key.path == path } }
    }
    collector.report(
      "no sub-grid has all of these paths", at: zip.place,
      hint: missing.map { "'\($0)' is in none" } ?? "they are in different ones")
  }
}
