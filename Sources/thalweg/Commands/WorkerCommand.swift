import ArgumentParser
import Orchestration
import ProcessMessaging

/// `thalweg worker`: a local worker process, started by `run` and by nobody else.
struct WorkerCommand: ParsableCommand {
  /// The subcommand's name, which `run` starts its workers with.
  static let name = "worker"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "A worker process of 'thalweg run'.", shouldDisplay: false)

  func run() throws {
    // SIGINT, blocked until the endpoint ignores it, is the coordinator's to answer.
    Interruption.watch(interrupts: false)
    Interruption.warnBeforeProcessorTimeEnds()
    try reportingFailures {
      let transport: WorkerEndpoint
      do {
        transport = try WorkerEndpoint()
      } catch {
        throw Failure("'worker' is started by 'thalweg run' only (\(error))", code: ExitCode(64))
      }
      defer { transport.close() }
      try Worker(transport: transport).run()
      if Interruption.signal != nil { throw ExitCode.interrupted }
    }
  }
}
