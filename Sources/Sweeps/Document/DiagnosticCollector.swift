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
