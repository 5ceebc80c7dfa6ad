/// The restartable state of a lane-batch after some step: θ, the moments, the bias complements and
/// the divergence of every run.
///
/// It is a function of the configuration and of the number of steps alone: the bytes are the same on
/// every processor and however the runs were laid out in vectors, so that a batch may be suspended on
/// one machine and resumed on another. The numbers of a run that has diverged are not kept.
///
/// Bytes, little-endian, all fields of 8 bytes: a magic number that holds the version; the
/// configuration's fingerprint; steps done; number of runs; numbers of each run; bytes of each number
/// (4 or 8). Then for every run the step it diverged at or 0, and its numbers: θ, then what the
/// optimizer remembers. Then zeros up to a multiple of 8, and a digest of all words before it.
public struct TrainingState: Hashable, Sendable {
  /// The state as bytes, exact; see above.
  public let bytes: [UInt8]
  /// The steps that lie behind it, ≥ 0.
  public let stepsDone: Int

  /// "Thalweg" and the version of the format, 1.
  private static let magic: UInt64 = 0x0167_6577_6c61_6854
  private static let headerCount = 48

  /// A state read back, or nil for bytes that are cut short, damaged or of another version.
  ///
  /// - Parameter bytes: What ``bytes`` was.
  public init?(bytes: [UInt8]) {
    guard
      bytes.count >= Self.headerCount + 8, bytes.count % 8 == 0,
      bytes.word(at: 0) == Self.magic,
      bytes.word(at: bytes.count - 8) == Self.digest(of: bytes, count: bytes.count - 8),
      let stepsDone = Int(exactly: bytes.word(at: 16))
    else { return nil }
    self.bytes = bytes
    self.stepsDone = stepsDone
  }

  /// The state of the given runs.
  init(_ runs: [RunState], of configuration: TrainingConfiguration, stepsDone: Int) {
    let valueCount = runs.first?.values.count ?? 0
    let size = configuration.precision == .float32 ? 4 : 8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount(runs.count, valueCount, size))
    bytes.append(word: Self.magic)
    bytes.append(word: configuration.fingerprint)
    for number in [stepsDone, runs.count, valueCount, size] {
      bytes.append(word: UInt64(number))
    }
    for run in runs {
      precondition(run.values.count == valueCount)
      bytes.append(word: UInt64(run.divergenceStep ?? 0))
      for value in run.values {
        if size == 4 {
          bytes.append(half: Float(value).bitPattern)
        } else {
          bytes.append(word: value.bitPattern)
        }
      }
    }
    while bytes.count % 8 != 0 { bytes.append(0) }
    bytes.append(word: Self.digest(of: bytes, count: bytes.count))
    self.bytes = bytes
    self.stepsDone = stepsDone
  }

  /// Whether it is a state of this configuration, whose number of steps and steps to record may
  /// have been changed.
  ///
  /// - Complexity: O(n·q + P).
  public func fits(_ configuration: TrainingConfiguration) -> Bool {
    stepsDone <= configuration.steps && runs(of: configuration) != nil
  }

  /// The runs in the order of the configuration, or nil if this is the state of another one.
  func runs(of configuration: TrainingConfiguration) -> [RunState]? {
    let valueCount = configuration.stateLayout.valueCount
    let size = configuration.precision == .float32 ? 4 : 8
    let expected = [configuration.lanes.count, valueCount, size]
    guard
      bytes.word(at: 8) == configuration.fingerprint,
      expected.indices.allSatisfy({ bytes.word(at: 24 + 8 * $0) == UInt64(expected[$0]) }),
      bytes.count == Self.byteCount(configuration.lanes.count, valueCount, size)
    else { return nil }
    var position = Self.headerCount
    var runs: [RunState] = []
    for _ in configuration.lanes {
      guard let step = Int(exactly: bytes.word(at: position)), step <= stepsDone else {
        return nil
      }
      position += 8
      var values: [Double] = []
      values.reserveCapacity(valueCount)
      for _ in 0..<valueCount {
        values.append(
          size == 4
            ? Double(Float(bitPattern: bytes.half(at: position)))
            : Double(bitPattern: bytes.word(at: position)))
        position += size
      }
      runs.append(RunState(divergenceStep: step == 0 ? nil : step, values: values))
    }
    return runs
  }

  private static func byteCount(_ runCount: Int, _ valueCount: Int, _ size: Int) -> Int {
    headerCount + (runCount * (8 + valueCount * size) + 7) / 8 * 8 + 8
  }

  private static func digest(of bytes: [UInt8], count: Int) -> UInt64 {
    var digest = WordDigest()
    for position in stride(from: 0, to: count, by: 8) {
      digest.combine(bytes.word(at: position))
    }
    return digest.value
  }
}

extension [UInt8] {
  /// Four bytes, the low one first.
  fileprivate func half(at position: Int) -> UInt32 {
    var value: UInt32 = 0
    for k in 0..<4 { value |= UInt32(self[position + k]) << UInt32(8 * k) }
    return value
  }

  /// Eight bytes, the low one first.
  fileprivate func word(at position: Int) -> UInt64 {
    UInt64(half(at: position)) | UInt64(half(at: position + 4)) << 32
  }

  fileprivate mutating func append(half: UInt32) {
    for k in 0..<4 { append(UInt8(truncatingIfNeeded: half >> UInt32(8 * k))) }
  }

  fileprivate mutating func append(word: UInt64) {
    append(half: UInt32(truncatingIfNeeded: word))
    append(half: UInt32(truncatingIfNeeded: word >> 32))
  }
}
