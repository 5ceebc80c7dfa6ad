/// Chooses the vector types of a lane-batch: the narrowest that hold its runs, full ones first.
///
/// - Returns: One group, or two for 9 to 16 runs in double precision, in the order of the runs.
func makeLaneGroups(_ configuration: TrainingConfiguration) -> [LaneGroup] {
  let lanes = configuration.lanes
  switch configuration.precision {
  case .float64:
    return stride(from: 0, to: lanes.count, by: 8).map { start in
      let part = Array(lanes[start..<min(start + 8, lanes.count)])
      return switch part.count {
      case ...2: makeLaneGroup(SIMD2<Double>.self, configuration, part)
      case ...4: makeLaneGroup(SIMD4<Double>.self, configuration, part)
      default: makeLaneGroup(SIMD8<Double>.self, configuration, part)
      }
    }
  case .float32:
    return switch lanes.count {
    case ...4: [makeLaneGroup(SIMD4<Float>.self, configuration, lanes)]
    case ...8: [makeLaneGroup(SIMD8<Float>.self, configuration, lanes)]
    default: [makeLaneGroup(SIMD16<Float>.self, configuration, lanes)]
    }
  }
}

/// A group of the given width, with the optimizer's rule chosen.
func makeLaneGroup<Lanes: LaneVector>(
  _: Lanes.Type, _ configuration: TrainingConfiguration, _ lanes: [LaneParameters]
) -> LaneGroup {
  switch configuration.optimizer {
  case .sgd: makeLaneGroup(configuration, lanes, rule: Identity<Lanes>())
  case .adam: makeLaneGroup(configuration, lanes, rule: Adam<Lanes>(lanes))
  case .adamE: makeLaneGroup(configuration, lanes, rule: AdamE<Lanes>(lanes))
  }
}

/// A group with the model and the products chosen.
private func makeLaneGroup<Rule: Preconditioner>(
  _ configuration: TrainingConfiguration, _ lanes: [LaneParameters], rule: Rule
) -> LaneGroup {
  switch configuration.model {
  case .diagonalNet(let dimension):
    let network = DiagonalLinearNetwork<Rule.Lanes>(dimension: dimension)
    switch configuration.problem.design {
    case .sign(let rows, let columns):
      let run = LaneBatchRun(
        configuration, lanes: lanes, network: network, rule: rule,
        forward: SignMatrix<Rule.Lanes>(rows), backward: SignMatrix<Rule.Lanes>(columns))
      return LaneGroup(run)
    case .dense(let z, let n, let q):
      let run = LaneBatchRun(
        configuration, lanes: lanes, network: network, rule: rule,
        forward: DenseMatrix<Rule.Lanes>(outputCount: n, inputCount: q) { z[$0 * q + $1] },
        backward: DenseMatrix<Rule.Lanes>(outputCount: q, inputCount: n) { z[$1 * q + $0] })
      return LaneGroup(run)
    }
  }
}
