import CLaneIntrinsics

/// Runs a part of training in which numbers below the normal range are 0, arguments and results.
///
/// A coordinate that dies out halves forever; without this, it and its moments would end below
/// 2⁻¹⁰²² (2⁻¹²⁶ in single precision), where a processor takes a hundred cycles for each operation.
/// It is a rule of the arithmetic, the same for every vector width, and so belongs to the canonical
/// order of operations. Not inlined, so that no operation moves out of it or in.
@inline(never)
func flushingSubnormals<Result>(_ body: () -> Result) -> Result {
  let mode = lane_flush_subnormals()
  defer { lane_restore_subnormals(mode) }
  return body()
}
