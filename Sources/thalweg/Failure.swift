import ArgumentParser
import FileSystem
import MPI
import Messaging
import Orchestration
import Shards
import Sweeps

extension ExitCode {
  /// Incomplete but resumable, or damage found.
  static let incomplete = ExitCode(1)
  /// A mistake in the sweep file, or unfit data.
  static let badInput = ExitCode(65)
  /// Wrong usage.
  static let wrongUsage = ExitCode(64)
  /// A file could not be read or written, or the machine refused something else.
  static let inputOutput = ExitCode(74)
  /// Interrupted by a signal.
  static let interrupted = ExitCode(75)
}

/// A message for the user with the exit code of the program.
struct Failure: Error {
  let message: String
  let code: ExitCode

  init(_ message: String, code: ExitCode) {
    self.message = message
    self.code = code
  }

  /// The failure that an error of a lower module means for the user.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as SpecificationError:
      let count = error.diagnostics.count
      self.init(
        "\(error)\n\(counted(count, "mistake")); nothing was run",
        code: .badInput)
    case let error as OrchestrationError:
      let code: ExitCode =
        switch error {
        case .shard(let error): Self.code(of: error)
        case .otherSweep: .badInput
        case .locked, .lockLost: .incomplete
        default: .inputOutput
        }
      self.init(error.description, code: code)
    case let error as ShardError: self.init(error.description, code: Self.code(of: error))
    case let error as FileError: self.init(error.description, code: .inputOutput)
    case let error as TransportError: self.init(error.description, code: .inputOutput)
    case let error as MPIError: self.init(error.description, code: .inputOutput)
    default: self.init("\(error)", code: .incomplete)
    }
  }

  private static func code(of error: ShardError) -> ExitCode {
    switch error {
    case .hdf5, .file: .inputOutput
    case .notASweep, .foreign, .otherVersion: .badInput
    case .conflict, .notOneSchema: .badInput
    case .damaged, .damagedShards, .incomplete: .incomplete
    }
  }
}

/// Runs a command's body; its failure becomes a message on stderr and an exit code.
///
/// A signal ends it as it ends other programs, but nothing temporary and no lock stays; commands that
/// go about signals otherwise have said so before.
func reportingFailures(_ body: () throws -> Void) throws {
  Interruption.endProgram()
  do {
    try body()
  } catch let code as ExitCode {
    throw code
  } catch let error as ValidationError {
    throw error
  } catch {
    // What standard output did not take is said at the end of the program.
    if Output.isClosed { throw ExitCode.inputOutput }
    let failure = Failure(error)
    // A signal that ends the program takes away what it was writing: that is no failure.
    Interruption.waitIfEnding()
    Output.message("thalweg: \(failure.message)".droppingPrefixBeforePlace)
    throw failure.code
  }
}

extension String {
  /// A diagnostic starts with its place, so that editors can jump there.
  fileprivate var droppingPrefixBeforePlace: String {
    let body = dropFirst("thalweg: ".count)
    let head = body.prefix { $0 != " " }
    return head.hasSuffix(":") && head.count { $0 == ":" } >= 3 ? String(body) : self
  }
}
