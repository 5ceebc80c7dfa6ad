import Experiments
import Parameters

/// The quantities that tests speak of, as the program declares them.
extension Quantity {
  static let slowTime = recorded("slow_time")
  static let trainLoss = recorded("train_loss")
  static let populationLoss = recorded("population_loss")
  static let populationLossOnManifold = recorded("population_loss_on_manifold")
  static let traceHessian = recorded("trace_hessian")
  static let traceSqrtDiagHessian = recorded("trace_sqrt_diag_hessian")
  static let tracePowerDiagHessian = recorded("trace_power_diag_hessian")
  static let l1Norm = recorded("l1_norm")
  static let supportPrecision = recorded("support_precision")
  static let supportRecall = recorded("support_recall")
  static let nuclearNorm = recorded("nuclear_norm")
  static let effectiveRank = recorded("effective_rank")

  private static func recorded(_ name: String) -> Quantity {
    guard let found = RecordedQuantities.all.first(where: { $0.name == name }) else {
      preconditionFailure("nothing records \(name)")
    }
    return found
  }
}
