import Foundation

/// The lines of `Tests/Fixtures/formulas`, or of the folder `THALWEG_FORMULAS` with the same files in
/// full.
package func fixtureLines<Line: Decodable>(_ name: String, as _: Line.Type) throws -> [Line] {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder =
    ProcessInfo.processInfo.environment["THALWEG_FORMULAS"].map { URL(filePath: $0) }
    ?? tests.appending(path: "Fixtures/formulas")
  let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  return try text.split(separator: "\n").map {
    try JSONDecoder().decode(Line.self, from: Data($0.utf8))
  }
}
