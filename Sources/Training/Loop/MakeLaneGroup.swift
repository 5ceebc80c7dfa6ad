/// Chooses the vector types of a lane-batch: the narrowest that hold its runs, full ones first.
///
/// - Parameters:
///   - configuration: The lane-batch.
///   - fuses: Whether a diagonal net may take its fused pass; the bits are the same.
/// - Returns: One group, or two for 9 to 16 runs in double precision, in the order of the runs.
func makeLaneGroups(_ configuration: TrainingConfiguration, fuses: Bool = true) -> [LaneGroup] {
  let lanes = configuration.lanes
  switch configuration.precision {
  case .float64:
    return stride(from: 0, to: lanes.count, by: 8).map { start in
      let part = Array(lanes[start..<min(start + 8, lanes.count)])
      return switch part.count {
      case ...2: makeLaneGroup(SIMD2<Double>.self, configuration, part, fuses)
      case ...4: makeLaneGroup(SIMD4<Double>.self, configuration, part, fuses)
      default: makeLaneGroup(SIMD8<Double>.self, configuration, part, fuses)
      }
    }
  case .float32:
    return switch lanes.count {
    case ...4: [makeLaneGroup(SIMD4<Float>.self, configuration, lanes, fuses)]
    case ...8: [makeLaneGroup(SIMD8<Float>.self, configuration, lanes, fuses)]
    default: [makeLaneGroup(SIMD16<Float>.self, configuration, lanes, fuses)]
    }
  }
}

/// A group of the given width.
private func makeLaneGroup<Lanes: LaneVector>(
  _: Lanes.Type, _ configuration: TrainingConfiguration, _ lanes: [LaneParameters], _ fuses: Bool
) -> LaneGroup {
  LaneGroup(LaneBatchRun<Lanes>(configuration, lanes: lanes, fuses: fuses))
}
