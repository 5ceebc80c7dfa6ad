/// A failed call of MPI, or of the library that brings it.
public struct MPIError: Error, Sendable, Equatable {
  /// The C function that failed, for example `MPI_Isend` or `dlopen`.
  public var function: String

  /// MPI's error code; 0 where there is none.
  public var code: Int

  /// What MPI or the loader says about it.
  public var message: String

  /// An error made elsewhere than in a call of MPI.
  public init(function: String, code: Int, message: String) {
    self.function = function
    self.code = code
    self.message = message
  }
}

extension MPIError: CustomStringConvertible {
  /// One sentence for people.
  public var description: String { "\(function): \(message) (\(code))" }
}
