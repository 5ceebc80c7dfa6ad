/// What an optimizer keeps from a step to the next, as named arrays in the order of a checkpoint.
///
/// Checkpoints, v₀ and what snapshots call v follow from it.
struct StateLayout: Hashable, Sendable {
  /// How many numbers an array has.
  enum Extent: Hashable, Sendable {
    /// One for each parameter.
    case perParameter
    /// One for each range of parameters; the ranges cover the parameters in order.
    case perBlock([Range<Int>])
    /// So many for all parameters together.
    case shared(Int)
  }

  /// One array.
  struct Entry: Hashable, Sendable {
    let name: String
    let extent: Extent
  }

  /// P.
  let parameterCount: Int
  /// The arrays.
  let entries: [Entry]

  /// Arrays by name.
  init(parameterCount: Int, _ arrays: [(String, Extent)]) {
    self.parameterCount = parameterCount
    entries = arrays.map { Entry(name: $0.0, extent: $0.1) }
  }

  /// The same with further arrays.
  func with(_ arrays: [(String, Extent)]) -> StateLayout {
    StateLayout(parameterCount: parameterCount, entries.map { ($0.name, $0.extent) } + arrays)
  }

  /// The numbers of an array.
  func count(_ extent: Extent) -> Int {
    switch extent {
    case .perParameter: parameterCount
    case .perBlock(let blocks): blocks.count
    case .shared(let count): count
    }
  }

  /// The length of ``RunState/values``: θ and all arrays.
  var valueCount: Int { entries.reduce(parameterCount) { $0 + count($1.extent) } }

  /// An array and where it lies in ``RunState/values``, or nil if none has this name.
  func entry(named name: String) -> (entry: Entry, range: Range<Int>)? {
    var first = parameterCount
    for entry in entries {
      let range = first..<first + count(entry.extent)
      if entry.name == name { return (entry, range) }
      first = range.upperBound
    }
    return nil
  }

  /// The values of an array for each parameter: its own, or that of its block.
  func spread(_ values: [Double], _ extent: Extent) -> [Double] {
    switch extent {
    case .perParameter: values
    case .perBlock(let blocks):
      zip(blocks, values).flatMap { block, value in block.map { _ in value } }
    case .shared: preconditionFailure("a shared array belongs to no parameter")
    }
  }

  /// The numbers of an array from one for each parameter: its own, or the mean over its block.
  func gathered(_ values: [Double], _ extent: Extent) -> [Double] {
    switch extent {
    case .perParameter: values
    case .perBlock(let blocks):
      blocks.map { block in block.reduce(0) { $0 + values[$1] } / Double(block.count) }
    case .shared: preconditionFailure("a shared array belongs to no parameter")
    }
  }
}

extension StateLayout {
  /// The bias complements c₁ and c₂, the first moment m, the second moment v.
  ///
  /// Rules name their arrays so; v is what snapshots record and what a given v₀ replaces.
  enum Name {
    static let complements = "c"
    static let firstMoment = "m"
    static let secondMoment = "v"
    /// L and R of every matrix.
    static let squares = "L and R"
    /// The buffer of momentum.
    static let buffer = "b"
    /// The average of gradients that a second moment is centered by.
    static let centre = "g"
    /// The largest second moment so far.
    static let largest = "vmax"
    /// The average of θ, which no optimizer keeps.
    static let average = "average of θ"
  }
}
