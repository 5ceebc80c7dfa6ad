public import Parameters

/// Adam for the blocks that are no matrices, beside a method that moves matrices.
///
///     m ← β₁m + (1 − β₁)g     v ← β₂v + (1 − β₂)g²     θ ← fma(−ηs, m̂ / (√v̂ + ε), θ)
///
/// The moments are corrected as ``Corrected`` has it, and s is a factor of the step size. With weights that decay
/// beside the gradient, as muon's do, it is torch.optim.AdamW but for their decay, which goes by η alone.
struct AdamOfVectors: Hashable, Sendable {
  /// s > 0.
  var factor = 1.0
  var beta1 = 0.9
  var beta2 = 0.999
  var epsilon = 1e-8

  init() {}

  /// What the keys say; nil where vectors are rows.
  init?(_ values: borrowing Values) {
    guard values.peek(.vectors) == .text(Self.word) else { return nil }
    _ = values.value(.vectors)
    factor = values.real(.vectorsFactor)
    beta1 = values.real(.vectorsBeta1)
    beta2 = values.real(.vectorsBeta2)
    epsilon = values.real(.vectorsEpsilon)
  }

  static let word = "adamw"
  static let parameters: [Parameter] = [
    .vectors, .vectorsFactor, .vectorsBeta1, .vectorsBeta2, .vectorsEpsilon,
  ]

  /// Its numbers mean nothing where vectors are rows.
  static let constraints: [Constraint] = parameters.dropFirst().map { parameter in
    var rule = Constraint(
      [parameter, .vectors].map { $0.path(in: Block.optimizer) }
    ) { corners in
      corners.contains { $0[1] == .text(word) }
        ? []
        : [
          Constraint.Mistake(
            "\(parameter.key) is adam's of vectors, and here they are moved as matrices are",
            hint: "vectors: \(word)")
        ]
    }
    rule.assumesDefaults = true
    return rule
  }
}

/// The step of vectors by Adam.
final class AdamOfVectorsRule<Lanes: LaneVector> {
  /// The parameters that it moves, in order.
  private let places: [Int]
  private let factor: Lanes
  private var rule: AdamRule<Corrected<Lanes>>
  /// One for each of the places.
  private let states: LaneStorage<Moments<Lanes>>

  init(_ adam: AdamOfVectors, _ values: LaneValues<Lanes>, _ layout: ParameterLayout) {
    places = layout.vectors.flatMap(Array.init)
    factor = Lanes(lanes: [adam.factor])
    let runs = values.runs.map { run in
      var run = run
      (run.beta1, run.oneMinusBeta2, run.epsilon) = (adam.beta1, 1 - adam.beta2, adam.epsilon)
      return run
    }
    rule = AdamRule(LaneValues(runs: runs))
    states = LaneStorage(repeating: rule.initialState, count: places.count)
  }

  /// Moves the vectors of θ.
  ///
  /// - Parameters:
  ///   - theta: θ, `[P]`, updated.
  ///   - gradient: ∂L/∂θ, `[P]`.
  ///   - negatedStepSize: −η.
  /// - Returns: 0 in the lanes whose new parameters are all finite, NaN in the others.
  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>,
    negatedStepSize: Lanes
  ) -> Lanes {
    rule.beginStep()
    let step = negatedStepSize * factor
    var probe = Lanes.zero
    for (index, p) in places.enumerated() {
      var state = states[index]
      let direction = rule.direction(for: gradient[p], state: &state, forgettingFast: true)
      states[index] = state
      let new = theta[p].addingProduct(step, direction)
      theta[p] = new
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(new, 0)
    }
    return probe
  }

  // MARK: Memory: c₁ and c₂, first moments, second moments

  /// The arrays that it keeps.
  static func arrays(in layout: ParameterLayout) -> [(String, StateLayout.Extent)] {
    let count = layout.vectors.reduce(0) { $0 + $1.count }
    return [
      ("c of vectors", .shared(2)), ("m of vectors", .shared(count)),
      ("v of vectors", .shared(count)),
    ]
  }

  var memoryCount: Int { rule.complements.count + 2 * places.count }

  func memory(_ index: Int) -> Lanes {
    if index < rule.complements.count { return rule.complements[index] }
    let (moment, place) = moment(index)
    return states[place][moment]
  }

  func setMemory(_ index: Int, to value: Lanes) {
    if index < rule.complements.count {
      rule.complements[index] = value
      return
    }
    let (moment, place) = moment(index)
    var state = states[place]
    state[moment] = value
    states[place] = state
  }

  private func moment(_ index: Int) -> (moment: Int, place: Int) {
    let (moment, place) = (index - rule.complements.count)
      .quotientAndRemainder(dividingBy: places.count)
    return (moment, place)
  }
}

extension Parameter {
  /// What moves the blocks that are no matrices.
  static let vectors = Parameter(
    "vectors", .choice(["muon", AdamOfVectors.word]),
    longName: "what moves blocks that are no matrices", symbol: "vectors", role: .method,
    default: .text("muon")
  ).with {
    $0.mayFollow = true
    $0.column = Column("muon_vectors", absence: .label(.text("none")))
    $0.since = 3
  }

  static let vectorsFactor = ofVectors(
    "factor", .real(.positive), "factor of the step size of vectors", 1)
  static let vectorsBeta1 = ofVectors("beta1", .real(.belowOne), "β₁ of vectors", 0.9)
  static let vectorsBeta2 = ofVectors("beta2", .real(.belowOne), "β₂ of vectors", 0.999)
  static let vectorsEpsilon = ofVectors("epsilon", .real(.positive), "ε of vectors", 1e-8)

  private static func ofVectors(
    _ key: String, _ type: ValueType, _ longName: String, _ standard: Double
  ) -> Parameter {
    Parameter(
      "vectors_\(key)", type, longName: longName, symbol: longName, role: .tuned,
      default: .real(standard)
    ).with {
      $0.mayFollow = true
      $0.column = Column(absence: .label(.real(-1)))
      $0.since = 3
    }
  }
}
