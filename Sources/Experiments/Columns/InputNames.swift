public import Shards
public import Sweeps
internal import Training

/// The names of inputs along the axes of what is recorded.
public enum InputNames {
  /// The names along the dimensions of a sweep's results whose places are inputs: the entries of a signal, and axes
  /// of blocks.
  ///
  /// - Parameters:
  ///   - shape: What is recorded.
  ///   - specification: The sweep.
  ///   - names: The names that data files say, by their digests.
  /// - Returns: Names by dimension; none where runs have others, or no names.
  public static func byDimension(
    of shape: RecordShape, in specification: Specification, names: [String: [String]]
  ) -> [String: [String]] {
    guard !names.isEmpty, let runs = specification.runsOfAllSizes else { return [:] }
    var found: [String: [String]] = [:]
    var doubtful: Set<String> = []
    for run in runs {
      let own: [String]? =
        if case .file(let digest) = run.data.origin { names[digest] } else { nil }
      for array in shape.arrays {
        guard let axes = run.inputAxes(of: array.content) else { continue }
        for (axis, dimension) in array.axisNames.enumerated() {
          guard axes.contains(axis), let own, own.count == array.lengths[axis],
            found[dimension, default: own] == own
          else {
            doubtful.insert(dimension)
            continue
          }
          found[dimension] = own
        }
      }
    }
    return found.filter { !doubtful.contains($0.key) }
  }
}

extension Run {
  /// The axes of an array whose places are the inputs of a sample; nil where the run does not have the array.
  fileprivate func inputAxes(of content: RecordedArray.Content) -> [Int]? {
    switch content {
    case .signal: model.signalCount > 0 ? [0] : nil
    case .block(let name):
      model.layout.blocks.contains { $0.name == name } ? model.inputAxes[name] ?? [] : nil
    case .stoppedAt, .own: nil
    }
  }
}
