import CProcessorCheck
import FileSystem
import Foundation
import MPI
import Reports
import Shards

/// Looks at the machine, the libraries and a directory.
struct Doctor {
  /// Where sweeps would go.
  let directory: String

  /// All checks, in the order in which they are shown.
  func checks() -> [HealthCheck] {
    [processor, vectors, cores, hdf5, mpi, mpirun, gnuplot] + fileSystem
  }

  // MARK: Machine

  private var processor: HealthCheck {
    let missing = names(missing_processor_features())
    guard missing.isEmpty else {
      return HealthCheck(
        name: "processor", outcome: .fails, finding: "lacks \(missing.joined(separator: " "))",
        remedy: "build for this processor: make build")
    }
    #if arch(x86_64)
    let used = names(used_processor_features())
    let wider = present_processor_features() & ~used_processor_features()
    let hint =
      wider == 0
      ? nil : "this processor also has \(names(wider).joined(separator: " ")): make build"
    return HealthCheck(
      name: "processor", outcome: .works,
      finding: "has the \(used.count) instruction-set extensions that this build uses",
      remedy: hint)
    #else
    return HealthCheck(name: "processor", outcome: .works, finding: "runs this build")
    #endif
  }

  private var vectors: HealthCheck {
    var bits = 128
    #if arch(x86_64)
    let used = names(used_processor_features())
    if used.contains("avx") { bits = 256 }
    if used.contains("avx512f") { bits = 512 }
    #endif
    return HealthCheck(
      name: "SIMD width", outcome: .works,
      finding:
        "\(bits) bits: \(counted(bits / 64, "run")) in float64, \(bits / 32) in float32 an instruction"
    )
  }

  private var cores: HealthCheck {
    let count = ProcessInfo.processInfo.activeProcessorCount
    return HealthCheck(
      name: "cores", outcome: .works,
      finding: "\(count): so many workers unless --workers says otherwise")
  }

  private func names(_ features: UInt32) -> [String] {
    (0..<UInt32.bitWidth).map { UInt32(1) << UInt32($0) }.filter { features & $0 != 0 }
      .map { unsafe String(cString: processor_feature_name($0)) }
  }

  // MARK: Libraries and programs

  private var hdf5: HealthCheck {
    let threads = StorageLibrary.isThreadSafe
    return HealthCheck(
      name: "HDF5", outcome: threads ? .works : .fails,
      finding: StorageLibrary.version + (threads ? ", thread-safe" : ", not thread-safe"),
      remedy: threads ? nil : "install a thread-safe one: apt-get install libhdf5-dev, make build")
  }

  private var mpi: HealthCheck {
    do {
      let version = try MPI.libraryVersion()
      let name = version.split(separator: ",").first.map(String.init) ?? version
      return HealthCheck(name: "MPI library", outcome: .works, finding: name)
    } catch {
      return HealthCheck(
        name: "MPI library", outcome: .absent, finding: error.message,
        remedy: "for runs over several nodes: apt-get install libopenmpi-dev, then make build")
    }
  }

  private var mpirun: HealthCheck {
    program(
      "mpirun",
      remedy: "to start runs over several nodes, unless srun does: apt-get install openmpi-bin")
  }

  private var gnuplot: HealthCheck {
    program("gnuplot", remedy: "for figures of thalweg report: apt-get install gnuplot-nox")
  }

  private func program(_ name: String, remedy: String) -> HealthCheck {
    guard let path = Files.program(named: name) else {
      return HealthCheck(
        name: name, outcome: .absent, finding: "not on the search path", remedy: remedy)
    }
    return HealthCheck(name: name, outcome: .works, finding: path)
  }

  // MARK: File system

  private var fileSystem: [HealthCheck] {
    guard (try? Files.exists(directory)) == true else {
      return [
        HealthCheck(
          name: "directory", outcome: .fails, finding: "\(directory): there is none",
          remedy: "mkdir -p \(directory.shellPath), or give another --directory")
      ]
    }
    let check = FileSystemCheck(directory: directory)
    let elsewhere = "give another --directory"
    return [
      look("write", "files are read as they were written", elsewhere, check.writeAndRead),
      look(
        "hard link", "a second name is made once and then refused",
        "the lock of a sweep needs hard links: \(elsewhere)", check.hardLink),
      look("rename", "a file replaces another in one step", elsewhere, check.renameOverAnother),
      look(
        "fsync", "files and the directory reach the disk",
        "finished shards could be lost in a power failure: \(elsewhere)", check.synchronize),
      freeSpace,
    ]
  }

  private func look(
    _ name: String, _ finding: String, _ remedy: String,
    _ action: () throws(FileError) -> Void
  ) -> HealthCheck {
    do {
      try action()
      return HealthCheck(name: name, outcome: .works, finding: finding)
    } catch {
      return HealthCheck(
        name: name, outcome: .fails, finding: error.description, remedy: remedy)
    }
  }

  private var freeSpace: HealthCheck {
    guard let free = Files.freeBytes(at: directory) else {
      return HealthCheck(name: "free space", outcome: .absent, finding: "cannot be told")
    }
    // A shard takes some megabytes, a merge the results once more.
    let isEnough = free >= 100_000_000
    return HealthCheck(
      name: "free space", outcome: isEnough ? .works : .fails,
      finding: "\(Numbers.bytes(Double(free))) in \(directory)",
      remedy: isEnough ? nil : "make room, or give another --directory")
  }
}
