import CLaneIntrinsics

/// A floating-point type with tables of sixteen in registers.
///
/// Look-ups give their sixteen results in an order of their own, "table order", which saves
/// exchanging them after each; ``naturalOrder(_:)`` does it once for their sum.
protocol LookupScalar: LaneScalar {
  /// Entry (word >> 4 · nibble) mod 16 of the table for each word, in table order.
  static func lookUp(
    _ words: SIMD16<UInt32>, nibble: Int32, in table: SIMD16<Self>
  ) -> SIMD16<Self>

  /// The elements in the order of the words, from table order.
  static func naturalOrder(_ elements: SIMD16<Self>) -> SIMD16<Self>

  /// The sums of sixteen rows of a dense design after sixteen columns, entries from `first` on, in
  /// sequence.
  static func addTile(
    _ entries: borrowing LaneStorage<Self>, _ first: Int,
    times weights: borrowing LaneStorage<SIMD16<Self>>, _ index: Int, to sums: SIMD16<Self>
  ) -> SIMD16<Self>
}

extension SIMD16 where Scalar: LookupScalar {
  typealias Bits = MaskStorage

  /// All bits of the lanes of the last vector that hold something, where `count` elements fill vectors
  /// one after the other.
  static func bitsOfLast(ofCount count: Int) -> Bits {
    bits { $0 <= (count - 1) % 16 }
  }

  /// The lanes with all bits, and +0 in those with none; a mask's `replacing` goes lane by lane here.
  @inline(__always)
  func keeping(_ bits: Bits) -> Self {
    unsafe unsafeBitCast(unsafeBitCast(self, to: Bits.self) & bits, to: Self.self)
  }
}

extension Float: LookupScalar {
  @inline(__always)
  static func lookUp(
    _ words: SIMD16<UInt32>, nibble: Int32, in table: SIMD16<Float>
  ) -> SIMD16<Float> {
    lane_lookup_float16(table, words, nibble)
  }

  @inline(__always)
  static func naturalOrder(_ elements: SIMD16<Float>) -> SIMD16<Float> { elements }

  @inline(__always)
  static func addTile(
    _ entries: borrowing LaneStorage<Float>, _ first: Int,
    times weights: borrowing LaneStorage<SIMD16<Float>>, _ index: Int, to sums: SIMD16<Float>
  ) -> SIMD16<Float> {
    entries.addTile(first, times: weights, index, to: sums)
  }
}

extension Double: LookupScalar {
  /// The even words first, then the odd ones, which are the high halves of 64-bit lanes.
  @inline(__always)
  static func lookUp(
    _ words: SIMD16<UInt32>, nibble: Int32, in table: SIMD16<Double>
  ) -> SIMD16<Double> {
    let pairs = unsafe unsafeBitCast(words, to: SIMD8<UInt64>.self)
    let (low, high) = (table.lowHalf, table.highHalf)
    return SIMD16(
      lowHalf: lane_lookup_double8(low, high, pairs, nibble),
      highHalf: lane_lookup_double8(low, high, pairs, nibble + 8))
  }

  @inline(__always)
  static func naturalOrder(_ elements: SIMD16<Double>) -> SIMD16<Double> {
    var result = SIMD16<Double>()
    result.evenHalf = elements.lowHalf
    result.oddHalf = elements.highHalf
    return result
  }
  @inline(__always)
  static func addTile(
    _ entries: borrowing LaneStorage<Double>, _ first: Int,
    times weights: borrowing LaneStorage<SIMD16<Double>>, _ index: Int, to sums: SIMD16<Double>
  ) -> SIMD16<Double> {
    SIMD16(
      lowHalf: entries.addTile(first, times: weights, index, to: sums.lowHalf),
      highHalf: entries.addTile(first &+ 128, times: weights, index, to: sums.highHalf))
  }
}
