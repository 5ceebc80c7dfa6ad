import ElementaryFunctions
import RandomStreams

@testable import Training

/// One run trained by plain scalar loops, written apart from the lanes from the canonical orders as
/// documented: it must give the same bits.
struct ScalarReference<Number: BinaryFloatingPoint> {
  let problem: RegressionProblem
  let model: Model
  let optimizer: Optimizer
  let correctsBias: Bool
  let noise: NoiseSource
  private let isLogistic: Bool
  var parameters: LaneParameters
  private(set) var theta: [Number]
  private(set) var firstMoment: [Number]
  private(set) var secondMoment: [Number]
  private(set) var step = 0
  private var complements: (first: Number, second: Number) = (0, 0)
  private var buffer: [Number]
  private var centre: [Number]
  private var decayed: Number = 0
  private let sampling: Sampling
  private let normalizesAscent: Bool
  private let decouplesWeightDecay: Bool

  init(_ configuration: TrainingConfiguration, lane: Int) {
    problem = configuration.problem
    model = configuration.model
    // Of the kind alone, which it is compared by.
    optimizer = configuration.optimizer.correctingBias(false).decouplingWeightDecay(false)
    correctsBias = configuration.optimizer.correctsBias
    noise = configuration.noise
    isLogistic = configuration.loss == .logistic
    parameters = configuration.lanes[lane]
    theta = configuration.initialParameters.map { Number($0) }
    firstMoment = theta.map { _ in 0 }
    secondMoment = firstMoment
    (buffer, centre) = (firstMoment, firstMoment)
    sampling = configuration.sampling
    normalizesAscent = configuration.normalizesAscent
    decouplesWeightDecay = configuration.optimizer.decouplesWeightDecay
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
    var g = gradient(at: theta)
    if let radius = parameters.number(ifGiven: "sam_radius"), radius != 0 {
      let norm = squaredNorm(g).squareRoot()
      let scale = normalizesAscent ? (norm == 0 ? 0 : Number(radius) / norm) : Number(radius)
      g = gradient(at: zip(theta, g).map { $0.addingProduct(scale, $1) })
    }
    if let bound = parameters.number(ifGiven: "clip") {
      let factor = Number(bound) / (squaredNorm(g).squareRoot() + 1e-6)
      g = g.map { $0 * (factor < 1 ? factor : 1) }
    }
    if let decay = parameters.number(ifGiven: "weight_decay"), decay != 0 {
      if decouplesWeightDecay {
        let rate = -Number(parameters.stepSize * decay)
        theta = theta.map { $0.addingProduct(rate, $0) }
      } else {
        g = zip(g, theta).map { $0.addingProduct(Number(decay), $1) }
      }
    }
    update(gradient: g)
    if noise.kind is LangevinNoise {
      let scale = (2 * (parameters.stepSize * parameters.noiseScale)).squareRoot()
      theta = theta.indices.map { j in
        theta[j] + Number(scale * stream(.gradientNoise).normal(at: UInt64(j)))
      }
    }
  }

  private func gradient(at theta: [Number]) -> [Number] {
    let (n, q) = (problem.sampleCount, problem.signalCount)
    let network = ScalarNetwork(model, theta)
    let f = product(network.signal, outputs: n) { Number(problem.designEntry($0, $1)) }
    let r = residuals(f)
    let g = network.pullBack(product(r, outputs: q) { Number(problem.designEntry($1, $0)) })
    return gradientNoise.map { zip(g, $0).map { $0 + $1 } } ?? g
  }

  /// Sixteen chains, added by halves.
  private func squaredNorm(_ numbers: [Number]) -> Number {
    var chains = [Number](repeating: 0, count: 16)
    for (i, x) in numbers.enumerated() { chains[i % 16].addProduct(x, x) }
    while chains.count > 1 {
      let half = chains.count / 2
      chains = (0..<half).map { chains[$0] + chains[$0 + half] }
    }
    return chains[0]
  }

  private mutating func update(gradient: [Number]) {
    if updateAsLaterKinds(gradient: gradient) { return }
    let (b1, b2) = (1 - Number(parameters.beta1), Number(parameters.oneMinusBeta2))
    advanceComplements(b1, b2)
    let squares = meanSquares(gradient)
    if optimizer == .lion {
      for (p, g) in gradient.enumerated() {
        let c = mean(firstMoment[p], g, b1, Number(parameters.beta1))
        firstMoment[p] = mean(firstMoment[p], g, b2, Number(1 - parameters.oneMinusBeta2))
        let sign: Number = c.isFinite ? (c > 0 ? 1 : c < 0 ? -1 : 0) : .nan
        theta[p].addProduct(-Number(parameters.stepSize), sign)
      }
      return
    }
    for (p, g) in gradient.enumerated() {
      firstMoment[p] = mean(firstMoment[p], g, b1, Number(parameters.beta1))
      secondMoment[p] = mean(
        secondMoment[p], squares[p], b2, Number(1 - parameters.oneMinusBeta2))
      let numerator = optimizer == .rmsprop ? g : firstMoment[p] / complements.first
      let divisor = root(secondMoment[p] / complements.second) + Number(parameters.epsilon)
      theta[p].addProduct(
        -Number(parameters.stepSize), optimizer == .sgd ? g : numerator / divisor)
    }
  }

  private mutating func advanceComplements(_ b1: Number, _ b2: Number) {
    if correctsBias {
      complements.first.addProduct(b1, 1 - complements.first)
      complements.second.addProduct(b2, 1 - complements.second)
    } else {
      complements = (1, 1)
    }
  }

  /// The kinds that are none of the form of Adam; whether it is one of them.
  private mutating func updateAsLaterKinds(gradient: [Number]) -> Bool {
    let eta = -Number(parameters.stepSize)
    let epsilon = Number(parameters.epsilon)
    let (b1, b2) = (1 - Number(parameters.beta1), Number(parameters.oneMinusBeta2))
    let (d1, d2) = (Number(parameters.beta1), Number(1 - parameters.oneMinusBeta2))
    switch optimizer.kind {
    case let sgd as SGD where sgd.momentum != 0:
      let (mu, undamped) = (Number(sgd.momentum), 1 - Number(sgd.dampening))
      for (p, g) in gradient.enumerated() {
        let new = step == 1 ? g : undamped * g
        buffer[p] = new.addingProduct(mu, buffer[p])
        theta[p].addProduct(eta, sgd.isNesterov ? g.addingProduct(mu, buffer[p]) : buffer[p])
      }
    case let rms as RMSProp where rms.momentum != 0 || rms.isCentered:
      advanceComplements(b1, b2)
      for (p, g) in gradient.enumerated() {
        secondMoment[p] = mean(secondMoment[p], g * g, b2, d2)
        var w = secondMoment[p] / complements.second
        if rms.isCentered {
          centre[p] = mean(centre[p], g, b2, d2)
          let c = centre[p] / complements.second
          w.addProduct(-c, c)
          w = max(w, 0)
        }
        buffer[p] = (g / (w.squareRoot() + epsilon)).addingProduct(
          Number(rms.momentum), buffer[p])
        theta[p].addProduct(eta, buffer[p])
      }
    case let sign as SignSGD:
      let decay = Number(sign.momentum)
      for (p, g) in gradient.enumerated() {
        firstMoment[p] = sign.momentum == 0 ? g : mean(firstMoment[p], g, 1 - decay, decay)
        let m = firstMoment[p]
        theta[p].addProduct(eta, m.isFinite ? (m > 0 ? 1 : m < 0 ? -1 : 0) : .nan)
      }
    case let kind as NormalizedGD:
      let whole = [0..<gradient.count]
      for range in kind.isByBlock ? model.layout.blocks.map(\.range) : whole {
        let norm = squaredNorm(Array(gradient[range])).squareRoot()
        for p in range { theta[p].addProduct(eta, gradient[p] / (norm == 0 ? 1 : norm)) }
      }
    case is Adagrad:
      if step == 1 {
        let start = parameters.number(ifGiven: "initial_accumulator") ?? 0
        secondMoment = theta.map { _ in Number(start) }
      }
      for (p, g) in gradient.enumerated() {
        secondMoment[p].addProduct(g, g)
        theta[p].addProduct(eta, g / (secondMoment[p].squareRoot() + epsilon))
      }
    case is AMSGrad:
      advanceComplements(b1, b2)
      for (p, g) in gradient.enumerated() {
        firstMoment[p] = mean(firstMoment[p], g, b1, d1)
        secondMoment[p] = mean(secondMoment[p], g * g, b2, d2)
        buffer[p] = max(buffer[p], secondMoment[p])
        let divisor = buffer[p].squareRoot() / complements.second.squareRoot() + epsilon
        theta[p].addProduct(eta, firstMoment[p] / complements.first / divisor)
      }
    case is NAdam:
      let psi = parameters.number(ifGiven: "momentum_decay") ?? 0
      let factor = Number(Elementary.power(0.96, psi))
      func momentum(_ decayed: Number) -> Number {
        Number(parameters.beta1) * (1 - (psi == 0 ? 0 : 0.5) * (1 - decayed))
      }
      decayed = (1 - factor).addingProduct(decayed, factor)
      let (now, later) = (
        momentum(decayed), momentum((1 - factor).addingProduct(decayed, factor))
      )
      complements.first.addProduct(1 - now, 1 - complements.first)
      complements.second.addProduct(b2, 1 - complements.second)
      let next = complements.first.addingProduct(1 - later, 1 - complements.first)
      for (p, g) in gradient.enumerated() {
        firstMoment[p] = mean(firstMoment[p], g, b1, d1)
        secondMoment[p] = mean(secondMoment[p], g * g, b2, d2)
        let ahead = ((1 - now) / complements.first * g).addingProduct(
          later / next, firstMoment[p])
        let divisor = (secondMoment[p] / complements.second).squareRoot() + epsilon
        theta[p].addProduct(eta, ahead / divisor)
      }
    default: return false
    }
    return true
  }

  /// From the old value, or from the new one where that has the larger weight.
  private func mean(_ old: Number, _ new: Number, _ weight: Number, _ decay: Number) -> Number {
    weight > 0.5
      ? new.addingProduct(-decay, new - old) : old.addingProduct(weight, new - old)
  }

  /// What enters v for each parameter: g², or its mean over the parameter's block.
  private func meanSquares(_ gradient: [Number]) -> [Number] {
    guard let ends = blockEnds else { return gradient.map { $0 * $0 } }
    var (result, start): ([Number], Int) = ([], 0)
    for end in ends {
      var sum: Number = 0
      for g in gradient[start..<end] { sum.addProduct(g, g) }
      result += Array(repeating: sum / Number(end - start), count: end - start)
      start = end
    }
    return result
  }

  private var blockEnds: [Int]? {
    switch (optimizer.kind, model.kind) {
    case (is Adalayer, let net as DiagonalNet): [net.dimension, 2 * net.dimension]
    case (is Adalayer, let model as LinearModel): [model.dimension]
    case (let mini as AdamMini, let model as LinearModel):
      (1...model.dimension).filter {
        $0 % (mini.blockSize ?? model.dimension) == 0 || $0 == model.dimension
      }
    case (is Adalayer, let model as MatrixFactorization):
      layerEnds(model.dimension, model.width, model.depth)
    case (let mini as AdamMini, let net as DiagonalNet):
      pieceEnds(net.dimension, mini.blockSize ?? net.dimension)
    case (is AdamMini, let model as MatrixFactorization):
      rowEnds(model.dimension, model.width, model.depth)
    default: nil
    }
  }

  private func layerEnds(_ p: Int, _ h: Int, _ depth: Int) -> [Int] {
    (0..<depth).map { $0 == depth - 1 ? 2 * h * p + (depth - 2) * h * h : h * p + $0 * h * h }
  }

  private func pieceEnds(_ d: Int, _ size: Int) -> [Int] {
    (1...2 * d).filter { ($0 <= d ? $0 : $0 - d) % size == 0 || $0 % d == 0 }
  }

  private func rowEnds(_ p: Int, _ h: Int, _ depth: Int) -> [Int] {
    (1...h).map { $0 * p } + (0..<(depth - 2) * h).map { h * p + ($0 + 1) * h }
      + (1...p).map { h * p + (depth - 2) * h * h + $0 * h }
  }

  private func root(_ v: Number) -> Number {
    switch optimizer == .adamE ? parameters.exponent : 0.5 {
    case 0.5: v.squareRoot()
    case 0.25: v.squareRoot().squareRoot()
    case 0.75: v.squareRoot() * v.squareRoot().squareRoot()
    default: scalarPower(v, parameters.exponent)
    }
  }

  private func stream(_ purpose: Purpose) -> RandomStream {
    RandomStream(seed: parameters.noiseSeed, purpose: purpose, step: UInt64(step))
  }

  private func residuals(_ f: [Number]) -> [Number] {
    let n = problem.sampleCount
    func slope(_ i: Int, _ draw: Int) -> Number {
      let y = Number(problem.targets[i])
      return isLogistic ? logisticSlope(f[i], y) : (f[i] - y) - perturbation(draw)
    }
    guard let samples = drawnSamples else {
      return (0..<n).map { slope($0, $0) * (1 / Number(n)) }
    }
    var sums = f.map { _ in 0 as Number }
    for (b, i) in samples.enumerated() { sums[i] += slope(i, b) }
    return sums.prefix(n).map { $0 * (1 / Number(samples.count)) }
  }

  /// The samples of a minibatch, found anew at every step; nil for the full batch.
  private var drawnSamples: [Int]? {
    let n = problem.sampleCount
    switch sampling {
    case .full: return nil
    case .withReplacement(let batch):
      return (0..<batch).map { Int(stream(.minibatch).integer(below: UInt64(n), at: UInt64($0))) }
    case .withoutReplacement(let batch):
      return Array(shuffled(stream(.minibatch), batch)[..<batch])
    case .shuffled(let batch):
      let steps = (n + batch - 1) / batch
      let epoch = RandomStream(
        seed: parameters.noiseSeed, purpose: .minibatch,
        step: 1 << 55 + UInt64((step - 1) / steps))
      let first = (step - 1) % steps * batch
      return Array(shuffled(epoch, n - 1)[first..<min(first + batch, n)])
    }
  }

  private func shuffled(_ stream: RandomStream, _ count: Int) -> [Int] {
    let n = problem.sampleCount
    var order = Array(0..<n)
    for t in 0..<count {
      order.swapAt(t, t + Int(stream.integer(below: UInt64(n - t), at: UInt64(t))))
    }
    return order
  }

  /// −y σ(−yf), with the lanes' σ, which there is in double precision only; lanes subtract from 0
  /// where they change a sign.
  private func logisticSlope(_ f: Number, _ y: Number) -> Number {
    0 - y * Number(Elementary.sigmoid(Double(0 - y * f)))
  }

  private func perturbation(_ i: Int) -> Number {
    let delta = Number(parameters.noiseScale)
    switch noise.kind {
    case let given as GivenNoise: return given.signs[step - 1][i] > 0 ? delta : -delta
    case let label as LabelNoise where label.distribution == .rademacher:
      return stream(.labelNoise).bit(at: UInt64(i)) ? delta : -delta
    case is LabelNoise:
      return Number(parameters.noiseScale * stream(.labelNoise).normal(at: UInt64(i)))
    default: return 0
    }
  }

  private var gradientNoise: [Number]? {
    guard let kind = noise.kind as? GradientNoise else { return nil }
    return theta.indices.map { j in
      let sigma = kind.scales.map { $0[j] } ?? parameters.noiseScale
      return Number(sigma * stream(.gradientNoise).normal(at: UInt64(j)))
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
