internal import ElementaryFunctions

/// Rules that tie several keys of one sub-grid together.
///
/// Every rule is checked at the ends of the axes it involves, never by walking the grid, so that
/// a sweep of 10¹¹ runs is checked as quickly as one of ten.
struct Consistency {
  let collector: DiagnosticCollector
  let grid: [Assignment]
  let record: RecordPlan
  let recordNode: DocumentNode?

  func check() {
    checkSparsity()
    checkRecord()
    checkPowerLaw()
  }

  private subscript(path: String) -> Assignment? { grid.first { $0.key.path == path } }

  private func checkSparsity() {
    guard let sparsity = self["model.sparsity"], let dimension = self["model.dimension"],
      let most = sparsity.values.realBounds?.upperBound,
      let least = dimension.values.realBounds?.lowerBound, most > least
    else { return }
    collector.report(
      "a sparsity of \(Int(most)) does not fit dimension \(Int(least))", at: sparsity.place,
      hint: "sparsity is at most the dimension")
  }

  private func checkRecord() {
    guard let steps = self["steps"], let bounds = steps.values.realBounds else { return }
    let shortest = Int(bounds.lowerBound)
    switch record.schedule {
    case .linear(let count), .logarithmic(let count):
      guard count - 1 > shortest else { return }
      collector.report(
        "\(count) snapshots do not fit \(shortest) steps",
        at: recordNode?["count"]?.place ?? steps.place,
        hint: "record.count is at most steps + 1; its default is 40")
    case .steps(let list):
      guard let last = list.last, last > shortest else { return }
      collector.report(
        "step \(last) is beyond the last step, \(shortest)",
        at: recordNode?["steps"]?.place ?? steps.place)
    }
  }

  /// rate · η^power must lie in (0, 1] on the whole grid; it is monotone in each of the three.
  private func checkPowerLaw() {
    guard let rate = self[SweepSchema.rate.path], let exponent = self[SweepSchema.power.path],
      let eta = self["optimizer.step_size"], let rates = rate.values.realBounds,
      let exponents = exponent.values.realBounds, let etas = eta.values.realBounds
    else { return }
    for eta in [etas.lowerBound, etas.upperBound] {
      for exponent in [exponents.lowerBound, exponents.upperBound] {
        for bound in [rates.lowerBound, rates.upperBound] {
          let value = bound * Elementary.power(eta, exponent)
          guard !(value > 0 && value <= 1) else { continue }
          collector.report(
            """
            1 − β₂ = \(bound.sweepText) · \(eta.sweepText)^\(exponent.sweepText) \
            = \(value.sweepText) is not in (0, 1]
            """, at: rate.place,
            hint: value > 1
              ? "choose a smaller rate or a larger power"
              : "choose a larger rate or a smaller power")
          return
        }
      }
    }
  }
}
