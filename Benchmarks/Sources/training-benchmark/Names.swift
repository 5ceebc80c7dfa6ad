import Training

/// The optimizers that contestants know, by name; `isNet` tells the models apart.
func knownOptimizer(_ name: String, isNet: Bool, isCorrected: Bool = false) -> Optimizer? {
  switch name {
  case "sgd": .sgd
  case "rmsprop": .rmsprop(correctsBias: isCorrected)
  case "adam": .adam(correctsBias: isCorrected)
  case "adam-e": .adamE(correctsBias: isCorrected)
  case "adam-mini": .adamMini(blockSize: isNet ? 10 : nil, correctsBias: isCorrected)
  case "adalayer": .adalayer(correctsBias: isCorrected)
  case "muon": .muon
  case "shampoo": .shampoo
  default: nil
  }
}

/// λ of adam-e in all measurements: one that takes a power.
let measuredExponent = 0.3
