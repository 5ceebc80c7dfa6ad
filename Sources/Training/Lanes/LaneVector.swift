/// A floating-point type the runs of a lane-batch are computed in.
protocol LaneScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable, BitwiseCopyable {}

extension Float: LaneScalar {}
extension Double: LaneScalar {}

/// A vector with one run in each lane, or sixteen numbers of one run.
///
/// Every operation is elementwise, so a lane has the same bits at every width and in any company.
protocol LaneVector: SIMD where Scalar: LaneScalar {
  /// The sum of the lanes, by halves; comparisons of whole vectors go lane by lane.
  var total: Scalar { get }
}

extension SIMD2: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { x + y }
}
extension SIMD4: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { (lowHalf + highHalf).total }
}
extension SIMD8: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { (lowHalf + highHalf).total }
}
extension SIMD16: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { (lowHalf + highHalf).total }
}

extension LaneVector {
  /// The vector of `values` in the precision of the lanes; values beyond the width are ignored,
  /// missing ones repeat the last, so that an empty lane does what its neighbour does.
  init(lanes values: [Double]) {
    precondition(!values.isEmpty, "a lane vector needs at least one value")
    self.init()
    for k in 0..<Self.scalarCount { self[k] = Scalar(values[Swift.min(k, values.count - 1)]) }
  }

  /// The first values, rounded to the precision of the lanes.
  @inline(__always)
  init(rounding values: SIMD16<Double>) {
    self.init()
    for k in 0..<Self.scalarCount { self[k] = Scalar(values[k]) }
  }

  /// All bits of the lanes that belong to something, none of the others.
  static func bits(where belongs: (_ lane: Int) -> Bool) -> MaskStorage {
    var bits = MaskStorage.zero
    for k in 0..<Self.scalarCount where belongs(k) { bits[k] = -1 }
    return bits
  }

  /// All bits of the lanes whose sign is −, that of −0 included, none of the others.
  @inline(__always)
  var signs: MaskStorage {
    let bits = unsafe unsafeBitCast(self, to: MaskStorage.self)
    return bits &>> MaskStorage(repeating: MaskStorage.Scalar(MaskStorage.Scalar.bitWidth - 1))
  }

  /// The lanes of `other` where the bits of `mask` are set.
  ///
  /// Masks of Swift go lane by lane.
  @inline(__always)
  func replacing(with other: Self, whereSet mask: MaskStorage) -> Self {
    let (mine, theirs) = unsafe (
      unsafeBitCast(self, to: MaskStorage.self), unsafeBitCast(other, to: MaskStorage.self)
    )
    return unsafe unsafeBitCast((mine & ~mask) | (theirs & mask), to: Self.self)
  }
}
