/// The average loss of one window of training after the other; see ``TrainedStart``.
struct WindowLoss: Hashable, Sendable {
  /// Losses of the present window so far.
  private(set) var sum = 0.0
  /// How many.
  private(set) var count = 0
  /// The average of the window before; ∞ for the first.
  private(set) var previous = Double.infinity

  /// Before the first window.
  init() {}

  /// One as it was.
  init(sum: Double, count: Int, previous: Double) {
    (self.sum, self.count, self.previous) = (sum, count, previous)
  }

  /// Takes in one of a window's losses; true at the end of a window that brought less than 1 %.
  mutating func add(_ loss: Double, samples: Int) -> Bool {
    sum += loss
    count += 1
    guard count == samples else { return false }
    let average = sum / Double(samples)
    defer { (sum, count, previous) = (0, 0, average) }
    return average >= 0.99 * previous
  }
}
