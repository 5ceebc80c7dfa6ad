internal import CHDF5

extension Dataset {
  /// Writes all elements, in C order.
  ///
  /// The corresponding C function is `H5Dwrite`.
  ///
  /// - Parameter values: As many elements as the dataset has; one for a scalar.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: The counts agree.
  public func write(_ values: Span<Element>) throws(HDF5Error) {
    let count = try shape().elementCount
    precondition(values.count == count, "\(values.count) values for \(count) elements")
    try transfer(values, chdf5_all(), chdf5_all())
  }

  /// Writes all elements, in C order; see ``write(_:)-(Span<Element>)``.
  public func write(_ values: [Element]) throws(HDF5Error) {
    // Not `values.span`: Swift 6.3 may then drop the stores of an array that it keeps on the stack.
    try unsafe values.withUnsafeBufferPointer { buffer throws(HDF5Error) in
      try write(unsafe buffer.span)
    }
  }

  /// Writes some rows, in C order: indices of the first dimension, with all of the others.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab` and `H5Dwrite`.
  ///
  /// - Parameters:
  ///   - values: Shape `[rows.count]` followed by the dataset's shape without its first extent.
  ///   - rows: Which rows, counted from 0; may be empty.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: The dataset is not a scalar, `rows` lies inside it, and the counts agree.
  public func write(_ values: Span<Element>, rows: Range<Int>) throws(HDF5Error) {
    try write(values, rows: rows, ofShape: try shape())
  }

  /// Writes some rows as ``write(_:rows:)-(Span<Element>,_)`` does, of a dataset whose extents the
  /// caller knows; asking for them takes as long as writing a few rows.
  ///
  /// - Precondition: `shape` is ``DatasetObject/shape()``.
  public func write(
    _ values: Span<Element>, rows: Range<Int>, ofShape shape: [Int]
  ) throws(HDF5Error) {
    let selection = try selection(of: rows, in: shape)
    precondition(
      values.count == selection.elementCount,
      "\(values.count) values for \(selection.elementCount) elements")
    try transfer(values, selection.inMemory.id, selection.inFile.id)
  }

  /// Writes some rows, in C order; see ``write(_:rows:)-(Span<Element>,_)``.
  public func write(_ values: [Element], rows: Range<Int>) throws(HDF5Error) {
    // As above.
    try unsafe values.withUnsafeBufferPointer { buffer throws(HDF5Error) in
      try write(unsafe buffer.span, rows: rows)
    }
  }

  /// Reads all elements, in C order.
  ///
  /// The corresponding C function is `H5Dread`.
  ///
  /// - Returns: As many elements as the dataset has; one for a scalar.
  /// - Throws: ``HDF5Error``, also where the elements exceed the machine's memory.
  public func read() throws(HDF5Error) -> [Element] {
    try read(count: try shape().elementCount, chdf5_all(), chdf5_all())
  }

  /// Reads some rows, in C order: indices of the first dimension, with all of the others.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab` and `H5Dread`.
  ///
  /// - Parameter rows: Which rows, counted from 0; may be empty.
  /// - Returns: Shape `[rows.count]` followed by the dataset's shape without its first extent.
  /// - Throws: ``HDF5Error``, also where the elements exceed the machine's memory.
  /// - Precondition: The dataset is not a scalar, and `rows` lies inside it.
  public func read(rows: Range<Int>) throws(HDF5Error) -> [Element] {
    try read(rows: rows, ofShape: try shape())
  }

  /// Reads some rows as ``read(rows:)`` does, of a dataset whose extents the caller knows.
  ///
  /// - Precondition: `shape` is ``DatasetObject/shape()``.
  public func read(rows: Range<Int>, ofShape shape: [Int]) throws(HDF5Error) -> [Element] {
    if !shape.isEmpty && rows == 0..<shape[0] {
      return try read(count: shape.elementCount, chdf5_all(), chdf5_all())
    }
    let selection = try selection(of: rows, in: shape)
    return try read(
      count: selection.elementCount, selection.inMemory.id, selection.inFile.id)
  }

  private func transfer(
    _ values: Span<Element>, _ memorySpace: hid_t, _ fileSpace: hid_t
  ) throws(HDF5Error) {
    guard !values.isEmpty else { return }
    let id = self.id
    let type = Element.scalarType.memoryType
    _ = try unsafe values.withUnsafeBufferPointer { buffer throws(HDF5Error) in
      try check(
        unsafe H5Dwrite(
          id, type, memorySpace, fileSpace, chdf5_default_properties(), buffer.baseAddress),
        "H5Dwrite", on: describe(id))
    }
  }

  private func read(
    count: Int, _ memorySpace: hid_t, _ fileSpace: hid_t
  ) throws(HDF5Error) -> [Element] {
    let id = self.id
    try checkFits(
      elementCount: count, elementByteCount: MemoryLayout<Element>.stride, on: describe(id))
    guard count > 0 else { return [] }
    let type = Element.scalarType.memoryType
    // Errors pass through the array's closure as its result.
    var failure: HDF5Error?
    let values = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(HDF5Error) {
        try check(
          unsafe H5Dread(
            id, type, memorySpace, fileSpace, chdf5_default_properties(), buffer.baseAddress),
          "H5Dread", on: describe(id))
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return values
  }
}
