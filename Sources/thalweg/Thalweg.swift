import ArgumentParser
import Orchestration

/// The program: one subcommand a verb.
@main
struct Thalweg: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thalweg",
    abstract: "Maps where optimizers walk near a manifold of minimizers.",
    discussion: """
      A sweep file says what to run; every run's result depends on its own parameters and seeds \
      alone, so results.h5 is the same file for any number of workers and after any interruption.

      EXAMPLES
        thalweg init
        thalweg plan sweeps/quickstart.yaml
        thalweg run sweeps/quickstart.yaml --out out/quickstart
        mpirun -n 64 thalweg run sweep.yaml --out out/sweep
        thalweg run sweep.yaml --out out/sweep --shard 3/100
        thalweg report out/quickstart/results.h5 --out out/quickstart

      EXIT CODES
        0   complete
        1   incomplete, can be resumed; or damage was found; or files differ
        64  wrong usage
        65  a mistake in the sweep file, or unfit data
        74  a file could not be read or written, or the system refuses something else
        75  interrupted by a signal; the same command resumes
      """,
    version: ProgramVersion.text,
    subcommands: [
      InitCommand.self, PlanCommand.self, RunCommand.self, StatusCommand.self, ShowCommand.self,
      MergeCommand.self, VerifyCommand.self, DigestCommand.self, DiffCommand.self,
      ReportCommand.self, ExportCommand.self, BenchCommand.self, DoctorCommand.self,
      WorkerCommand.self, ProbeCommand.self,
    ])
}
