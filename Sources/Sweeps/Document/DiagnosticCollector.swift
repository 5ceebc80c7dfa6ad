internal import Parameters

/// Gathers mistakes while a sweep file is read, so that all of them are reported at once.
final class DiagnosticCollector {
  /// What was probably meant.
  let spelling: Spelling
  private var lines: [String: [Substring]] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  init(spelling: Spelling) { self.spelling = spelling }

  var isEmpty: Bool { diagnostics.isEmpty }

  /// Makes the lines of `text` available for quoting.
  func register(source: String, text: String) {
    lines[source] = text.sourceLines
  }

  /// Reports what is wrong with a kind, within the node that its block or a key of it is.
  func report(_ error: KindError, in node: DocumentNode, along path: ArraySlice<String>) {
    let (found, keyPlace) = node.node(along: path)
    var place = error.isOfKey ? keyPlace : found.place
    if let column = error.column, !error.isOfKey {
      place = found.place(ofLine: error.line, column: column, in: lines[found.place.source] ?? [])
    }
    report(error.message, at: place, hint: error.hint)
  }

  func report(_ message: String, at place: Place, hint: String? = nil) {
    let text = lines[place.source] ?? []
    let line = text.indices.contains(place.line - 1) ? String(text[place.line - 1]) : ""
    let diagnostic = Diagnostic(place: place, message: message, hint: hint, line: line)
    guard !diagnostics.contains(diagnostic) else { return }
    diagnostics.append(diagnostic)
  }

  /// Throws what was gathered, in the order of the text; returns when nothing was.
  func throwIfAny() throws(SpecificationError) {
    guard !diagnostics.isEmpty else { return }
    throw SpecificationError(
      diagnostics: diagnostics.sorted {
        ($0.place.source, $0.place.line, $0.place.column)
          < ($1.place.source, $1.place.line, $1.place.column)
      })
  }
}
