internal import CHDF5

/// Makes one call into HDF5 and turns a negative return code into an ``HDF5Error``.
///
/// Every call that can fail passes here; nobody else compares a code with zero. The error stack is
/// silenced before the call, because silencing holds for one thread only and a handle may be used
/// on any thread.
///
/// - Parameters:
///   - call: The call; evaluated once.
///   - function: The name of the C function.
///   - object: What it acts on, `file:path`; evaluated only when the call failed.
/// - Returns: The code, which is not negative.
/// - Throws: ``HDF5Error`` for a negative code.
@discardableResult
func check<Code: SignedInteger>(
  _ call: @autoclosure () -> Code, _ function: String, on object: @autoclosure () -> String
) throws(HDF5Error) -> Code {
  let code = silently(call())
  guard code < 0 else { return code }
  let frames = takeErrorStack()
  throw HDF5Error(function: function, object: object(), frames: frames)
}

/// Makes one call into HDF5 without the library printing its error stack; the code is the caller's.
@discardableResult
func silently<Code: BinaryInteger>(_ call: @autoclosure () -> Code) -> Code {
  libraryStaysAtExit
  chdf5_silence_thread()
  return call()
}

/// Keeps the library from cleaning up when the process exits; done once, before the first call.
///
/// Its clean-up closes again what failed to close, and 1.10.8 then reads freed memory: after a full
/// disk the process would end in a segmentation fault. Files are closed by their owners here.
///
/// The corresponding C function is `H5dont_atexit`. It fails, without harm, where other code of the
/// process has called HDF5 before.
private let libraryStaysAtExit: Void = { _ = H5dont_atexit() }()
