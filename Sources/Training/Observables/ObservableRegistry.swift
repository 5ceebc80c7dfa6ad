/// What is recorded of every state, a line each.
public let observables: [any Observable] = [
  SlowTime(),
  TrainLoss(),
  PopulationLoss(),
  HessianTraces(),
  SignalNorms(),
  SecondMomentNorm(),
  SupportScores(),
  Spectrum(),
]
