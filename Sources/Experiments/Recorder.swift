internal import Shards
internal import Sweeps
internal import Theory
internal import Training

/// Turns states of runs, trained or predicted, into records.
struct Recorder {
  let plan: RecordPlan
  let shape: RecordShape
  let problem: RegressionProblem
  /// The steps that are recorded, increasing.
  let steps: [Int]

  /// Whether what is recorded at a step is projected, which may take as long as many steps.
  func projects(atStep step: Int) -> Bool {
    plan.projection == .all || (plan.projection == .last && step == steps.last)
  }

  /// Records one state of one run.
  func record(
    theta: [Double], secondMoment: [Double], snapshot: Int, of parameters: Run,
    run: Int, in block: inout RecordBlock
  ) {
    let observed = observables(
      of: theta, secondMoment: secondMoment, problem: problem, model: parameters.model,
      settings: ObservableSettings(
        exponent: parameters.effectiveExponent, supportThreshold: plan.supportThreshold))
    let step = steps[snapshot]
    let slowTime = Double(step) * (parameters.stepSize * parameters.stepSize)
    block.setValues(
      observed.recorded + [(.slowTime, slowTime)], step: step, snapshot: snapshot, ofRun: run)
    let isLast = snapshot == steps.count - 1
    if shape.signal == .all || (shape.signal == .last && isLast) {
      block.setSignal(observed.signal, snapshot: snapshot, ofRun: run)
    }
    guard plan.projection == .all || (plan.projection == .last && isLast) else { return }
    let onManifold = ManifoldObservables(
      of: theta, problem: problem, model: parameters.model, exponent: parameters.effectiveExponent)
    block.setProjection(ProjectionState(onManifold.status), snapshot: snapshot, ofRun: run)
    block.setValues(
      [
        (.populationLossOnManifold, onManifold.populationLoss),
        (.stationarity, onManifold.stationarity),
      ], step: step, snapshot: snapshot, ofRun: run)
  }
}

extension ProjectionState {
  init(_ status: ProjectionStatus) {
    switch status {
    case .converged: self = .converged
    case .notConverged: self = .notConverged
    case .rankDeficient: self = .rankDeficient
    }
  }
}

extension Observables {
  /// The observables under their names in the results file.
  fileprivate var recorded: [(RecordVariable, Double)] {
    [
      (.trainLoss, trainLoss), (.populationLoss, populationLoss), (.traceHessian, traceHessian),
      (.traceSqrtDiagHessian, traceSqrtDiagHessian),
      (.tracePowerDiagHessian, tracePowerDiagHessian), (.l1Norm, l1Norm), (.lHalfSum, lHalfSum),
      (.secondMomentL1, secondMomentL1), (.supportPrecision, supportPrecision),
      (.supportRecall, supportRecall), (.nuclearNorm, nuclearNorm),
      (.effectiveRank, effectiveRank),
    ]
  }
}
