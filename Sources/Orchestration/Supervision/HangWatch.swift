/// Finds workers that neither speak nor compute.
///
/// Silence is counted in the coordinator's own waking time, so that a coordinator that was suspended
/// together with its workers blames nobody for it.
struct HangWatch {
  private struct Silence {
    var seconds = 0.0
    var processorTicks: Int?
  }

  /// Seconds of silence and of a standing processor time that count as hung.
  private let limit: Double
  private var silences: [Int: Silence] = [:]
  private var lastLook: Double?

  /// The most that one look adds: looks are far more frequent while the coordinator is awake.
  private static let largestStep = 1.0

  init(limit: Double) { self.limit = limit }

  /// A worker spoke, or has nothing to do.
  mutating func hear(_ worker: Int) { silences[worker] = nil }

  /// Looks at the workers that are computing.
  ///
  /// - Parameters:
  ///   - workers: Those that have shards.
  ///   - now: The time on a clock that never jumps, in seconds.
  ///   - statistics: What the kernel says of a worker; nil where it cannot be asked.
  /// - Returns: Those that hang.
  mutating func look(
    at workers: some Sequence<Int>, now: Double, statistics: (Int) -> ProcessStatistics?
  ) -> [Int] {
    let step = min(now - (lastLook ?? now), Self.largestStep)
    lastLook = now
    var hung: [Int] = []
    for worker in workers {
      var silence = silences[worker] ?? Silence()
      silence.seconds += step
      defer { silences[worker] = silence }
      // Asking the kernel costs more than counting, so the first question comes at half the limit.
      guard silence.seconds >= limit / 2 else { continue }
      if silence.processorTicks == nil {
        silence.processorTicks = statistics(worker)?.processorTicks
      }
      guard silence.seconds >= limit else { continue }
      guard let found = statistics(worker), found.processorTicks == silence.processorTicks,
        found.state != "D"
      else {
        // It computes, or waits for a disk, which is not its doing.
        silence = Silence()
        continue
      }
      hung.append(worker)
      silence = Silence()
    }
    return hung
  }
}
