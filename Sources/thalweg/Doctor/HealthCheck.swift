/// One thing that `thalweg doctor` looked at.
struct HealthCheck: Encodable {
  /// What was found.
  enum Outcome: String, Encodable {
    /// It works.
    case works
    /// It does not, and sweeps need it.
    case fails
    /// It is not there, and only some things need it.
    case absent

    var mark: String {
      switch self {
      case .works: "✓"
      case .fails: "✗"
      case .absent: "–"
      }
    }
  }

  /// What was looked at.
  var name: String
  var outcome: Outcome
  /// What was found, in words.
  var finding: String
  /// What to do; nil where there is nothing to do.
  var remedy: String?
}
