/// The label of a message, by which a receiver may choose.
public struct Tag: Hashable, Sendable {
  /// The label, from 0 to 32767: what every MPI has to support (MPI-3.1 §3.2.3).
  public var number: Int

  /// Makes a tag.
  ///
  /// - Precondition: 0 ≤ `number` ≤ 32767.
  public init(_ number: Int) {
    precondition((0...32767).contains(number), "tag \(number) is out of range")
    self.number = number
  }
}
