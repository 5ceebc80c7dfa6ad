internal import CHDF5
internal import Glibc

/// Refuses a read that cannot fit, so that a file claiming an absurd shape is an error and not the
/// end of the process.
///
/// The limit is the machine's physical memory: no read that could succeed is refused.
func checkFits(
  elementCount: Int, elementByteCount: Int, on object: @autoclosure () -> String
) throws(HDF5Error) {
  let (byteCount, overflow) = elementCount.multipliedReportingOverflow(by: elementByteCount)
  guard !overflow, byteCount <= machineMemory else {
    throw HDF5Error(
      refusing: "H5Dread", on: object(),
      "\(elementCount) elements of \(elementByteCount) bytes exceed the memory of this machine")
  }
}

/// The machine's physical memory in bytes.
private let machineMemory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
