/// A buffer of fixed length on a boundary of 64 bytes, freed with its owner.
///
/// The one place of this module that touches raw memory. It behaves like a C array: whoever may see
/// it may write it, so that kernels take it `borrowing` and its address stays in a register.
/// Accesses are checked in debug builds; every kernel checks the counts it relies on once, before
/// its loop.
@safe struct LaneStorage<Element>: ~Copyable {
  /// Number of elements.
  let count: Int
  private let base: UnsafeMutablePointer<Element>

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

  /// Swift aligns vectors to 16 bytes, but one that straddles two cache lines costs two accesses.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    precondition(count >= 0, "a buffer cannot have a negative length")
    let size = max(count, 1) * MemoryLayout<Element>.stride
    return unsafe UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
      .bindMemory(to: Element.self, capacity: max(count, 1))
  }
}
