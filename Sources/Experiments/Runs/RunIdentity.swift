public import Digests
internal import Parameters
public import Sweeps

/// What makes two runs the same, in whichever sweeps they are: every value that was read while their
/// parts were made, and what they record when.
///
/// Runs of equal identity have equal records, bit for bit.
public struct RunIdentity: Hashable, Sendable {
  /// SHA-256 of the canonical text of all that counts.
  public let digest: SHA256Digest

  /// The identity of a run with its record plan.
  public init(_ run: Run, plan: RecordPlan) {
    let values = run.values.sorted { $0.key < $1.key }.map {
      "\($0.key) \(Self.bits(of: $0.value))"
    }
    let snapshots = plan.snapshotSteps(horizon: run.steps, effectiveStep: run.effectiveStep)
    let record =
      "record \(plan.signal) \(plan.projection) \(Self.bits(of: .real(plan.supportThreshold))) "
      + "\(snapshots)"
    // What every sweep has counts with the program that has it.
    let chosen =
      [plan.only, plan.also].compactMap { $0 }.map { "\($0)" }
      + (plan.parameters.map { ["parameters \($0)"] } ?? [])
      + (plan.end.map { ["end \($0.quantity) \(Self.bits(of: .real($0.bound))) \($0.isAbove)"] }
        ?? [])
      + (plan.averages.map {
        ["averages \(Self.bits(of: .real($0.decay ?? 0))) \(Self.bits(of: .real($0.tail ?? 0)))"]
      } ?? [])
      + (plan.formulas ?? []).map { "formula \($0.name) \(Self.bits(of: .text($0.text)))" }
    digest = .of((values + [record] + chosen).joined(separator: "\n"))
  }

  /// A value with all its bits, so that 0.1 + 0.2 and 0.3 are different; text with its length, so that
  /// no text reads like more lines.
  private static func bits(of value: Value) -> String {
    switch value {
    case .integer(let number): "i\(number)"
    case .real(let number): "r" + String(number.bitPattern, radix: 16)
    case .seed(let seed): "s\(seed)"
    case .text(let text): "t\(text.utf8.count) \(text)"
    }
  }
}
