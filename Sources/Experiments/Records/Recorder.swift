internal import Parameters
internal import Shards
internal import Sweeps
internal import Theory
internal import Training

/// Turns states of runs, trained or predicted, into records.
struct Recorder {
  let plan: RecordPlan
  let shape: RecordShape
  let problem: RegressionProblem
  /// What is minimized.
  let loss: Loss
  /// The steps that are recorded, increasing.
  let steps: [Int]
  /// The slow time of each in units of e², see ``Training/Schedule/squares(upTo:of:)``.
  let squares: [Double]
  /// η_k / η of each.
  private let factors: [Double]
  /// The slow time of the last step in units of e².
  private let horizon: Double
  /// What the sweep file writes itself, and what computes it.
  private let own: (columns: [Quantity], quantities: OwnQuantities)?
  /// The norms of blocks that are asked for.
  private let norms: [BlockNorm]

  /// Records what runs like this one do; `initial` is their θ₀.
  init(
    plan: RecordPlan, shape: RecordShape, problem: RegressionProblem, like run: Run, steps: [Int],
    initial: [Double]
  ) {
    (self.plan, self.shape, self.problem, self.steps) = (plan, shape, problem, steps)
    loss = run.loss
    // In one pass, which under a schedule goes over all steps.
    let squares = run.schedule.squares(upTo: steps + [run.steps], of: run.steps)
    (self.squares, horizon) = (Array(squares.dropLast()), squares[steps.count])
    factors = run.schedule.factors(atSteps: steps, of: run.steps)
    findsCurvature = NormalCurvature.quantities.contains(where: shape.has)
    projects = run.loss.hasMinimizers(for: problem.targets)
    own = plan.formulas.map { formulas in
      (
        formulas.map(\.quantity),
        OwnQuantities(
          formulas.map(\.text), model: run.model, problem: problem, initial: initial,
          teacher: run.teacherBlocks)
      )
    }
    norms = RecordedQuantities.norms(of: plan)
  }

  /// Whether there is a manifold to project onto.
  private let projects: Bool

  /// Whether what is recorded at a step is projected, which may take as long as many steps.
  func projects(atStep step: Int) -> Bool {
    findsCurvature
      || projects && (plan.projection == .all || (plan.projection == .last && step == steps.last))
  }

  /// Whether the curvature across the manifold is recorded.
  let findsCurvature: Bool

  /// Records one state of one run, and that it ends there if the sweep says so.
  ///
  /// - Parameters:
  ///   - theta: θ.
  ///   - secondMoment: v; empty without.
  ///   - sides: L and R of every matrix; empty without.
  ///   - average: That of θ; empty where there is none.
  ///   - preconditioner: S of a state that is solved for; nil for what training has.
  ///   - snapshot: Which of the recorded steps it is.
  ///   - parameters: The run.
  ///   - run: Its index.
  ///   - block: Where the records go.
  func record(
    theta: [Double], secondMoment: [Double], squares sides: [Double] = [], average: [Double] = [],
    preconditioner: StatePreconditioner? = nil, snapshot: Int, of parameters: Run, run: Int,
    in block: inout RecordBlock
  ) {
    let step = steps[snapshot]
    var stops = false
    let problem = parameters.noise.averaging(problem, strength: parameters.noiseStrength)
    func observation(of theta: [Double], memory: [String: [Double]]) -> Observation {
      Observation(
        theta: theta, memory: memory, step: Double(step),
        slowTime: squares[snapshot] * (parameters.effectiveStep * parameters.effectiveStep),
        stepSize: parameters.stepSize * factors[snapshot], problem: problem,
        model: parameters.model, loss: loss,
        settings: ObservableSettings(
          exponent: parameters.effectiveExponent, supportThreshold: plan.supportThreshold))
    }
    let state = observation(
      of: theta, memory: secondMoment.isEmpty ? [:] : ["v": secondMoment])
    for observable in Registry.observables where observable.quantities.contains(where: shape.has) {
      record(observable.quantities, observable.values(of: state))
    }
    recordNorms(of: state, as: \.self)
    recordOwn(of: state, as: \.self)
    if !average.isEmpty {
      let averaged = observation(of: average, memory: [:])
      for observable in Registry.observables where observable.isOfParameters {
        let columns = observable.quantities.map(\.averaged)
        if columns.contains(where: shape.has) { record(columns, observable.values(of: averaged)) }
      }
      recordNorms(of: averaged, as: \.averaged)
      recordOwn(of: averaged, as: \.averaged)
    }
    if findsCurvature {
      let s =
        preconditioner
        ?? parameters.preconditioner(
          of: sides.isEmpty ? secondMoment : sides, afterStep: step)
      record(
        NormalCurvature.quantities,
        s.flatMap { curvature(of: state, $0, snapshot, parameters) } ?? NormalCurvature.missing)
    }
    let isLast = snapshot == steps.count - 1 || stops
    keepArrays(of: state, snapshot: snapshot, isLast: isLast, run: run, in: &block)
    if projects && (plan.projection == .all || plan.projection == .last && isLast) { project() }
    if stops {
      // What is seen after projection may have said so.
      if !isLast { keepArrays(of: state, snapshot: snapshot, isLast: true, run: run, in: &block) }
      block.setStopped(step: step, ofRun: run)
    }

    func recordOwn(of state: Observation, as column: (Quantity) -> Quantity) {
      guard let own else { return }
      for (quantity, values) in zip(own.columns.map(column), own.quantities.values(of: state)) {
        let vector = shape.arrays.firstIndex { $0.content == .own(quantity) }
        guard let vector else {
          record([quantity], [values[0]])
          continue
        }
        block.setArray(
          vector, values[...], lengths: [values.count], snapshot: snapshot, ofRun: run)
      }
    }

    func project() {
      let onManifold = ManifoldObservables(
        of: theta, problem: problem, model: parameters.model, parameters.restWeights)
      block.setProjection(ProjectionState(onManifold.status), snapshot: snapshot, ofRun: run)
      record(ManifoldObservables.quantities, onManifold.values)
    }

    func recordNorms(of state: Observation, as name: (Quantity) -> Quantity) {
      if norms.isEmpty { return }
      for block in state.model.layout.blocks {
        var values = BlockNorms(of: state.theta[block.range], shape: block.shape)
        for norm in norms {
          guard let column = norm.column(ofBlock: block.name, rank: block.shape.count) else {
            continue
          }
          record([name(column)], [values.value(norm)])
        }
      }
    }

    func record(_ quantities: [Quantity], _ values: [Double]) {
      if let end = plan.end {
        for (quantity, value) in zip(quantities, values) where quantity.name == end.quantity {
          stops = stops || end.holds(value)
        }
      }
      block.setValues(
        zip(quantities, values).filter { shape.has($0.0) }, step: step, snapshot: snapshot,
        ofRun: run)
    }
  }
}

extension Recorder {
  /// ``NormalCurvature/quantities`` of a state; nil where there is no manifold, or no point of it.
  private func curvature(
    of state: Observation, _ preconditioner: StatePreconditioner, _ snapshot: Int, _ run: Run
  ) -> [Double]? {
    guard run.hasManifold(for: state.problem) else { return nil }
    return NormalCurvature(
      of: state.theta, problem: state.problem, model: state.model, preconditioner: preconditioner
    ).map { run.values(of: $0, factor: factors[snapshot], horizon: horizon) }
  }

  /// Keeps the arrays that a model has, and those of the last snapshot if it is that.
  private func keepArrays(
    of state: Observation, snapshot: Int, isLast: Bool, run: Int, in records: inout RecordBlock
  ) {
    for (index, array) in shape.arrays.enumerated() where array.isSeries || isLast {
      let (values, lengths): (ArraySlice<Double>, [Int])
      switch array.content {
      case .signal: (values, lengths) = (state.signal[...], [state.signal.count])
      case .block(let name):
        guard let own = state.model.layout.blocks.first(where: { $0.name == name }) else {
          continue
        }
        (values, lengths) = (state.theta[own.range], own.shape)
      case .stoppedAt, .own: continue
      }
      if values.isEmpty { continue }
      records.setArray(index, values, lengths: lengths, snapshot: snapshot, ofRun: run)
    }
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
