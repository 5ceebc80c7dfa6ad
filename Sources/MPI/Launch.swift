internal import CMPI
internal import Glibc

/// How this process was started, as its environment tells; nothing is asked of MPI.
public struct Launch: Hashable, Sendable {
  /// What has started it, in words; nil where it was started by itself.
  public let launcher: String?
  /// Which of the processes it is, counted from 0; nil where that is not known.
  public let rank: Int?
  /// How many were started together; nil where that is not known.
  public let size: Int?
  /// Whether it is a rank of Open MPI's `mpirun`, or of a PMIx server as that of `srun --mpi=pmix`.
  public let isOfRanks: Bool

  /// This process's.
  public static let current = Launch(environment: ownEnvironment())

  /// What the variables of a process's environment say.
  public init(environment: [String: String]) {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    let slurm = Self.slurmStep(environment)
    if let size = number("OMPI_COMM_WORLD_SIZE") {
      self.init("mpirun", rank: number("OMPI_COMM_WORLD_RANK"), of: size, isOfRanks: true)
      return
    }
    if let rank = number("PMIX_RANK") {
      let hasServer = environment.keys.contains { $0.hasPrefix("PMIX_SERVER_URI") }
      let size = slurm?.size ?? number("PMI_SIZE") ?? number("PMIX_SIZE")
      self.init("a PMIx launcher", rank: rank, of: size, isOfRanks: hasServer)
      return
    }
    for launcher in Self.otherLaunchers {
      guard let rank = number(launcher.rank) else { continue }
      let size = launcher.sizes.compactMap(number).max()
      // Rank 0 of nobody knows how many may be the only one.
      let isAlone = size.map { $0 <= 1 } ?? true
      guard !isAlone || rank > 0 else { continue }
      self.init(launcher.name, rank: rank, of: isAlone ? nil : size, isOfRanks: false)
      return
    }
    if let slurm, slurm.size > 1 {
      self.init("srun", rank: slurm.rank, of: slurm.size, isOfRanks: false)
      return
    }
    self.init(nil, rank: nil, of: 1, isOfRanks: false)
  }

  private init(_ launcher: String?, rank: Int?, of size: Int?, isOfRanks: Bool) {
    self.launcher = launcher
    self.rank = rank
    self.size = size
    self.isOfRanks = isOfRanks
  }

  /// Whether others were started together with this process, as far as that can be told.
  public var isOneOfSeveral: Bool { launcher != nil && size != 1 }

  /// Whether there must be others, so that it is not alone where Open MPI finds nobody else.
  public var cannotBeAlone: Bool { size ?? 1 > 1 || rank ?? 0 > 0 }

  /// Whether it speaks for all of them.
  public var speaks: Bool { rank ?? 0 == 0 }

  /// Why processes of this launch cannot work together, and how to go on.
  public var refusal: String {
    let count = size.map { "one of \($0) processes" } ?? "one of several processes"
    return """
      this is \(count) that \(launcher ?? "something") has started, and they cannot join each other: \
      Thalweg joins the ranks of Open MPI, started by its mpirun or by 'srun --mpi=pmix'; or start \
      one process, or give each its part with --shard i/n
      """
  }

  /// A task of a job step of Slurm; nil in a batch script, though that knows the job's tasks too.
  private static func slurmStep(_ environment: [String: String]) -> (rank: Int, size: Int)? {
    guard environment["SLURM_STEP_ID"] ?? environment["SLURM_STEPID"] != nil,
      let rank = environment["SLURM_PROCID"].flatMap({ Int($0) }),
      let size = environment["SLURM_STEP_NUM_TASKS"].flatMap({ Int($0) })
    else { return nil }
    return (rank, size)
  }

  /// Launchers whose ranks this program cannot join, with the variables that they set.
  private static let otherLaunchers: [(name: String, rank: String, sizes: [String])] = [
    ("PALS (Cray)", "PALS_RANKID", ["PALS_SIZE", "PMI_SIZE", "PALS_LOCAL_SIZE"]),
    ("ALPS (Cray)", "ALPS_APP_PE", ["PMI_SIZE"]),
    ("jsrun", "JSM_NAMESPACE_RANK", ["JSM_NAMESPACE_SIZE"]),
    ("Flux", "FLUX_TASK_RANK", ["FLUX_JOB_SIZE"]),
    ("MVAPICH2", "MV2_COMM_WORLD_RANK", ["MV2_COMM_WORLD_SIZE"]),
    ("the launcher of another MPI", "PMI_RANK", ["PMI_SIZE", "MPI_LOCALNRANKS"]),
    ("the launcher of another MPI", "MPI_LOCALRANKID", ["MPI_LOCALNRANKS"]),
  ]

  private static func ownEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let parts = unsafe String(cString: text).split(separator: "=", maxSplits: 1)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      unsafe entry += 1
    }
    return variables
  }
}

/// What the MPI library says of itself, such as `Open MPI v4.1.4, …`; MPI is not initialized.
///
/// Opens `libThalwegMPI.so` beside the program. The corresponding C function is
/// `MPI_Get_library_version` (MPI-3.1 §8.1.1).
///
/// - Throws: ``MPIError`` if the library is absent, or of another version.
public func libraryVersion() throws(MPIError) -> String {
  let library = try Library.open()
  let text = unsafe library.describe(capacity: 512) { text, capacity, length in
    unsafe library.table.pointee.library_version(text, capacity, length)
  }
  guard let text else {
    throw MPIError(function: "MPI_Get_library_version", code: 0, message: "no version")
  }
  return text
}
