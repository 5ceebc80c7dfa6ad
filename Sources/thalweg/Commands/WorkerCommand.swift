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
    try reportingFailures {
      let transport: WorkerEndpoint
      do {
        transport = try WorkerEndpoint()
      } catch {
        throw Failure("'worker' is started by 'thalweg run' only (\(error))", code: ExitCode(64))
      }
      // SIGINT is the coordinator's to answer; the endpoint has seen to that.
      Interruption.watch(interrupts: false)
      CrashRecorder.makeCrashesFatal()
      defer { transport.close() }
      try Worker(transport: transport).run()
      if Interruption.signal != nil { throw ExitCode.interrupted }
    }
  }
}
