/// f = Z w(θ): a parametrization of a signal, and the products with a design.
final class LinearPrediction<Network: Parametrization & ~Copyable> {
  typealias Lanes = Network.Lanes

  let network: Network
  let products: LinearProducts<Lanes>
  /// w and ∂L/∂w, padded.
  private let signal: LaneStorage<Lanes>
  private let signalGradient: LaneStorage<Lanes>

  init(_ network: consuming Network, _ products: LinearProducts<Lanes>) {
    self.network = network
    self.products = products
    signal = LaneStorage(repeating: .zero, count: products.signalLength)
    signalGradient = LaneStorage(repeating: .zero, count: products.signalLength)
  }

  func predict(
    from theta: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    network.predict(from: theta, into: signal)
    products.predict(signal, into: predictions)
  }

  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    for chunk in products.chunks {
      products.pullBack(residuals, chunk, signalGradient, chunk.lowerBound)
    }
    network.pullBack(signalGradient, at: theta, into: gradient)
  }
}

extension Predictor {
  /// The predictions of a parametrization; `diagonal` is the same network where it is a diagonal net.
  init<Network: Parametrization<Lanes> & ~Copyable>(
    _ prediction: LinearPrediction<Network>, diagonal: DiagonalLinearNetwork<Lanes>? = nil
  ) {
    let products = prediction.products
    outputs = products.outputs
    counts = (
      prediction.network.parameterCount, products.predictionCount, products.residualCount
    )
    predict = { prediction.predict(from: $0, into: $1) }
    pullBack = { prediction.pullBack($0, at: $1, into: $2) }
    self.diagonal = diagonal.map { DiagonalAccess(network: $0, products: products) }
  }
}
