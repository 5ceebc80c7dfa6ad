import Training

/// The optimizers that contestants know, by name; `isNet` tells the models apart.
func knownOptimizer(_ name: String, isNet: Bool) -> Optimizer? {
  switch name {
  case "sgd": .sgd
  case "rmsprop": .rmsprop
  case "adam": .adam
  case "adam-e": .adamE
  case "adam-mini": .adamMini(blockSize: isNet ? 10 : nil)
  case "adalayer": .adalayer
  default: nil
  }
}

/// λ of adam-e in all measurements: one that takes a power.
let measuredExponent = 0.3
