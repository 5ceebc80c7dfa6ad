import ElementaryFunctions
import RandomStreams
import Training

/// One run trained by plain scalar loops, written apart from the lanes from the canonical orders as
/// documented: it must give the same bits.
struct ScalarReference<Number: BinaryFloatingPoint> {
  let problem: RegressionProblem
  let optimizer: Optimizer
  let noise: NoiseSource
  let parameters: LaneParameters
  private(set) var theta: [Number]
  private(set) var firstMoment: [Number]
  private(set) var secondMoment: [Number]
  private(set) var step = 0

  init(_ configuration: TrainingConfiguration, lane: Int) {
    problem = configuration.problem
    optimizer = configuration.optimizer
    noise = configuration.noise
    parameters = configuration.lanes[lane]
    theta = configuration.initialParameters.map { Number($0) }
    firstMoment = theta.map { _ in 0 }
    secondMoment = firstMoment
  }

  /// The first step in 1...steps after which a parameter is not finite, training that far.
  mutating func train(steps: Int) -> Int? {
    while step < steps {
      advance()
      if !theta.allSatisfy(\.isFinite) { return step }
    }
    return nil
  }

  mutating func advance() {
    step += 1
    let (n, d) = (problem.sampleCount, problem.signalCount)
    let w = (0..<d).map { theta[$0] * theta[$0] - theta[d + $0] * theta[d + $0] }
    let f = product(w, outputs: n) { Number(problem.designEntry($0, $1)) }
    let epsilons = perturbations()
    let r = (0..<n).map { ((f[$0] - Number(problem.targets[$0])) - epsilons[$0]) * (1 / Number(n)) }
    let g = product(r, outputs: d) { Number(problem.designEntry($1, $0)) }
    for j in 0..<d {
      let (u, v) = (theta[j], theta[d + j])
      update(j, gradient: 2 * u * g[j])
      update(d + j, gradient: -(2 * v * g[j]))
    }
  }

  private mutating func update(_ p: Int, gradient g: Number) {
    var direction = g
    if optimizer != .sgd {
      let (m, v) = (firstMoment[p], secondMoment[p])
      firstMoment[p] = m.addingProduct(1 - Number(parameters.beta1), g - m)
      secondMoment[p] = v.addingProduct(Number(parameters.oneMinusBeta2), g * g - v)
      direction = firstMoment[p] / (root(secondMoment[p]) + Number(parameters.epsilon))
    }
    theta[p] = theta[p].addingProduct(-Number(parameters.stepSize), direction)
  }

  private func root(_ v: Number) -> Number {
    switch optimizer == .adam ? 0.5 : parameters.exponent {
    case 0.5: v.squareRoot()
    case 0.25: v.squareRoot().squareRoot()
    case 0.75: v.squareRoot() * v.squareRoot().squareRoot()
    default: Number(Elementary.power(Double(v), parameters.exponent))
    }
  }

  private func perturbations() -> [Number] {
    let delta = Number(parameters.noiseScale)
    return (0..<problem.sampleCount).map { i in
      switch noise {
      case .none: return 0
      case .given(let signs): return signs[step - 1][i] > 0 ? delta : -delta
      case .label:
        let stream = RandomStream(
          seed: parameters.noiseSeed, purpose: .labelNoise, step: UInt64(step))
        return stream.bit(at: UInt64(i)) ? delta : -delta
      }
    }
  }

  private func product(
    _ x: [Number], outputs: Int, entry: (_ output: Int, _ input: Int) -> Number
  ) -> [Number] {
    (0..<outputs).map { i in
      problem.isSignDesign
        ? signSum(x) { entry(i, $0) < 0 }
        : x.indices.reduce(0) { $0.addingProduct(entry(i, $1), x[$1]) }
    }
  }

  /// ((g₀ + g₁) + (g₂ + g₃)) + ((g₄ + g₅) + (g₆ + g₇)) per block of 32, g = ((±x₀ ± x₁) ± x₂) ± x₃.
  private func signSum(_ x: [Number], isNegative: (Int) -> Bool) -> Number {
    var sum: Number = 0
    for start in stride(from: 0, to: x.count, by: 32) {
      func signed(_ j: Int) -> Number { j < x.count ? (isNegative(j) ? -x[j] : x[j]) : 0 }
      let g = (0..<8).map { group in
        let first = start + 4 * group
        return ((signed(first) + signed(first + 1)) + signed(first + 2)) + signed(first + 3)
      }
      sum += ((g[0] + g[1]) + (g[2] + g[3])) + ((g[4] + g[5]) + (g[6] + g[7]))
    }
    return sum
  }
}
