import CLaneIntrinsics

#if canImport(Glibc)
import Glibc
#endif

/// A buffer of fixed length on a boundary of 64 bytes, freed with its owner.
///
/// The one place of this module that touches raw memory. It behaves like a C array: whoever may see
/// it may write it, so that kernels take it `borrowing` and its address stays in a register.
/// Accesses are checked in debug builds; every kernel checks the counts it relies on once, before
/// its loop.
@safe struct LaneStorage<Element>: ~Copyable {
  /// Number of elements.
  let count: Int
  fileprivate let base: UnsafeMutablePointer<Element>

  /// A buffer filled with one value.
  init(repeating value: Element, count: Int) {
    self.count = count
    unsafe base = Self.allocate(count)
    unsafe base.initialize(repeating: value, count: count)
  }

  /// A copy of an array.
  init(_ elements: [Element]) {
    count = elements.count
    unsafe base = Self.allocate(elements.count)
    for i in 0..<count { unsafe (base + i).initialize(to: elements[i]) }
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe UnsafeMutableRawPointer(base).deallocate()
  }

  /// The element at an index in 0..<count, unchecked in optimized builds.
  subscript(index: Int) -> Element {
    @inline(__always) get {
      assert(index >= 0 && index < count)
      return unsafe base[index]
    }
    @inline(__always) nonmutating set {
      assert(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  /// Fetches the cache line of an element, if there is one of this index.
  @inline(__always)
  func prefetch(_ index: Int) { unsafe lane_prefetch(base + index) }

  /// Swift aligns vectors to 16 bytes, but one that straddles two cache lines costs two accesses.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    precondition(count >= 0, "a buffer cannot have a negative length")
    let size = max(count, 1) * MemoryLayout<Element>.stride
    let hugePage = 1 << 21
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: size >= 2 * hugePage ? hugePage : 64)
    // Streams stumble at the end of each page; large pages are a wish that may be refused.
    if size >= 2 * hugePage { _ = unsafe madvise(memory, size, MADV_HUGEPAGE) }
    return unsafe memory.bindMemory(to: Element.self, capacity: max(count, 1))
  }
}

extension LaneStorage {
  /// The address of an element at an index in 0...count, for functions of `CLaneIntrinsics`; unchecked in
  /// optimized builds.
  @inline(__always)
  func address(_ index: Int) -> UnsafeMutablePointer<Element> {
    assert(index >= 0 && index <= count)
    return unsafe base + index
  }
}

extension LaneStorage {
  /// Reads elements at fixed distances through one register; see `lane_one_register`.
  @safe struct Reader {
    fileprivate let base: UnsafePointer<Element>
    fileprivate let count: Int

    /// The element at an index in 0..<count, unchecked in optimized builds.
    @inline(__always)
    subscript(index: Int) -> Element {
      assert(index >= 0 && index < count)
      return unsafe base[index]
    }
  }

  /// A reader that must not outlive its storage.
  @inline(__always)
  var reader: Reader {
    unsafe Reader(
      base: lane_one_register(base).assumingMemoryBound(to: Element.self), count: count)
  }
}

/// Elements from an address on, as kernels see them that choose their buffers when they run.
///
/// It must not outlive its storage. What it reads and writes lies in buffers whose lengths were checked
/// when the kernel's places were chosen.
@safe struct LaneCells<Element> {
  fileprivate let base: UnsafeMutablePointer<Element>

  /// The element at an index, unchecked.
  @inline(__always)
  subscript(index: Int) -> Element {
    get { unsafe base[index] }
    nonmutating set { unsafe base[index] = newValue }
  }

  /// The elements from another one on.
  @inline(__always)
  func advanced(by distance: Int) -> LaneCells { unsafe LaneCells(base: base + distance) }

  /// Some elements that live as long as a closure, on the stack where they are few; each is written before it
  /// is read.
  @inline(__always)
  static func withTemporary<Result>(
    count: Int, _ body: (LaneCells) -> Result
  ) -> Result where Element: LaneVector {
    unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { buffer in
      guard let base = buffer.baseAddress else {
        preconditionFailure("there is room for an element")
      }
      return body(unsafe LaneCells(base: base))
    }
  }

  /// The address of the first element, for functions of `CLaneIntrinsics`.
  @inline(__always)
  var address: UnsafeMutablePointer<Element> { unsafe base }
}

extension LaneCells where Element: LaneVector {
  /// The numbers in the lanes, one behind the other.
  @inline(__always)
  var numbers: LaneCells<Element.Scalar> {
    unsafe LaneCells<Element.Scalar>(
      base: UnsafeMutableRawPointer(base).assumingMemoryBound(to: Element.Scalar.self))
  }
}

extension LaneStorage {
  /// All elements, to a kernel.
  @inline(__always)
  var cells: LaneCells<Element> { unsafe LaneCells(base: base) }
}

extension LaneStorage where Element: LaneVector {
  /// Lane `index % width` of element `index / width`, for an index in 0..<count · width; unchecked in
  /// optimized builds.
  @inline(__always)
  func scalar(_ index: Int) -> Element.Scalar {
    assert(index >= 0 && index < count * Element.scalarCount)
    return unsafe UnsafeRawPointer(base)
      .loadUnaligned(
        fromByteOffset: index &* MemoryLayout<Element.Scalar>.stride, as: Element.Scalar.self)
  }

  /// Replaces what ``scalar(_:)`` reads; unchecked in optimized builds.
  @inline(__always)
  func setScalar(_ index: Int, _ value: Element.Scalar) {
    assert(index >= 0 && index < count * Element.scalarCount)
    unsafe UnsafeMutableRawPointer(base)
      .storeBytes(
        of: value, toByteOffset: index &* MemoryLayout<Element.Scalar>.stride,
        as: Element.Scalar.self)
  }

  /// Scalars `first ..< first + width`, unchecked in optimized builds.
  @inline(__always)
  func load<Vector: LaneVector>(
    _ first: Int, as _: Vector.Type
  ) -> Vector where Vector.Scalar == Element.Scalar {
    assert(first >= 0 && first + Vector.scalarCount <= count * Element.scalarCount)
    return unsafe UnsafeRawPointer(base)
      .loadUnaligned(
        fromByteOffset: first &* MemoryLayout<Element.Scalar>.stride, as: Vector.self)
  }

  /// Replaces what ``load(_:as:)`` reads; unchecked in optimized builds.
  @inline(__always)
  func store<Vector: LaneVector>(
    _ value: Vector, at first: Int
  ) where Vector.Scalar == Element.Scalar {
    assert(first >= 0 && first + Vector.scalarCount <= count * Element.scalarCount)
    unsafe UnsafeMutableRawPointer(base)
      .storeBytes(
        of: value, toByteOffset: first &* MemoryLayout<Element.Scalar>.stride, as: Vector.self)
  }

  /// Lets the lanes from `count` ≥ 1 on do what the one before them does, in some vectors.
  func repeatLane(from count: Int, in vectors: Range<Int>) {
    for index in vectors {
      for lane in count..<Element.scalarCount { self[index][lane] = self[index][count - 1] }
    }
  }

  /// Repeats the last of some scalars to the end of its vector.
  func repeatLast(of scalars: Range<Int>) {
    let (last, width) = (scalars.upperBound - 1, Element.scalarCount)
    for index in last + 1..<(last / width + 1) * width { setScalar(index, scalar(last)) }
  }
}

extension LaneStorage where Element == Double {
  /// The sums of eight rows after a tile; see `lane_tile_double8`.
  ///
  /// - Precondition: `first + 128` entries and vector `index` of the weights are there; unchecked.
  @inline(__always)
  func addTile(
    _ first: Int, times weights: borrowing LaneStorage<SIMD16<Double>>, _ index: Int,
    to sums: SIMD8<Double>
  ) -> SIMD8<Double> {
    unsafe lane_tile_double8(
      base + first, UnsafeRawPointer(weights.base + index).assumingMemoryBound(to: Double.self),
      sums)
  }
}

extension LaneStorage where Element == Float {
  /// The sums of sixteen rows after a tile; see `lane_tile_float16`.
  ///
  /// - Precondition: `first + 256` entries and vector `index` of the weights are there; unchecked.
  @inline(__always)
  func addTile(
    _ first: Int, times weights: borrowing LaneStorage<SIMD16<Float>>, _ index: Int,
    to sums: SIMD16<Float>
  ) -> SIMD16<Float> {
    unsafe lane_tile_float16(
      base + first, UnsafeRawPointer(weights.base + index).assumingMemoryBound(to: Float.self),
      sums)
  }
}

extension LaneStorage where Element: LaneScalar {
  /// Elements `first ..< first + 16`, unchecked in optimized builds.
  @inline(__always)
  func sixteen(_ first: Int) -> SIMD16<Element> {
    assert(first >= 0 && first + 16 <= count)
    return unsafe UnsafeRawPointer(base + first).loadUnaligned(as: SIMD16<Element>.self)
  }
}
