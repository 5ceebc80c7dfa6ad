@testable import Theory

extension Metric {
  /// Its entries.
  var diagonal: [Double] {
    guard case .diagonal(let entries) = self else { preconditionFailure("no diagonal") }
    return entries
  }
}
