import ArgumentParser
import Experiments

/// What a sweep file starts from: one of ``Starter``, or a named model.
struct StarterChoice: ExpressibleByArgument {
  /// The sweep file.
  let text: String

  init?(argument: String) {
    if let starter = Starter(rawValue: argument) {
      text = starter.text
    } else if let model = ModelStarter(model: argument) {
      text = Starter.head + model.head + Self.rest
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] {
    let starters = Starter.allCases.map(\.rawValue)
    return starters + ModelStarter.names.filter { !starters.contains($0) }
  }

  /// A few seconds' work.
  private static let rest = """

    noise:
      kind: label                    # fresh noise on the labels at every step; or gradient, none
      delta: 0.3                     # its size δ; or alpha = δ²/B instead

    optimizer:                       # a list is a union: each entry has its own axes
      - kind: sgd
        step_size: [0.01, 0.03]      # η
      - kind: adam
        step_size: [0.003, 0.01]
        beta2: 0.99                  # β₂; or one_minus_beta2: {rate: r, power: p} for r · η^p

    steps: 2000                      # optimizer steps of each run
    seed: {count: 2}                 # seeds 0 and 1; or a list, or {first: 100, count: 4}

    record:
      count: 30                      # snapshots of each run
      also: [gradient_norm, sharpness]   # beside the usual quantities; these cost more

    """
}
