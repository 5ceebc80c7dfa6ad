import RandomStreams

/// Numbers of the stream that starts are drawn from.
enum RandomStreamNumbers {
  static func normals(seed: UInt64, step: UInt64, count: Int) -> [Double] {
    RandomStream(seed: seed, purpose: .initialization, step: step).normals(count: count)
  }
}
