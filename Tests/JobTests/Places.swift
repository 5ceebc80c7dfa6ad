import Foundation
import TestSupport

/// Where the scripts are, and what they are started with.
enum Places {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// A script of these tests.
  static func script(_ name: String) -> String { tests.appendingPathComponent(name).path }

  /// A job script, as users get it.
  static func job(_ name: String) -> String {
    tests.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("jobs/\(name)").path
  }

  /// The built program first on the search path; root may start MPI programs, on few cores too.
  static func environment() throws -> [String: String] {
    let program = URL(fileURLWithPath: try builtProgram("thalweg"))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return [
      "PATH": "\(program.deletingLastPathComponent().path):\(path):/usr/sbin:/sbin",
      "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
      "OMPI_MCA_mtl": "^psm,psm2,ofi", "OMPI_MCA_rmaps_base_oversubscribe": "1",
      "OMPI_MCA_mpi_yield_when_idle": "1",
    ]
  }
}
