import FileSystem
import Foundation

/// The Slurm job that this process belongs to.
struct SlurmJob {
  /// Its number.
  let identifier: String
  private let end: Double?

  /// The job as the environment tells; nil outside of one.
  static var current: SlurmJob? {
    let environment = ProcessInfo.processInfo.environment
    guard let identifier = environment["SLURM_JOB_ID"] else { return nil }
    return SlurmJob(
      identifier: identifier, end: environment["SLURM_JOB_END_TIME"].flatMap(Double.init))
  }

  /// Seconds to the end of the job; nil where it has none, or nobody can say.
  ///
  /// Slurm before 22.05 does not put the end into the environment; its `squeue` is asked then.
  var secondsLeft: Double? {
    if let end { return max(end - Date.now.timeIntervalSince1970, 0) }
    return answer(of: "squeue", ["-h", "-j", identifier, "-o", "%L"]).flatMap(Self.seconds(of:))
  }

  /// The seconds of `days-hours:minutes:seconds`, where the larger parts may be missing; nil for
  /// `UNLIMITED` and the like.
  static func seconds(of text: String) -> Double? {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let clock = halves.last, halves.count <= 2 else { return nil }
    let days = halves.count == 2 ? Int(halves[0]) : 0
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard let days, (2...3).contains(parts.count) else { return nil }
    var seconds = 0
    for part in parts {
      guard let part else { return nil }
      seconds = 60 * seconds + part
    }
    return Double(86_400 * days + seconds)
  }

  /// What a program on the search path prints, if it does so within five seconds.
  private func answer(of program: String, _ arguments: [String]) -> String? {
    let answer = try? ChildProcess.output(of: "timeout", ["5", program] + arguments)
    guard let answer, answer.end == .exited(0) else { return nil }
    return answer.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
