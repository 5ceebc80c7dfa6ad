public import Formulas

extension Model {
  /// A model whose prediction is a formula over blocks of parameters, constants and a sample x.
  ///
  /// The samples are the rows of a problem's design, in the shape of x. Where the formula is linear in x,
  /// predictions go by products of the design with its signal.
  ///
  /// - Parameters:
  ///   - text: The model as written.
  ///   - constants: A value for each of its constants.
  ///   - input: The shape of a sample.
  ///   - outputs: C, the length of a prediction.
  ///   - samples: n.
  ///   - fixedSeed: The seed of the start of blocks that are not trained.
  /// - Returns: The model.
  /// - Throws: All mistakes, each with its place.
  public static func formula(
    _ text: ModelText, constants: [String: Double] = [:], input: Shape, outputs: Int = 1,
    samples: Int, fixedSeed: UInt64 = 0
  ) throws(ModelError) -> Model {
    Model(
      FormulaKind<WrittenFormula>(
        try GraphModel(
          text, constants: constants, input: input, outputs: outputs, samples: samples,
          fixedSeed: fixedSeed)))
  }
}
