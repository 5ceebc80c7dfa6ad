/// A sequence of random blocks of 128 bits addressed by (seed, purpose, step, index).
///
/// The key is (low, high 32 bits of the seed), the counter (index mod 2³², index div 2³², step mod
/// 2³², purpose · 2²⁴ + step div 2³²). Creating a stream costs nothing, and reading at an index does
/// not depend on what was read before.
///
/// Address conventions, fixed for all time:
///
/// | what | purpose | step | where |
/// |---|---|---|---|
/// | sign design, entry (i, j), n × q | `design` | 0 | bit i·q + j |
/// | Gaussian design, entry (i, j) | `design` | 0 | normal i·q + j |
/// | support of a sparse truth of length d, t-th choice | `truth` | 0 | integer below d − t at index t |
/// | value of the t-th entry of the support, attempt a = 0, 1, … | `truth` | 1 + a | first uniform at index t |
/// | left factor of a p × p truth of rank r, entry (i, c) | `truth` | 0 | normal i·r + c |
/// | right factor, entry (j, c) | `truth` | 0 | normal p·r + j·r + c |
/// | initial parameters, coordinate j | `initialization` | 0 | normal j |
/// | label noise ±δ of sample i, or of draw b, at step k | `labelNoise` | k | bit i, or b |
/// | Gaussian label noise of sample i, or of draw b, at step k | `labelNoise` | k | normal i, or b |
/// | sphere design, entry (i, j) before its row is scaled | `design` | 0 | normal i·q + j |
/// | uniform design, entry (i, j) | `design` | 0 | first uniform at index i·q + j |
/// | one-hot design, t-th choice from row r on | `design` | 0 | integer below q − t at index r + t |
/// | sample of draw b of a minibatch at step k | `minibatch` | k | integer below n at index b |
/// | t-th choice of a minibatch without replacement | `minibatch` | k | integer below n − t at index t |
/// | t-th choice of the order of epoch e | `minibatch` | 2⁵⁵ + e | integer below n − t at index t |
/// | noise of gradient coordinate j at step k | `gradientNoise` | k | normal j |
///
/// Noise at step k, k = 1, 2, …, acts in the step leading from θ_{k−1} to θ_k.
/// Samples i, coordinates j, draws b, columns c, indices and bits count from 0.
public struct RandomStream: Hashable, Sendable {
  private let key: SIMD2<UInt32>
  private let stepLow: UInt32
  private let purposeAndStepHigh: UInt32

  /// The stream of one seed, purpose and step.
  ///
  /// - Parameters:
  ///   - seed: Any 64-bit number.
  ///   - purpose: What the numbers are for.
  ///   - step: The step they belong to, 0 for data that exist before the first step.
  /// - Precondition: `step < 2⁵⁶`.
  public init(seed: UInt64, purpose: Purpose, step: UInt64) {
    precondition(step >> 56 == 0, "the step of a random stream has at most 56 bits")
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    stepLow = UInt32(truncatingIfNeeded: step)
    purposeAndStepHigh = purpose.rawValue << 24 | UInt32(truncatingIfNeeded: step >> 32)
  }

  /// The words x₀, x₁, x₂, x₃ at an index.
  public func block(at index: UInt64) -> SIMD4<UInt32> {
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), stepLow,
      purposeAndStepHigh)
    return Philox4x32.block(counter: counter, key: key)
  }

  /// The blocks at eight indices from `first` on, a multiple of 8, words in the low halves of 64 bits.
  @inline(__always)
  func eightBlocks(from first: UInt64) -> Philox4x32.WideWords {
    let lanes = Philox4x32.Wide(0, 1, 2, 3, 4, 5, 6, 7)
    let high = UInt32(truncatingIfNeeded: first >> 32)
    return Philox4x32.blocks(
      counters: (
        lanes &+ Philox4x32.Wide(repeating: first & 0xffff_ffff),
        Philox4x32.Wide(repeating: UInt64(high)), Philox4x32.Wide(repeating: UInt64(stepLow)),
        Philox4x32.Wide(repeating: UInt64(purposeAndStepHigh))
      ), key: key)
  }
}
