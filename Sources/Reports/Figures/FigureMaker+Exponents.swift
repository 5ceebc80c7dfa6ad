internal import Parameters
internal import Shards

/// What AdamE-λ reduces, over λ.
extension FigureMaker {
  /// The sharpnesses and the residual of the fixed-point condition at the end against λ, trained
  /// and solved, at the problem of figures; nil with fewer than three λ.
  ///
  /// SGD stands at λ = 0 and Adam at λ = ½, whose V and S they share.
  func exponents() -> Figure? {
    guard let exponent = grouping.place(of: .exponent),
      let optimizer = grouping.place(of: .optimizer),
      grouping.keyAxes[exponent].meaningfulLevelCount >= 3
    else { return nil }
    let lambdas = ["sgd": 0.0, "adam": 0.5]
    let groups = analysis.problemGroups.filter { $0.computedCount > 0 }
    let best = grouping.best(of: groups, foreach: grouping.places(.method))
    let dynamics = grouping.place(of: .dynamics)
    let levels = dynamics.map { grouping.keyAxes[$0].levels } ?? ["training"]
    let byDynamics = Dictionary(grouping: best) { group in dynamics.map { group.key[$0] } ?? 0 }
      .sorted { $0.key < $1.key }
    func curves(_ quantity: Quantity) -> [Curve] {
      byDynamics.map { level, groups in
        let points = groups.compactMap { group -> Curve.Point? in
          let name = grouping.keyAxes[optimizer].levels[group.key[optimizer]]
          return (number(at: exponent, of: group) ?? lambdas[name])
            .flatMap { final(quantity, of: group, x: $0) }
        }
        return Curve(label: levels[level], style: level, points: points.sorted { $0.x < $1.x })
      }
    }
    // The residual is 0 where a run has arrived, which has no place on a logarithmic axis.
    let shown: [(use: Quantity.Use, scaling: Axis.Scaling)] = [
      (.sharpness, .logarithmic(fromRatio: 20)), (.restPoint, .linear),
    ]
    let panels = shown.flatMap { use, scaling in
      table.quantities.filter { $0.use == use }.compactMap { quantity in
        Figure.Panel(
          curves: curves(quantity), x: ("exponent λ (0: sgd, ½: adam)", .linear),
          y: (quantity.label, scaling))
      }
    }
    return figure(
      "exponent", "What each exponent reduces",
      "median and quartiles over seeds at the end\(tunedText)" + lostText(panels), .bars, panels,
      at: analysis.problem)
  }
}
