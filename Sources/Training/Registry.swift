import Parameters

/// Everything that has a name in the sweep file or in the results: one line each.
public enum Registry {
  /// What predicts.
  public static let models: [Entry<Model>] = [
    Entry(DiagonalNet.self),
    Entry(MatrixFactorization.self),
    Entry(LinearModel.self),
    Entry(FormulaKind<Affine>.self),
    Entry(FormulaKind<TwoLayer>.self),
    Entry(FormulaKind<Perceptron>.self),
    Entry(FormulaKind<DeepLinear>.self),
    Entry(FormulaKind<DeepDiagonalNet>.self),
    Entry(FormulaKind<SymmetricFactorization>.self),
    Entry(FormulaKind<MatrixCompletion>.self),
    Entry(FormulaKind<WrittenFormula>.self),
  ]

  /// What is fitted.
  public static let data: [Entry<DataSource>] = [
    Entry(GeneratedData.self),
    Entry(FileData.self),
  ]

  /// What is minimized; the first one where a sweep file does not say it.
  public static let losses: [Entry<Loss>] = [
    Entry(Squared.self),
    Entry(Logistic.self),
    Entry(Exponential.self),
    Entry(Huber.self),
    Entry(CrossEntropy.self),
    Entry(FormulaLoss.self),
  ]

  /// What perturbs a step.
  public static let noises: [Entry<NoiseSource>] = [
    Entry(LabelNoise.self),
    Entry(GradientNoise.self),
    Entry(NoNoise.self),
    Entry(LangevinNoise.self),
    Entry(LabelFlips.self),
    Entry(LabelDraws.self),
    Entry(MinibatchNoise.self),
  ]

  /// What moves the parameters.
  public static let optimizers: [Entry<Optimizer>] = [
    Entry(SGD.self),
    Entry(RMSProp.self),
    Entry(Adam.self),
    Entry(AdamE.self),
    Entry(AdamMini.self),
    Entry(Adalayer.self),
    Entry(Lion.self),
    Entry(SignSGD.self),
    Entry(NormalizedGD.self),
    Entry(Adagrad.self),
    Entry(AdamW.self),
    Entry(AMSGrad.self),
    Entry(NAdam.self),
    Entry(Shampoo.self),
    Entry(Muon.self),
    Entry(FormulaOptimizer.self),
    Entry(AdaptiveOptimizer.self),
  ]

  /// What multiplies the step size; the first one where a sweep file does not say it.
  public static let schedules: [Entry<Schedule>] = [
    Entry(Constant.self),
    Entry(Cosine.self),
    Entry(Linear.self),
    Entry(StepDecay.self),
    Entry(InverseRoot.self),
    Entry(FormulaSchedule.self),
  ]

  /// What is recorded of every state.
  public static let observables: [any Observable] = [
    SlowTime(),
    StepSizeOfState(),
    TrainLoss(),
    PopulationLoss(),
    HessianTraces(),
    SignalNorms(),
    SecondMomentNorm(),
    SupportScores(),
    Spectrum(),
    Margin(),
    Accuracy(),
    TestLoss(),
    ParameterNorm(),
    GradientNorm(),
    Sharpness(),
    JacobianRank(),
  ]
}
