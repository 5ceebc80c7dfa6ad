public import Parameters

/// How much of the true support was found, and how much of what was found is true.
///
/// A coordinate counts as found where |wⱼ| is above the threshold. Both are NaN without truth, where
/// they are 0/0, and for a signal that is a matrix.
public struct SupportScores: Observable {
  /// `support_precision` and `support_recall`.
  public let quantities = [
    Quantity(
      "support_precision", longName: "share of found entries that are in the true support",
      symbol: "precision", head: "precision", place: 10
    ).with { ($0.better, $0.isMarked) = (.larger, false) },
    Quantity(
      "support_recall", longName: "share of the true support that was found", symbol: "recall",
      head: "recall", place: 11
    ).with { ($0.better, $0.isMarked) = (.larger, false) },
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    guard model.kind.signalShape == .vector else { return [nil, nil] }
    let (found, right) = ("(abs(w) > support_threshold)", "(w_star != 0)")
    return ["\(found)", "\(right)"].map { whole in
      "missing if w_star is None else sum(\(found) * \(right)) / sum(\(whole))"
    }
  }

  /// Precision and recall.
  public func values(of state: Observation) -> [Double] {
    guard let truth = state.problem.truth, state.model.kind.signalShape == .vector else {
      return [.nan, .nan]
    }
    let (w, threshold) = (state.signal, state.settings.supportThreshold)
    let predicted = w.count { abs($0) > threshold }
    let actual = truth.count { $0 != 0 }
    let found = zip(w, truth).count { abs($0) > threshold && $1 != 0 }
    // 0/0 is NaN, which is what is meant.
    return [Double(found) / Double(predicted), Double(found) / Double(actual)]
  }
}
