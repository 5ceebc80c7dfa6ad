import ArgumentParser

/// `thalweg doctor`: whether this machine has what sweeps need.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Checks processor, libraries, programs and file system.",
    discussion: """
      ✓ works, ✗ does not and is needed (exit 1), – is not there and only some things need it. The \
      file system is tried with small files, which are removed.

      EXAMPLES
        thalweg doctor
        thalweg doctor --directory /scratch/sweeps
        thalweg doctor --json
      """)

  @Option(
    help: "The directory where sweeps would go.", completion: .directory,
    transform: PathArgument.checked)
  var directory = "."

  @Flag(help: "Print JSON.") var json = false

  private struct Summary: Encodable {
    var isHealthy: Bool
    var checks: [HealthCheck]
  }

  func run() throws {
    try reportingFailures {
      let checks = Doctor(directory: directory).checks()
      let isHealthy = checks.allSatisfy { $0.outcome != .fails }
      if json {
        Output.json(Summary(isHealthy: isHealthy, checks: checks))
      } else {
        let width = checks.map(\.name.count).max() ?? 0
        for check in checks {
          let padding = String(repeating: " ", count: width - check.name.count)
          Output.result("\(check.outcome.mark) \(check.name)\(padding)  \(check.finding)")
          if let remedy = check.remedy {
            Output.result(String(repeating: " ", count: width + 4) + "→ \(remedy)")
          }
        }
      }
      guard isHealthy else { throw ExitCode.incomplete }
    }
  }
}
