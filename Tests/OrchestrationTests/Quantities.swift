import Experiments
import Parameters

/// The quantities that tests speak of, as the program declares them.
extension Quantity {
  static let nuclearNorm = recorded("nuclear_norm")
  static let trainLoss = recorded("train_loss")

  private static func recorded(_ name: String) -> Quantity {
    guard let found = RecordedQuantities.all.first(where: { $0.name == name }) else {
      preconditionFailure("nothing records \(name)")
    }
    return found
  }
}
