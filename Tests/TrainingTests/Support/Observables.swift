import Parameters
import Training

/// What is recorded of a state, under the names that tests use.
struct Observables {
  private let values: [String: Double]
  /// w(θ).
  let signal: [Double]

  init(_ state: Observation) {
    var values: [String: Double] = [:]
    for observable in Registry.observables {
      for (quantity, value) in zip(observable.quantities, observable.values(of: state)) {
        values[quantity.name] = value
      }
    }
    self.values = values
    signal = state.signal
  }

  private subscript(name: String) -> Double { values[name, default: .nan] }

  var trainLoss: Double { self["train_loss"] }
  var populationLoss: Double { self["population_loss"] }
  var traceHessian: Double { self["trace_hessian"] }
  var traceSqrtDiagHessian: Double { self["trace_sqrt_diag_hessian"] }
  var tracePowerDiagHessian: Double { self["trace_power_diag_hessian"] }
  var l1Norm: Double { self["l1_norm"] }
  var lHalfSum: Double { self["l_half_sum"] }
  var secondMomentL1: Double { self["second_moment_l1"] }
  var supportPrecision: Double { self["support_precision"] }
  var supportRecall: Double { self["support_recall"] }
  var nuclearNorm: Double { self["nuclear_norm"] }
  var effectiveRank: Double { self["effective_rank"] }
}

/// What is recorded of θ and v, which is empty where there is none.
func observables(
  of theta: [Double], secondMoment: [Double], problem: RegressionProblem, model: Model,
  settings: ObservableSettings
) -> Observables {
  Observables(
    Observation(
      theta: theta, memory: secondMoment.isEmpty ? [:] : ["v": secondMoment], problem: problem,
      model: model, settings: settings))
}

/// What is recorded of a snapshot.
func observables(
  of snapshot: Snapshot, problem: RegressionProblem, model: Model, settings: ObservableSettings
) -> Observables {
  Observables(Observation(of: snapshot, problem: problem, model: model, settings: settings))
}
