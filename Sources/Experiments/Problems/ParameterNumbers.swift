internal import Sweeps
internal import Training

/// Numbers over the parameters of a model, as a user's file has them: one array over all of θ, or an array
/// for each block by its name; with an axis more in front, several of them.
struct ParameterNumbers: Hashable, Sendable {
  /// The shape of the array, or of each.
  let shape: ProblemSummary.ParameterShape
  /// Row by row; of an array over all of θ under no name.
  private let values: [String: [Double]]

  /// P, where the file says it.
  var parameterCount: Int? { if case .whole(let shape) = shape { shape.last } else { nil } }

  /// Numbers over all of θ.
  init(_ numbers: ProblemDatasets.Numbers) {
    shape = .whole(numbers.shape)
    values = ["": numbers.values]
  }

  /// Numbers by block.
  init(blocks: [String: ProblemDatasets.Numbers]) {
    shape = .blocks(blocks.mapValues(\.shape))
    values = blocks.mapValues(\.values)
  }

  /// The numbers of θ, shape `[P]`.
  ///
  /// - Parameters:
  ///   - layout: The blocks of θ.
  ///   - start: Which of several, from 0.
  ///   - others: The numbers of blocks that the file has not.
  /// - Returns: One number for every parameter.
  /// - Precondition: They fit the model.
  func values(
    in layout: ParameterLayout, start: Int = 0,
    others: (_ block: ParameterLayout.Block) -> [Double]
  ) -> [Double] {
    if case .whole = shape { return chosen("", start, count: layout.parameterCount) ?? [] }
    return layout.blocks.flatMap { block in
      chosen(block.name, start, count: block.range.count) ?? others(block)
    }
  }

  /// The numbers of blocks of a model that are no part of θ, by name.
  func fixed(in model: Model, start: Int) -> [String: [Double]] {
    model.fixedBlocks.reduce(into: [:]) { fixed, block in
      fixed[block.name] = chosen(block.name, start, count: block.values.count)
    }
  }

  /// One of several arrays, or the only one; nil where the file has none.
  private func chosen(_ name: String, _ start: Int, count: Int) -> [Double]? {
    values[name].map { all in
      let first = all.count == count ? 0 : start * count
      return Array(all[first..<first + count])
    }
  }
}

extension ProblemSummary.ParameterShape {
  /// What does not fit a model; nil where all does.
  ///
  /// - Parameters:
  ///   - name: What the numbers are called in the file: `theta0`.
  ///   - model: The model.
  ///   - start: Which of several is asked for, from 0.
  /// - Returns: What is wrong, and the way out.
  func fault(_ name: String, for model: Model, start: Int) -> ProblemFileMistake? {
    switch self {
    case .whole(let shape): return Self.faultOfStart(name, shape, entries: 1, start)
    case .blocks(let shapes):
      let known =
        model.layout.blocks.map { ($0.name, $0.shape) }
        + model.fixedBlocks.map { ($0.name, $0.shape) }
      for (block, shape) in shapes.sorted(by: { $0.key < $1.key }) {
        guard let own = known.first(where: { $0.0 == block })?.1 else {
          return ProblemFileMistake(
            message: "'\(name)' of the file has a block '\(block)', and the model has none",
            hint: "the model has \(known.map(\.0).joined(separator: ", "))")
        }
        guard shape == own || Array(shape.dropFirst()) == own else {
          return ProblemFileMistake(
            message: "block '\(block)' of '\(name)' has shape \(shape), and the model's has \(own)",
            hint: "one more axis in front holds several starts")
        }
        if let fault = Self.faultOfStart(name, shape, entries: own.count, start) { return fault }
      }
      return nil
    }
  }

  /// Of several starts there must be the one that is asked for.
  private static func faultOfStart(
    _ name: String, _ shape: [Int], entries: Int, _ start: Int
  ) -> ProblemFileMistake? {
    guard shape.count > entries, start >= shape[0] else { return nil }
    return ProblemFileMistake(
      message: "'\(name)' of the file has \(shape[0]) starts, counted from 0, and not \(start)",
      hint: "data: {…, start: \(shape[0] - 1)} is its last")
  }
}
