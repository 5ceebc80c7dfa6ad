public import Sweeps
internal import Training

/// Why a run is not printed as a program: a sentence.
public struct PythonError: Error, Hashable, Sendable {
  /// The sentence, without its full stop.
  public let reason: String
}

/// A run as a Python program over JAX that trains it anew, from the same data, start and noise, and compares what was
/// recorded.
///
/// Random numbers are made anew from their addresses (docs/numerics.md), so that the program is all there is, but for
/// data that came from a file. Every kind says its own Python; functions that these name are those of
/// ``PythonLibrary``.
public struct PythonProgram {
  /// The program.
  public let text: String

  /// The program of one run.
  ///
  /// - Parameters:
  ///   - number: The run, counted from 0.
  ///   - specification: Its sweep.
  /// - Throws: The reason why there is none.
  public init(ofRun number: Int, of specification: Specification) throws(PythonError) {
    do throws(NoPython) {
      text = try RunInPython(number, specification).program
    } catch {
      throw PythonError(reason: "run \(number) is not printed as Python: \(error.reason)")
    }
  }
}
