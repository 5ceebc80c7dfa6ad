/// A rule that ties several parameters of one sub-grid together.
///
/// It gets the corners of the sub-grid in these parameters: where they move together every place along
/// them, of words every word, else the smallest and the largest number of each. So a sweep of 10¹¹
/// runs is checked as quickly as one of ten, and a rule must be monotone in every number.
public struct Constraint: Sendable {
  /// What is wrong, as a sentence without a full stop, and the way out.
  public struct Mistake: Hashable, Sendable {
    /// What is wrong.
    public var message: String
    /// The way out, or nil.
    public var hint: String?

    /// A mistake, and the way out if there is one.
    public init(_ message: String, hint: String? = nil) {
      self.message = message
      self.hint = hint
    }
  }

  /// The parameters that it ties together, by path; a sub-grid without one of them keeps the rule.
  public var paths: [String]
  /// Whether a parameter that a sub-grid does not say has its default there, and not no value.
  public var assumesDefaults = false
  /// A parameter beside which the rule is silent, as one that says the same in another way.
  public var yieldsTo: String?
  /// The one at which a mistake is reported.
  public var place: String
  /// Whether the first of two numbers is at most the second, and that is all.
  public private(set) var isLimit = false
  /// What is wrong with these corners, each with a value for each path in order; empty where nothing
  /// is.
  public var mistakes: @Sendable (_ corners: [[Value]]) -> [Mistake]

  /// A rule over the parameters at `paths`, whose mistakes are reported at `place`, or else at the
  /// first of them.
  public init(
    _ paths: [String], reportedAt place: String? = nil,
    mistakes: @escaping @Sendable (_ corners: [[Value]]) -> [Mistake]
  ) {
    precondition(!paths.isEmpty, "a rule is about a parameter")
    self.paths = paths
    self.place = place ?? paths[0]
    self.mistakes = mistakes
  }
}

extension Constraint {
  /// A number is at most another one.
  ///
  /// - Parameters:
  ///   - path: The number.
  ///   - limit: What it is at most.
  ///   - fit: What it does not fit otherwise, with % for the limit: "dimension %".
  ///   - hint: The rule in words.
  /// - Returns: The rule, which says the worst case.
  public static func atMost(
    _ path: String, _ limit: String, fit: String, hint: String
  ) -> Constraint {
    let key = path.split(separator: ".").last.map(String.init) ?? path
    var rule = Constraint([path, limit]) { corners in
      let numbers = corners.map { $0.compactMap(\.asReal) }.filter { $0.count == 2 }
      guard let worst = numbers.max(by: { $0[0] - $0[1] < $1[0] - $1[1] }), worst[0] > worst[1]
      else { return [] }
      let place = fit.split(separator: "%", omittingEmptySubsequences: false)
        .joined(separator: String(Int(worst[1])))
      return [Mistake("a \(key) of \(Int(worst[0])) does not fit \(place)", hint: hint)]
    }
    rule.isLimit = true
    return rule
  }
}
